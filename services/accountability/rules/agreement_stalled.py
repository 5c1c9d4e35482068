"""`agreement-stalled`: proposed long ago, and still not signed by all four."""

from services.accountability.calendar import after
from services.accountability.case.state import Case, Finding
from services.accountability.rules.silence import RED, WATCH


def agreement_stalled(case: Case) -> Finding | None:
    if case.proposed is None or case.activated is not None or case.ended:
        return None
    days, since = case.policy.stalled_agreement_days, case.proposed.day
    watch, _ = after(case.time_zone, case.paused, days, since)
    red, _ = after(case.time_zone, case.paused, 2 * days, since)
    return Finding("proposed", [case.proposed.event_id], [(watch, WATCH), (red, RED)])
