"""What an alert says names a day, never an id."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.accountability.alerts.alert import Alert
from services.accountability.words import basis_in_words
from shared.events.accountability import Rule
from tests.reference.facts import instant
from tests.support.histories.wire import identity

MEETING = identity("m1")
DAY = date(2026, 8, 25)
AT = instant("2026-10-01T00:00:00Z")


def alert(rule: Rule, basis: str = MEETING) -> Alert:
    return Alert(
        alert_id=UUID(identity("alert")),
        partnership_id=UUID(identity("pair")),
        program_id=UUID(identity("program")),
        rule=rule,
        basis=basis,
        level="red",
        due_at=AT,
        raised_at=AT,
        reached_at=AT + timedelta(days=1),
        evidence=(),
        told=(),
        by_event=None,
    )


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("no-meeting", "They have not met since 25 August 2026."),
        ("no-next-meeting", "No meeting is planned since they met on 25 August 2026."),
        ("no-progress", "No progress was reported since 25 August 2026."),
        ("missed-streak", "Every meeting since 25 August 2026 failed."),
        (
            "conflict-unanswered",
            "A manager raised a conflict on 25 August 2026, and nobody has answered it.",
        ),
    ],
)
def test_it_says_since_when(rule: Rule, says: str) -> None:
    assert basis_in_words(alert(rule), DAY) == says
    assert MEETING not in basis_in_words(alert(rule), None)


def test_who_never_met_is_told_so() -> None:
    assert basis_in_words(alert("no-meeting", "start"), None) == (
        "They have not met since they could start."
    )
