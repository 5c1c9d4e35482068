"""One example of everything that accountability says."""

from datetime import UTC, datetime
from typing import TypedDict
from uuid import UUID

from shared.events.accountability import (
    AlertAcknowledged,
    AlertDismissed,
    AlertEased,
    AlertEscalated,
    AlertRaised,
    AlertResolved,
    AlertSnoozed,
    AlertSnoozedV1,
    AlertWithdrawn,
    Rule,
)
from shared.events.event import Event
from shared.events.examples.cast import (
    ADMINISTRATOR_ID,
    ALERT_ID,
    PARTNERSHIP_ID,
    PROGRAM_ID,
    known,
)


class About(TypedDict):
    alert_id: UUID
    partnership_id: UUID
    program_id: UUID
    rule: Rule


ABOUT: About = {
    "alert_id": ALERT_ID,
    "partnership_id": PARTNERSHIP_ID,
    "program_id": PROGRAM_ID,
    "rule": "no-meeting",
}
WATCH_AT = datetime(2026, 3, 16, 23, tzinfo=UTC)
RED_AT = datetime(2026, 3, 30, 22, tzinfo=UTC)
UNTIL = datetime(2026, 4, 8, 7, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, 30, 15, 250000, tzinfo=UTC)

EXAMPLES: tuple[Event, ...] = (
    AlertRaised(
        **ABOUT,
        basis="start",
        level="watch",
        due_at=WATCH_AT,
        raised_at=WATCH_AT,
        evidence=(known("activation"),),
        tell=("mentee", "mentor"),
        by_event=None,
    ),
    AlertEscalated(
        **ABOUT,
        level="red",
        due_at=RED_AT,
        raised_at=RED_AT,
        tell=("administrator",),
        by_event=None,
    ),
    AlertEased(**ABOUT, level="watch", at=LATER, by_event=known("pause")),
    AlertResolved(
        **ABOUT,
        reason="met",
        at=LATER,
        by_event=known("held"),
        tell=("mentee", "mentor", "administrator"),
    ),
    AlertWithdrawn(
        **ABOUT,
        reason="late_evidence",
        at=LATER,
        by_event=known("held"),
        tell=("mentee", "mentor", "administrator"),
    ),
    AlertAcknowledged(**ABOUT, by=ADMINISTRATOR_ID, at=LATER),
    AlertSnoozed(**ABOUT, by=ADMINISTRATOR_ID, at=LATER, until=UNTIL, reason="LEAVE_PLANNED"),
    AlertSnoozedV1(**ABOUT, by=ADMINISTRATOR_ID, at=LATER, until=UNTIL),
    AlertDismissed(**ABOUT, by=ADMINISTRATOR_ID, at=LATER, reason="TECHNICAL"),
)
