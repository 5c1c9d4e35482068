"""`missed-streak`: one meeting after the other has failed."""

from bisect import bisect_right
from collections.abc import Sequence

from services.accountability.case.meetings import blames
from services.accountability.case.state import Case, Finding, Schedule
from services.accountability.rules.silence import RED, START


def missed_streak(case: Case) -> Finding | None:
    """Say that there is a streak, due at once.

    It is due when it began, and a due time is only said in the alert that the beginning raises:
    what the same streak's would be at a later event, nobody asks.
    """
    if not case.active:
        return None
    basis, run = _run(case.schedule)
    if len(run) < case.policy.missed_streak:
        return None
    return Finding(basis, _evidence(case.schedule, run), [(case.at, RED)])


def _run(schedule: Schedule) -> tuple[str, Sequence[str]]:
    """List the failed meetings after the last that counts as held."""
    if not schedule.held:
        return START, [meeting_id for _, meeting_id in schedule.failed]
    started_at, last, _ = schedule.held[-1]
    first = bisect_right(schedule.failed, (started_at, last))
    return last, [meeting_id for _, meeting_id in schedule.failed[first:]]


def _evidence(schedule: Schedule, run: Sequence[str]) -> list[str]:
    found = [blame for meeting_id in run for blame in blames(schedule.meetings[meeting_id])]
    return [blame.event_id for blame in sorted(found, key=lambda blame: blame.sequence)]
