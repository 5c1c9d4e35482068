"""An alert as it is answered."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.accountability.alerts.alert import Alert
from services.accountability.viewer import View
from services.accountability.words import basis_in_words, level_in_words
from shared.events.accountability import HandlingEvent


def alert_answer(alert: Alert, day: date | None, view: View = "full") -> Mapping[str, Any]:
    """Make the answer; `day` is when that happened on which the alert rests."""
    closing = alert.closing
    return {
        "alert_id": alert.alert_id,
        "partnership_id": alert.partnership_id,
        "program_id": alert.program_id,
        "rule": alert.rule,
        "basis": alert.basis,
        "says": basis_in_words(alert, day),
        "level": alert.level,
        "asks": level_in_words(alert.level),
        "due_at": alert.due_at,
        "raised_at": alert.raised_at,
        "reached_at": alert.reached_at,
        "told": alert.told,
        "evidence": alert.evidence,
        "state": "open" if closing is None else closing.closed_as,
        "closed_at": closing and closing.closed_at,
        "closed_reason": closing and closing.reason,
        "acknowledged": _handling(alert.acknowledged, view),
        "snoozed": _handling(alert.snoozed, view),
        "dismissed": _handling(alert.dismissed, view),
    }


def _handling(event: HandlingEvent | None, view: View) -> Mapping[str, Any] | None:
    if event is None:
        return None
    told: dict[str, datetime | Any] = {"at": event.at}
    told |= {name: getattr(event, name) for name in ("until",) if hasattr(event, name)}
    if view == "full":
        told |= {name: getattr(event, name) for name in ("by", "reason") if hasattr(event, name)}
    return told
