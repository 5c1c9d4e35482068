"""The running processes show the metrics that are documented; a request is followed by its id."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.local.processes import PIPES, WEB
from deploy.local.stack import Stack
from shared.clock import now
from tests.support.eventually import eventually
from tests.support.metrics import Documented, documented, kinds, labels, shown
from tests.support.pairing import Pair, active_pair

SECONDS = 60
MENTEE = {"name": "Kassandra Wolkenstein", "email": "kassandra@wolkenstein.example"}


@pytest.fixture(scope="module")
def pair(stack: Stack) -> Pair:
    return active_pair(stack, MENTEE)


def port_of(stack: Stack, name: str) -> int:
    service, _, process = name.partition("-")
    file = service if process == "web" else name
    return int((stack.folder / "ports" / file).read_text())


def page(stack: Stack, name: str) -> str:
    return shown(port_of(stack, name))


def is_of(told: Documented, name: str) -> bool:
    service, _, process = name.partition("-")
    return process in told.of and (" of " not in told.of or service in told.of)


@pytest.mark.parametrize("name", [*WEB, *PIPES])
def test_a_process_shows_what_is_documented_of_it_and_nothing_else(stack: Stack, name: str) -> None:
    wanted = {metric: told.kind for metric, told in documented().items() if is_of(told, name)}
    assert kinds(page(stack, name)) == wanted


@pytest.mark.usefixtures("pair")
def test_metrics_have_the_labels_that_are_documented(stack: Stack) -> None:
    pages = "\n".join(page(stack, name) for name in (*WEB, *PIPES))
    wrong = {
        metric: labels(pages, metric)
        for metric, told in documented().items()
        if labels(pages, metric) not in (set(), told.labels)
    }
    assert wrong == {}


def test_a_request_is_followed_to_the_alert_that_it_causes(stack: Stack, pair: Pair) -> None:
    """Two meetings are called off at the last minute; the second is one too many."""
    correlation_id = str(uuid4())
    call_off(pair, str(uuid4()))
    call_off(pair, correlation_id)
    (alert,) = eventually(lambda: caused(stack, correlation_id), SECONDS)
    assert (alert["type"], alert["rule"]) == ("AlertRaised", "missed-streak")
    (request,) = log_of(stack, "partnerships-web", correlation_id)
    assert (request["route"].rpartition("/")[2], request["status"]) == ("cancellation", 201)
    assert request["event_ids"] == [alert["causation_id"]]
    assert log_of(stack, "partnerships-relay", correlation_id)
    assert eventually(lambda: log_of(stack, "accountability-relay", correlation_id), SECONDS)
    (shown,) = alerts(pair)
    assert shown["alert_id"] == alert["alert_id"]


def test_no_line_of_a_log_names_anybody(stack: Stack, pair: Pair) -> None:
    assert pair.partnership_id in log_text(stack, "partnerships-web")
    said = [log_text(stack, name).lower() for name in stack.processes]
    assert [text for text in said if "wolkenstein" in text] == []


def call_off(pair: Pair, correlation_id: str) -> None:
    starts_at = (now() + timedelta(hours=2)).isoformat()
    meeting = pair.says("mentee", "/meetings", {"starts_at": starts_at, "minutes": 30})
    path = f"/partnerships/{pair.partnership_id}/meetings/{meeting['meeting_id']}/cancellation"
    answer = pair.speakers["mentee"].send(
        "POST", "partnerships", path, {"reason": "FORGOT"}, {"X-Correlation-ID": correlation_id}
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["X-Correlation-ID"] == correlation_id


def alerts(pair: Pair) -> list[Mapping[str, Any]]:
    path = f"/alerts?partnership_id={pair.partnership_id}&rule=missed-streak"
    return list(pair.administrator.get("accountability", path).json()["items"])


def caused(stack: Stack, correlation_id: str) -> list[Mapping[str, Any]]:
    lines = log_of(stack, "accountability-consumer", correlation_id)
    named = [each for line in lines for each in line["caused"]]
    return [each for each in named if each["correlation_id"] == correlation_id]


def log_of(stack: Stack, name: str, word: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log_text(stack, name).splitlines() if word in line]


def log_text(stack: Stack, name: str) -> str:
    return stack.processes[name].log.read_text(encoding="utf-8")
