"""The eight rules: case -> nothing, or basis, evidence and deadlines."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from tests.reference.case import Case
from tests.reference.facts import Fact
from tests.reference.levels import ADMINISTRATOR, MANAGERS, PAIR, Deadline, Says
from tests.reference.meetings import TERMS, Meeting


def multiple(factor: Any, cadence: int) -> int:
    """Round the multiple up to whole days: exact arithmetic on the number as written."""
    return ceil(Fraction(factor) * cadence)


def within_limit(case: Case, deadlines: Sequence[Deadline]) -> list[Deadline]:
    """One whose local date is later than ends_on - quiet_days_before_end does not exist."""
    limit = case.ends_on - case.policy["quiet_days_before_end"]
    return [deadline for deadline in deadlines if case.local(deadline.due_at) <= limit]


def last_held_or_start(case: Case) -> tuple[str, list[str], int]:
    """Basis, evidence and d of rules 1 and 2."""
    d = max([case.begin] + [case.date(fact) for fact in case.rhythms[-1:]])
    held = case.last_held
    if held is None or held.report is None:
        return "start", [case.activated.id], d
    return held.meeting_id, [held.report.id], max(d, case.local(held.time))


def no_meeting(case: Case) -> Says | None:
    if case.state != "active":
        return None
    policy, c = case.policy, case.cadence
    basis, evidence, d = last_held_or_start(case)
    w = multiple(policy["watch_factor"], c)
    if basis == "start":
        w = max(policy["first_meeting_days"], c)
    r = max(w + 7, multiple(policy["red_factor"], c))
    watch, red = case.after(w, d), case.after(r, d)
    # Nobody is warned of a silence that a planned meeting is about to end.
    between = [p for p in case.pending_days if case.local(watch) <= p < case.local(red)]
    if between:
        watch = case.after(1, min(between))
        red = max(red, watch)
    m = r + policy["managers_after_days"]
    last = max(m + policy["managers_after_days"], multiple(policy["decision_factor"], c))
    # A quarrel about a meeting goes to the administrator before it goes to the managers.
    d_star = max([d, *case.said_held_days])
    deadlines = [
        Deadline("watch", watch, PAIR),
        Deadline("red", red, ADMINISTRATOR),
        Deadline("managers", case.after(m, d_star), MANAGERS),
        Deadline("decision", case.after(last, d_star), ADMINISTRATOR),
    ]
    return Says(basis, evidence, within_limit(case, deadlines))


def no_next_meeting(case: Case) -> Says | None:
    if case.state != "active":
        return None
    basis, evidence, d = last_held_or_start(case)
    due_at = case.after(case.policy["next_meeting_days"], max([d, *case.pending_days]))
    return Says(basis, evidence, within_limit(case, [Deadline("watch", due_at, ("mentee",))]))


def no_progress(case: Case) -> Says | None:
    if case.state != "active" or all_goals_reached(case):
        return None
    last = case.all("ProgressReported")[-1:]
    d = max([case.begin] + [case.date(fact) for fact in last + case.all("GoalSet")[-1:]])
    deadline = Deadline("watch", case.after(case.policy["progress_days"], d), PAIR)
    basis = last[0].id if last else "start"
    evidence = [fact.id for fact in last or [case.activated]]
    return Says(basis, evidence, within_limit(case, [deadline]))


def all_goals_reached(case: Case) -> bool:
    """At least one goal is set and the last reported level of every goal set is 4."""
    goals = {fact.data["goal_id"] for fact in case.all("GoalSet")}
    levels = {fact.data["goal_id"]: fact.data["level"] for fact in case.all("ProgressReported")}
    return bool(goals) and all(levels.get(goal) == 4 for goal in goals)


def missed_streak(case: Case) -> Says | None:
    found = streak(case)
    if found is None:
        return None
    basis, run = found
    # Due at the `at` of the latest event before which this rule said nothing or another basis.
    since = case
    while since.before is not None and (streak(since.before) or ("",))[0] == basis:
        since = since.before
    parts = [fact for meeting in run for fact in meeting.missed + meeting.cancelled_late]
    evidence = [fact.id for fact in case.facts if fact in parts]
    return Says(basis, evidence, [Deadline("red", since.facts[-1].at, ADMINISTRATOR)])


def streak(case: Case) -> tuple[str, list[Meeting]] | None:
    """Basis and run: the failed ones after the last that counts as held, in order of time."""
    if case.state != "active":
        return None
    told = [meeting for meeting in case.meetings if meeting.held or meeting.failed]
    basis = "start"
    run: list[Meeting] = []
    for meeting in sorted(told, key=lambda meeting: (meeting.time, meeting.meeting_id)):
        basis, run = (meeting.meeting_id, []) if meeting.held else (basis, [*run, meeting])
    return (basis, run) if len(run) >= case.policy["missed_streak"] else None


def agreement_stalled(case: Case) -> Says | None:
    if case.state != "proposed":
        return None
    n, d = case.policy["stalled_agreement_days"], case.date(case.proposed)
    watch = Deadline("watch", case.after(n, d), ADMINISTRATOR)
    red = Deadline("red", case.after(2 * n, d), ADMINISTRATOR)
    return Says("proposed", [case.proposed.id], [watch, red])


def conflict_unanswered(case: Case) -> Says | None:
    if case.state == "silent":
        return None
    answered = {fact.data["conflict_id"] for fact in case.all("ConflictAnswered")}
    pending = {meeting.meeting_id for meeting in case.meetings if meeting.pending}
    for fact in case.all("ConflictRaised"):
        if fact.data["conflict_id"] not in answered and fact.data["meeting_id"] in pending:
            due_at = case.after(case.policy["conflict_answer_days"], case.date(fact))
            deadline = Deadline("red", due_at, ADMINISTRATOR)
            return Says(fact.data["conflict_id"], [fact.id], [deadline])
    return None


def check_in_overdue(case: Case) -> Says | None:
    if case.state != "active":
        return None
    grace, i = case.policy["check_in_grace_days"], 1
    recorded = case.all("CheckInRecorded")
    while (k := check_in_day(case.policy, i)) is not None:
        falls_on = case.count(case.begin, k)
        if falls_on > case.ends_on:
            return None
        if not check_in_done(case, recorded, falls_on - grace):
            deadline = Deadline("red", case.after(grace, falls_on), ADMINISTRATOR)
            return Says(f"check-in-{i}", [case.activated.id], [deadline])
        i += 1
    return None


def check_in_day(policy: dict[str, Any], i: int) -> int | None:
    """k(i): check_in_days, then every check_in_every_days after the last of them; 0: none."""
    days, every = policy["check_in_days"], policy["check_in_every_days"]
    if i <= len(days):
        return int(days[i - 1])
    return int(days[-1] + (i - len(days)) * every) if days and every else None


def check_in_done(case: Case, recorded: Sequence[Fact], since: int) -> bool:
    """For mentor and for mentee each there is one whose date is late enough."""
    talked = {fact.data["with"] for fact in recorded if case.date(fact) >= since}
    return talked >= {"mentor", "mentee"}


def not_ended(case: Case) -> Says | None:
    if case.state != "active":
        return None
    due_at = case.after(case.policy["not_ended_days"], case.ends_on)
    return Says("end", [case.all(*TERMS)[-1].id], [Deadline("red", due_at, ADMINISTRATOR)])


Rule = Callable[[Case], Says | None]

RULES: dict[str, Rule] = {
    "agreement-stalled": agreement_stalled,
    "check-in-overdue": check_in_overdue,
    "conflict-unanswered": conflict_unanswered,
    "missed-streak": missed_streak,
    "no-meeting": no_meeting,
    "no-next-meeting": no_next_meeting,
    "no-progress": no_progress,
    "not-ended": not_ended,
}
