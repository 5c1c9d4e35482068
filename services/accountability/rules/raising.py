"""How an alert is raised and how its level changes: what is said, and who is told."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid5

from services.accountability.calendar import Tick, instant
from services.accountability.case.state import Case, Finding, LevelIndex, OpenAlert
from services.accountability.rules.catalog import LEVELS, RULES, Entry
from services.accountability.said import AlertEased, AlertEscalated, AlertRaised
from shared.events.accountability import Told

NAMESPACE = UUID("6f1d7a3e-5a0c-5c1e-9b1e-0a3d2c4b5e6f")


class Occasion(NamedTuple):
    """When a level was due, when that was known, and by which event (None: time did it)."""

    due: Tick
    at: Tick
    by: str | None


def raise_alert(
    case: Case, rule: int, finding: Finding, level: LevelIndex, occasion: Occasion
) -> AlertRaised:
    entry = RULES[rule]
    alert = OpenAlert(_alert_id(case, entry, finding.basis), finding.basis, level, occasion.due, [])
    case.alerts[rule] = alert
    return AlertRaised(
        alert_id=alert.alert_id,
        partnership_id=case.partnership_id,
        program_id=case.program_id,
        rule=entry.name,
        basis=finding.basis,
        level=LEVELS[level],
        due_at=instant(occasion.due),
        raised_at=instant(occasion.at),
        evidence=tuple(finding.evidence),
        tell=_tell(alert, entry, level),
        by_event=occasion.by,
    )


def escalate(
    case: Case, rule: int, alert: OpenAlert, level: LevelIndex, occasion: Occasion
) -> AlertEscalated:
    entry = RULES[rule]
    alert.level = level
    return AlertEscalated(
        alert_id=alert.alert_id,
        partnership_id=case.partnership_id,
        program_id=case.program_id,
        rule=entry.name,
        level=LEVELS[level],
        due_at=instant(occasion.due),
        raised_at=instant(occasion.at),
        tell=_tell(alert, entry, level),
        by_event=occasion.by,
    )


def ease(case: Case, rule: int, alert: OpenAlert, level: LevelIndex, by: str) -> AlertEased:
    alert.level = level
    return AlertEased(
        alert_id=alert.alert_id,
        partnership_id=case.partnership_id,
        program_id=case.program_id,
        rule=RULES[rule].name,
        level=LEVELS[level],
        at=instant(case.at),
        by_event=by,
    )


def _alert_id(case: Case, entry: Entry, basis: str) -> str:
    """Name the alert after its place in the history, so that every fold gives it the same id."""
    key = f"{entry.name}/{basis}"
    number = case.raised.get(key, 0)
    case.raised[key] = number + 1
    return str(uuid5(NAMESPACE, f"{case.partnership_id}/{key}/{number}"))


def _tell(alert: OpenAlert, entry: Entry, level: LevelIndex) -> tuple[Told, ...]:
    """Tell the lower levels' roles who were not told yet, then those of this level in any case."""
    lower = [role for below, roles in entry.tells.items() if below < level for role in roles]
    now = _once([role for role in lower if role not in alert.told] + list(entry.tells[level]))
    alert.told = list(_once([*alert.told, *now]))
    return now


def _once(roles: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(dict.fromkeys(roles))
