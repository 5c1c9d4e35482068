"""`conflict-unanswered`: a manager's claim to a meeting's time still has no answer."""

from services.accountability.calendar import after
from services.accountability.case.state import Case, Conflict, Finding
from services.accountability.rules.silence import RED


def conflict_unanswered(case: Case) -> Finding | None:
    if case.proposed is None or case.ended:
        return None
    for conflict in case.conflicts:
        if conflict.conflict_id not in case.answered and _pending(case, conflict):
            days = case.policy.conflict_answer_days
            due, _ = after(case.time_zone, case.paused, days, conflict.raised.day)
            return Finding(conflict.conflict_id, [conflict.raised.event_id], [(due, RED)])
    return None


def _pending(case: Case, conflict: Conflict) -> bool:
    meeting = case.schedule.meetings.get(conflict.meeting_id)
    if meeting is None:
        return False
    return meeting.scheduled and meeting.report is None and not meeting.cancelled
