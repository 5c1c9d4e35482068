"""Handling an alert over HTTP, also while the consumer derives."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.database import connect
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.feeding import let_time_pass
from tests.integration.accountability.pair import Pair
from tests.reference.facts import instant
from tests.support.histories.wire import identity

pytestmark = pytest.mark.usefixtures("pair")

WATCH = instant("2027-02-07T00:00:00Z")
DECISION = instant("2027-03-20T00:00:00Z")


def open_alert(service: Service, until: Any = WATCH) -> str:
    service.pass_until(until)
    (alert,) = service.items("/alerts?rule=no-meeting")
    return str(alert["alert_id"])


def test_an_administrator_acknowledges(service: Service) -> None:
    alert_id = open_alert(service)
    answer = service.post(f"/alerts/{alert_id}/acknowledgement", {})
    assert answer.status_code == 201, answer.json
    assert answer.headers["ETag"] == service.get(f"/alerts/{alert_id}").headers["ETag"]
    (alert,) = service.items("/alerts?rule=no-meeting&handling=acknowledged")
    assert alert["acknowledged"]["at"] == "2027-06-01T12:00:00Z"


def test_a_snoozed_alert_waits_until_then(service: Service) -> None:
    alert_id = open_alert(service)
    service.post(f"/alerts/{alert_id}/snooze", {"until": "2027-06-05T00:00:00Z"})
    assert service.items("/alerts?rule=no-meeting") == []
    (alert,) = service.items("/alerts?rule=no-meeting&handling=snoozed")
    assert alert["snoozed"]["reason"] is None
    service.clock.now = instant("2027-06-05T00:00:00Z")
    assert len(service.items("/alerts?rule=no-meeting")) == 1


def test_why_an_alert_is_snoozed_is_told_where_somebody_said_so(service: Service) -> None:
    alert_id = open_alert(service)
    body = {"until": "2027-06-05T00:00:00Z", "reason": "LEAVE_PLANNED"}
    assert service.post(f"/alerts/{alert_id}/snooze", body).status_code == 201
    alert = service.get(f"/alerts/{alert_id}").json
    assert alert["snoozed"]["reason"] == "LEAVE_PLANNED"  # type: ignore[index]
    assert alert["history"][-1]["data"]["reason"] == "LEAVE_PLANNED"  # type: ignore[index]


def test_a_dismissed_alert_is_not_shown_and_closes_as_any_other(
    service: Service, pair: Pair
) -> None:
    alert_id = open_alert(service)
    service.post(f"/alerts/{alert_id}/dismissal", {"reason": "PROGRAM_RULE"})
    assert service.items("/alerts?rule=no-meeting") == []
    pair.meet(2, "2027-02-09T09:00:00Z")
    service.hear(pair.new())
    (alert,) = service.items("/alerts?rule=no-meeting&state=closed")
    assert (alert["state"], alert["closed_reason"]) == ("resolved", "met")
    assert alert["dismissed"]["reason"] == "PROGRAM_RULE"


@pytest.mark.parametrize(
    ("what", "body", "rule"),
    [
        ("snooze", {"until": "2027-05-01T00:00:00Z"}, "snooze-in-the-past"),
        ("snooze", {"until": "2028-05-01T00:00:00Z"}, "snooze-too-long"),
        ("acknowledgement", {"time": "2027-07-01T00:00:00Z"}, "time-in-the-future"),
    ],
)
def test_a_refusal_says_which_rule(
    service: Service, what: str, body: dict[str, Any], rule: str
) -> None:
    answer = service.post(f"/alerts/{open_alert(service)}/{what}", body)
    assert (answer.status_code, answer.json["type"]) == (409, f"/problems/{rule}")  # type: ignore[index]


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("snooze", {}, 422),
        ("snooze", {"until": "2027-06-05T00:00:00Z", "reason": "BORED"}, 422),
        ("dismissal", {"reason": "BORED"}, 422),
        ("dismissal", {"reason": "OTHER", "because": "x"}, 422),
    ],
)
def test_a_malformed_body_is_refused(
    service: Service, what: str, body: dict[str, Any], status: int
) -> None:
    assert service.post(f"/alerts/{open_alert(service)}/{what}", body).status_code == status


@pytest.mark.parametrize("who", ["mentor", "mentee-manager", "operator", "integration"])
def test_only_administrators_handle(service: Service, who: str) -> None:
    alert_id = open_alert(service)
    assert service.post(f"/alerts/{alert_id}/acknowledgement", {}, who).status_code == 403


def test_a_closed_alert_is_not_handled(service: Service, pair: Pair) -> None:
    alert_id = open_alert(service)
    pair.meet(2, "2027-02-09T09:00:00Z")
    service.hear(pair.new())
    answer = service.post(f"/alerts/{alert_id}/acknowledgement", {})
    assert answer.json["type"] == "/problems/alert-closed"  # type: ignore[index]


def test_a_repeated_request_is_done_once(service: Service) -> None:
    alert_id, key = open_alert(service), str(uuid4())
    path = f"/alerts/{alert_id}/acknowledgement"
    first, again = (service.post(path, {}, Idempotency_Key=key) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    other = service.post(f"/alerts/{alert_id}/dismissal", {"reason": "OTHER"}, Idempotency_Key=key)
    assert other.status_code in {409, 422}


def test_a_stale_version_is_refused(service: Service) -> None:
    alert_id = open_alert(service)
    answer = service.post(f"/alerts/{alert_id}/acknowledgement", {}, If_Match='"77"')
    assert answer.status_code == 412


def test_handling_and_deriving_at_once_lose_nothing(service: Service) -> None:
    alert_id = open_alert(service)

    def derive() -> None:
        with connect(service.url) as connection:
            for day in range((DECISION - WATCH).days + 1):
                let_time_pass(connection, WATCH + timedelta(days=day))

    def snooze(day: int) -> int:
        until = f"2027-06-{day:02}T00:00:00Z"
        return service.post(f"/alerts/{alert_id}/snooze", {"until": until}).status_code

    with ThreadPoolExecutor(2) as threads:
        deriving = threads.submit(derive)
        assert {snooze(day) for day in range(2, 30)} == {201}
        deriving.result()
    history = service.get(f"/alerts/{alert_id}").json["history"]  # type: ignore[index]
    said = Counter(entry["type"] for entry in history)
    assert said == {"AlertRaised": 1, "AlertEscalated": 3, "AlertSnoozed": 28}


def test_an_administrator_who_is_a_person_is_named_by_their_id(service: Service) -> None:
    alert_id = open_alert(service)
    service.post(f"/alerts/{alert_id}/acknowledgement", {})
    actor = service.get(f"/alerts/{alert_id}").json["acknowledged"]["by"]  # type: ignore[index]
    assert actor != identity("mentor")
