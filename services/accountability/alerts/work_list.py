"""The order of a work list: the worst first, and of these the longest due."""

from services.accountability.alerts.alert import LEVELS, Alert


def urgency(alert: Alert) -> tuple[int, object, str]:
    return -LEVELS.index(alert.level), alert.due_at, str(alert.alert_id)
