"""`no-next-meeting`: nothing is planned."""

from services.accountability.calendar import after
from services.accountability.case.state import Case, Finding
from services.accountability.rules.silence import WATCH, before_the_end, silence


def no_next_meeting(case: Case) -> Finding | None:
    activated, agreement = case.activated, case.agreement
    if not case.active or activated is None or agreement is None:
        return None
    basis, evidence, since = silence(case, activated, agreement)
    pending = case.schedule.pending
    last = max(since, pending[-1]) if pending else since
    due = after(case.time_zone, case.paused, case.policy.next_meeting_days, last)
    return Finding(basis, [evidence], before_the_end(case, agreement, [(due, WATCH)]))
