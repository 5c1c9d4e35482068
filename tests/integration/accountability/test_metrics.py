"""Alerts are counted as they are committed: each event once, and none that was rolled back."""

import pytest

from services.accountability.observing import AlertEvents, open_alerts, replay_progress
from shared.database import connect
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.feeding import let_time_pass
from tests.integration.accountability.pair import Pair
from tests.reference.facts import instant
from tests.support.eventually import eventually
from tests.support.metrics import values

pytestmark = pytest.mark.usefixtures("pair")

WATCH = instant("2027-02-07T00:00:00Z")
SECONDS = 60  # a transaction that is open anywhere in the cluster holds the count back
RAISED = "mentoring_alert_events_total AlertRaised no-meeting"
RESOLVED = "mentoring_alert_events_total AlertResolved no-meeting"


def test_an_alert_is_counted_when_it_is_raised_and_when_it_is_resolved(
    service: Service, pair: Pair
) -> None:
    events = AlertEvents()
    assert values(events(service.connection))[RAISED] == 0
    service.pass_until(WATCH)
    eventually(lambda: values(events(service.connection))[RAISED] == 1, SECONDS)
    assert values(open_alerts(service.connection))["mentoring_alerts_open no-meeting watch"] == 1
    pair.meet(2, "2027-02-08T09:00:00Z")
    service.hear(pair.new())
    eventually(lambda: values(events(service.connection))[RESOLVED] == 1, SECONDS)
    assert values(events(service.connection))[RAISED] == 1
    assert "mentoring_alerts_open no-meeting watch" not in values(open_alerts(service.connection))


def test_what_is_not_committed_is_not_counted(service: Service) -> None:
    events = AlertEvents()
    values(events(service.connection))
    with connect(service.url) as consumer:
        with consumer.transaction(force_rollback=True):
            let_time_pass(consumer, WATCH)
            assert values(events(service.connection))[RAISED] == 0
        assert values(events(service.connection))[RAISED] == 0
        with consumer.transaction():
            let_time_pass(consumer, WATCH)
            # A younger transaction ends while this one is open.
            service.connection.execute("SELECT pg_current_xact_id()")
            assert values(events(service.connection))[RAISED] == 0
    eventually(lambda: values(events(service.connection))[RAISED] == 1, SECONDS)
    assert values(events(service.connection))[RAISED] == 1


def test_a_replay_tells_how_far_it_is(service: Service) -> None:
    assert values(replay_progress(service.connection)) == {}
    service.connection.execute(
        """
        WITH begun AS (
            INSERT INTO replays (projections, streams, events, mark)
            VALUES ('{cases}', 3, 40, '1')
            RETURNING replay_id
        )
        INSERT INTO replay_parts (replay_id, number, source, low, streams, events, done_at)
        SELECT replay_id, number, 'partnerships', '', 1, events, done_at
        FROM begun, (VALUES (1, 30, now()), (2, NULL, NULL)) AS part (number, events, done_at)
        """
    )
    shown = values(replay_progress(service.connection))
    assert shown["mentoring_replay_state running"] == 1
    assert shown["mentoring_replay_events all"] == 40
    assert shown["mentoring_replay_events done"] == 30
    assert shown["mentoring_replay_progress_timestamp_seconds"] > 0
