"""Why an alert closes."""

from datetime import datetime

from tests.reference.case import Case
from tests.reference.facts import Fact
from tests.reference.levels import Says

REASONS = {
    "MeetingHeld": "met",
    "MeetingConfirmed": "met",
    "MeetingScheduled": "scheduled",
    "MeetingRescheduled": "scheduled",
    "PartnershipActivated": "activated",
    "PartnershipEnded": "ended",
    "ProgressReported": "progressed",
    "CheckInRecorded": "checked_in",
    "ConflictAnswered": "answered",
    "AgreementReplaced": "terms_changed",
    "PartnershipPaused": "terms_changed",
    "PartnershipResumed": "terms_changed",
}


def closing(  # noqa: PLR0913
    rule: str,
    basis: str,
    raised_due_at: datetime,
    fact: Fact,
    *,
    before: Case,
    after: Case,
    says: Says | None,
) -> tuple[str, str]:
    """Event and reason, in the order of the text."""
    # Its basis is a meeting that counted as held before this event and does not after it.
    if basis in held(before) and basis not in held(after):
        return "AlertWithdrawn", "basis_gone"
    if (
        rule in ("no-meeting", "no-next-meeting")
        and fact.name in ("MeetingHeld", "MeetingConfirmed")
        and says
        and says.basis in held(after)
        and held(after)[says.basis] < raised_due_at
    ):
        return "AlertWithdrawn", "late_evidence"
    return "AlertResolved", REASONS.get(fact.name, "no_longer_true")


def held(case: Case) -> dict[str, datetime]:
    return {meeting.meeting_id: meeting.time for meeting in case.meetings if meeting.held}
