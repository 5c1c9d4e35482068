"""An administrator handles an alert: what is accepted, what is refused."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.accountability.alerts.alert import AlertEvent, fold_into
from services.accountability.alerts.handling import (
    AcknowledgeAlert,
    AlertAcknowledgedError,
    AlertClosedError,
    AlertDismissedError,
    AlertUnknownError,
    DismissAlert,
    HandleAlert,
    SnoozeAlert,
    SnoozeInThePastError,
    SnoozeTooLongError,
    handling,
)
from shared.errors import DomainError
from shared.events.accountability import (
    AlertAcknowledged,
    AlertDismissed,
    AlertEased,
    AlertEscalated,
    AlertRaised,
    AlertResolved,
    AlertSnoozed,
)

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
ALERT, ADMINISTRATOR, MEETING = UUID(int=1), UUID(int=2), UUID(int=3)
ABOUT: dict[str, Any] = {
    "alert_id": ALERT,
    "partnership_id": UUID(int=4),
    "program_id": UUID(int=5),
    "rule": "no-meeting",
}

raised = AlertRaised(
    **ABOUT,
    basis="start",
    level="watch",
    due_at=NOW,
    raised_at=NOW,
    evidence=(),
    tell=("mentee", "mentor"),
    by_event=None,
)
escalated = AlertEscalated(
    **ABOUT, level="red", due_at=NOW, raised_at=NOW, tell=("administrator",), by_event=None
)
eased = AlertEased(**ABOUT, level="watch", at=NOW, by_event=MEETING)
resolved = AlertResolved(**ABOUT, reason="met", at=NOW, by_event=MEETING, tell=("mentee", "mentor"))
acknowledged = AlertAcknowledged(**ABOUT, by=ADMINISTRATOR, at=NOW)
dismissed = AlertDismissed(**ABOUT, by=ADMINISTRATOR, at=NOW, reason="OTHER")

acknowledge = AcknowledgeAlert(alert_id=ALERT, by=ADMINISTRATOR, now=NOW)
snooze = SnoozeAlert(
    reason="TRAVEL", alert_id=ALERT, by=ADMINISTRATOR, until=NOW + timedelta(days=3), now=NOW
)
dismiss = DismissAlert(alert_id=ALERT, by=ADMINISTRATOR, reason="OTHER", now=NOW)


def decide(given: Sequence[AlertEvent], command: HandleAlert) -> Sequence[AlertEvent]:
    return handling.decide(command, fold_into({}, given))


def test_an_open_alert_is_acknowledged() -> None:
    assert decide([raised], acknowledge) == [acknowledged]


def test_an_alert_that_has_risen_is_acknowledged_again() -> None:
    assert decide([raised, acknowledged, escalated], acknowledge) == [acknowledged]


def test_an_open_alert_is_snoozed_more_than_once() -> None:
    snoozed = AlertSnoozed(**ABOUT, by=ADMINISTRATOR, at=NOW, until=snooze.until, reason="TRAVEL")
    assert decide([raised, snoozed], snooze) == [snoozed]


def test_an_open_alert_is_dismissed_with_its_reason() -> None:
    assert decide([raised, acknowledged], dismiss) == [dismissed]


@pytest.mark.parametrize(
    ("given", "command", "refusal"),
    [
        ([], acknowledge, AlertUnknownError),
        ([raised, resolved], acknowledge, AlertClosedError),
        ([raised, resolved], snooze, AlertClosedError),
        ([raised, resolved], dismiss, AlertClosedError),
        ([raised, acknowledged], acknowledge, AlertAcknowledgedError),
        ([raised, escalated, acknowledged, eased], acknowledge, AlertAcknowledgedError),
        ([raised, dismissed], acknowledge, AlertDismissedError),
        ([raised, dismissed], dismiss, AlertDismissedError),
        (
            [raised],
            SnoozeAlert(alert_id=ALERT, by=ADMINISTRATOR, until=NOW, now=NOW),
            SnoozeInThePastError,
        ),
        (
            [raised],
            SnoozeAlert(alert_id=ALERT, by=ADMINISTRATOR, until=NOW + timedelta(days=91), now=NOW),
            SnoozeTooLongError,
        ),
    ],
)
def test_is_refused(
    given: Sequence[AlertEvent], command: HandleAlert, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal, match=r"\w+"):
        decide(given, command)


def test_handling_leaves_what_was_derived() -> None:
    alone = fold_into({}, [raised, escalated, resolved])[ALERT]
    handled = fold_into({}, [raised, acknowledged, escalated, dismissed, resolved])[ALERT]
    derived = ("level", "due_at", "raised_at", "reached_at", "told", "evidence", "closing")
    assert [getattr(alone, name) for name in derived] == [
        getattr(handled, name) for name in derived
    ]
