"""`not-ended`: the last day has passed, and nobody has said how it ended."""

from services.accountability.calendar import after
from services.accountability.case.state import Case, Finding
from services.accountability.rules.silence import RED


def not_ended(case: Case) -> Finding | None:
    if not case.active or case.agreement is None:
        return None
    days, ends_on = case.policy.not_ended_days, case.agreement.ends_on
    due, _ = after(case.time_zone, case.paused, days, ends_on)
    return Finding("end", [case.agreement.event_id], [(due, RED)])
