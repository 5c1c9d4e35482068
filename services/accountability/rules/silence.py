"""Since when two people have not met: what `no-meeting` and `no-next-meeting` both begin with."""

from typing import NamedTuple

from services.accountability.calendar import Day, Tick
from services.accountability.case.state import Agreement, Case, LevelIndex, Mark

START = "start"
WATCH, RED, MANAGERS, DECISION = range(4)


class Silence(NamedTuple):
    basis: str
    evidence: str
    since: Day


def begin(activated: Mark, agreement: Agreement) -> Day:
    """Tell from when they may be late: nobody is late before they may start."""
    return max(agreement.starts_on, activated.day)


def silence(case: Case, activated: Mark, agreement: Agreement) -> Silence:
    since = begin(activated, agreement)
    if case.quickened is not None:
        since = max(since, case.quickened.day)  # a new rhythm does not accuse the past
    if not case.schedule.held:
        return Silence(START, activated.event_id, since)
    _, meeting_id, day = case.schedule.held[-1]
    report = case.schedule.meetings[meeting_id].report
    return Silence(meeting_id, report.event_id if report else "", max(since, day))


def before_the_end(
    case: Case, agreement: Agreement, due: list[tuple[tuple[Tick, Day], LevelIndex]]
) -> list[tuple[Tick, LevelIndex]]:
    """Drop the deadlines that fall in the quiet days before the end."""
    last = agreement.ends_on - case.policy.quiet_days_before_end
    return [(at, level) for (at, day), level in due if day <= last]
