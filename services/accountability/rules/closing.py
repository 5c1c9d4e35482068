"""Why an alert closes: the event that closes it is the reason."""

from collections.abc import Mapping
from typing import NamedTuple

from services.accountability.calendar import instant
from services.accountability.case.state import Case, Finding, OpenAlert
from services.accountability.narrow import (
    AgreementReplaced,
    CheckInRecorded,
    ConflictAnswered,
    MeetingConfirmed,
    MeetingHeld,
    MeetingRescheduled,
    MeetingScheduled,
    PartnershipActivated,
    PartnershipEnded,
    PartnershipPaused,
    PartnershipResumed,
    ProgressReported,
    Read,
)
from services.accountability.rules.catalog import RULES, Entry
from services.accountability.said import AlertResolved, AlertWithdrawn, Withdrawal
from shared.events.accountability import Resolution

_RESOLUTIONS: Mapping[type[Read], Resolution] = {
    MeetingHeld: "met",
    MeetingConfirmed: "met",
    MeetingScheduled: "scheduled",
    MeetingRescheduled: "scheduled",
    PartnershipActivated: "activated",
    PartnershipEnded: "ended",
    ProgressReported: "progressed",
    CheckInRecorded: "checked_in",
    ConflictAnswered: "answered",
    AgreementReplaced: "terms_changed",
    PartnershipPaused: "terms_changed",
    PartnershipResumed: "terms_changed",
}


class Closing(NamedTuple):
    """The event in whose reconciliation alerts close; `gone` no longer counts as held by it."""

    fact: Read
    by: str
    gone: str | None


def close(
    case: Case, rule: int, alert: OpenAlert, now: Finding | None, closing: Closing
) -> AlertResolved | AlertWithdrawn:
    entry = RULES[rule]
    case.alerts[rule] = None
    if entry.about_meetings and alert.basis == closing.gone:
        return _withdrawn(case, entry, alert, "basis_gone", closing.by)
    if entry.about_silence and _reported_late(case, alert, now, closing.fact):
        return _withdrawn(case, entry, alert, "late_evidence", closing.by)
    return AlertResolved(
        alert_id=alert.alert_id,
        partnership_id=case.partnership_id,
        program_id=case.program_id,
        rule=entry.name,
        reason=_RESOLUTIONS.get(type(closing.fact), "no_longer_true"),
        at=instant(case.at),
        by_event=closing.by,
        tell=tuple(alert.told),
    )


def _reported_late(case: Case, alert: OpenAlert, now: Finding | None, fact: Read) -> bool:
    """Tell whether this report shows that they had met before the alert was due."""
    if now is None or not isinstance(fact, MeetingHeld | MeetingConfirmed):
        return False
    if not case.schedule.held:
        return False
    return case.schedule.held[-1][0] < alert.due


def _withdrawn(
    case: Case, entry: Entry, alert: OpenAlert, reason: Withdrawal, by: str
) -> AlertWithdrawn:
    return AlertWithdrawn(
        alert_id=alert.alert_id,
        partnership_id=case.partnership_id,
        program_id=case.program_id,
        rule=entry.name,
        reason=reason,
        at=instant(case.at),
        by_event=by,
        tell=tuple(alert.told),
    )
