"""What an alert means, in a sentence that anybody understands."""

from collections.abc import Mapping
from datetime import date

from services.accountability.alerts.alert import Alert
from shared.events.accountability import AlertLevel, Rule

_STARTED = {
    "no-meeting": "They have not met since they could start.",
    "no-next-meeting": "They have not met since they could start, and no meeting is planned.",
    "no-progress": "No progress was reported since they could start.",
    "missed-streak": "Every meeting since they could start failed.",
}
_SINCE = {
    "no-meeting": "They have not met since {day}.",
    "no-next-meeting": "No meeting is planned since they met {on}.",
    "no-progress": "No progress was reported since {day}.",
    "missed-streak": "Every meeting since {day} failed.",
}
_OTHER: Mapping[Rule, str] = {
    "agreement-stalled": "The partnership was proposed, and not all four have signed an agreement.",
    "check-in-overdue": "The administrator has not yet talked with both of the pair ({basis}).",
    "conflict-unanswered": "A manager raised a conflict {on}, and nobody has answered it.",
    "not-ended": "The agreement's last day has passed, and nobody has said how it ended.",
}
_LEVELS: Mapping[AlertLevel, str] = {
    "watch": "The people concerned are reminded.",
    "red": "The administrator is asked to act.",
    "managers": "The managers of both are told.",
    "decision": "The administrator is asked to decide how it goes on.",
}


# `strftime` would follow the process's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def basis_in_words(alert: Alert, day: date | None) -> str:
    """Say what the alert rests on, which happened on `day`, if that is known."""
    since = _STARTED if alert.basis == "start" else _SINCE
    words = _OTHER.get(alert.rule) or since[alert.rule]
    said = day and f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return words.format(
        basis=alert.basis, day=said or "the last time", on=f"on {said}" if said else "last"
    )


def level_in_words(level: AlertLevel) -> str:
    return _LEVELS[level]
