"""What an alert means, in a sentence that anybody understands."""

from collections.abc import Mapping

from services.accountability.alerts.alert import Alert
from shared.events.accountability import AlertLevel, Rule

_STARTED = {
    "no-meeting": "They have not met since they could start.",
    "no-next-meeting": "They have not met since they could start, and no meeting is planned.",
    "no-progress": "No progress was reported since they could start.",
    "missed-streak": "Every meeting since they could start failed.",
}
_SINCE = {
    "no-meeting": "They have not met since the meeting {basis}.",
    "no-next-meeting": "No meeting is planned since they met in the meeting {basis}.",
    "no-progress": "No progress was reported since the report {basis}.",
    "missed-streak": "Every meeting since the meeting {basis} failed.",
}
_OTHER: Mapping[Rule, str] = {
    "agreement-stalled": "The partnership was proposed, and not all four have signed an agreement.",
    "check-in-overdue": "The administrator has not yet talked with both of the pair ({basis}).",
    "conflict-unanswered": "A manager raised the conflict {basis}, and nobody has answered it.",
    "not-ended": "The agreement's last day has passed, and nobody has said how it ended.",
}
_LEVELS: Mapping[AlertLevel, str] = {
    "watch": "The people concerned are reminded.",
    "red": "The administrator is asked to act.",
    "managers": "The managers of both are told.",
    "decision": "The administrator is asked to decide how it goes on.",
}


def basis_in_words(alert: Alert) -> str:
    if alert.rule in _OTHER:
        return _OTHER[alert.rule].format(basis=alert.basis)
    words = _STARTED if alert.basis == "start" else _SINCE
    return words[alert.rule].format(basis=alert.basis)


def level_in_words(level: AlertLevel) -> str:
    return _LEVELS[level]
