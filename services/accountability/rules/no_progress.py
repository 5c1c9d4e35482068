"""`no-progress`: nobody has reported how the goals are going."""

from services.accountability.calendar import after
from services.accountability.case.state import Case, Finding
from services.accountability.rules.silence import START, WATCH, before_the_end, begin

REACHED = 4


def no_progress(case: Case) -> Finding | None:
    activated, agreement = case.activated, case.agreement
    if not case.active or activated is None or agreement is None or _all_reached(case):
        return None
    since = begin(activated, agreement)
    if case.goal_set is not None:
        since = max(since, case.goal_set.day)
    basis, evidence = START, activated.event_id
    if case.progress is not None:
        since = max(since, case.progress.day)
        basis = evidence = case.progress.event_id
    due = after(case.time_zone, case.paused, case.policy.progress_days, since)
    return Finding(basis, [evidence], before_the_end(case, agreement, [(due, WATCH)]))


def _all_reached(case: Case) -> bool:
    return bool(case.goals) and all(case.levels.get(goal) == REACHED for goal in case.goals)
