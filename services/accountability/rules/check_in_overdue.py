"""`check-in-overdue`: the administrator has not talked with both of the pair."""

from collections.abc import Iterator

from services.accountability.calendar import after, count
from services.accountability.case.state import Case, Finding
from services.accountability.narrow import PinnedPolicy
from services.accountability.rules.silence import RED, begin


def check_in_overdue(case: Case) -> Finding | None:
    activated, agreement = case.activated, case.agreement
    if not case.active or activated is None or agreement is None:
        return None
    first, grace = begin(activated, agreement), case.policy.check_in_grace_days
    talked = _both_talked(case)
    for number, days in enumerate(_days(case.policy), start=1):
        falls_on = count(case.paused, first, days)
        if falls_on > agreement.ends_on:
            return None
        if talked is None or talked < falls_on - grace:
            due, _ = after(case.time_zone, case.paused, grace, falls_on)
            return Finding(f"check-in-{number}", [activated.event_id], [(due, RED)])
    return None


def _both_talked(case: Case) -> int | None:
    """Tell the last date by which both the mentor and the mentee had their latest talk."""
    mentor, mentee = case.checked_in.get("mentor"), case.checked_in.get("mentee")
    return None if mentor is None or mentee is None else min(mentor, mentee)


def _days(policy: PinnedPolicy) -> Iterator[int]:
    yield from policy.check_in_days
    if not policy.check_in_days or policy.check_in_every_days < 1:
        return
    days = policy.check_in_days[-1]
    while True:
        days += policy.check_in_every_days
        yield days
