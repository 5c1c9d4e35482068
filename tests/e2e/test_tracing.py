"""One trace goes from a request to the consumer of what it recorded, if traces are wanted."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import requests

from deploy.local.stack import Stack
from tests.support.collecting import Collected, Collector, collecting
from tests.support.eventually import eventually
from tests.support.pairing import Pair, active_pair

TRACED = ("partnerships-web", "accountability-consumer")
MENTEE = {"name": "mentee", "email": "mentee@a.example"}
SECONDS = 60


@pytest.fixture(scope="module")
def collector(stack: Stack) -> Iterator[Collector]:
    """Two processes send their traces, for as long as this file needs it."""
    with collecting() as collector:
        with pytest.MonkeyPatch.context() as environment:
            endpoint = f"http://127.0.0.1:{collector.port}"
            environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
            environment.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
            restart(stack)
        yield collector
        restart(stack)


def restart(stack: Stack) -> None:
    for name in TRACED:
        stack.restart(name)


@pytest.fixture(scope="module")
def pair(stack: Stack, collector: Collector) -> Pair:
    assert collector.spans == []
    return active_pair(stack, MENTEE)


def set_goal(pair: Pair, headers: dict[str, str]) -> requests.Response:
    path = f"/partnerships/{pair.partnership_id}/goals"
    goal = {"text": "Learns to listen.", "due_on": None}
    answer = pair.speakers["mentee"].send("POST", "partnerships", path, goal, headers)
    assert answer.status_code == 201, answer.text
    return answer


def test_a_request_and_what_is_heard_of_it_are_one_trace(pair: Pair, collector: Collector) -> None:
    answer = set_goal(pair, {})
    trace_id, span_id = answer.headers["traceparent"].split("-")[1:3]
    assert answer.headers["X-Correlation-ID"] == str(UUID(hex=trace_id))
    spans = eventually(lambda: both(collector, trace_id), SECONDS)
    web, consumer = (spans[name] for name in TRACED)
    assert web.name == "POST /partnerships/<uuid:partnership_id>/goals"
    assert (web.span_id, web.parent_id) == (span_id, "")
    assert consumer.name == "take in mentoring.GoalSet.v1"
    assert consumer.parent_id == web.span_id


def test_a_callers_trace_goes_on(pair: Pair, collector: Collector) -> None:
    trace_id, caller = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    set_goal(pair, {"traceparent": f"00-{trace_id}-{caller}-01"})
    spans = eventually(lambda: both(collector, trace_id), SECONDS)
    assert spans["partnerships-web"].parent_id == caller


def test_what_a_caller_does_not_sample_is_not_sent(pair: Pair, collector: Collector) -> None:
    silent = "0af7651916cd43dd8448eb211c80319c"
    set_goal(pair, {"traceparent": f"00-{silent}-b7ad6b7169203331-00"})
    later = set_goal(pair, {}).headers["traceparent"].split("-")[1]
    eventually(lambda: both(collector, later), SECONDS)
    assert collector.of(silent) == {}


def both(collector: Collector, trace_id: str) -> dict[str, Collected]:
    spans = collector.of(trace_id)
    return spans if set(spans) == set(TRACED) else {}
