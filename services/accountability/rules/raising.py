"""How an alert is raised and how its level changes: what is said, and who is told."""

from hashlib import sha1
from typing import NamedTuple
from uuid import UUID

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
    return uuid5_text(f"{case.partnership_id}/{key}/{number}")


def uuid5_text(name: str) -> str:
    """Write `uuid5(NAMESPACE, name)` as text, at a third of the cost."""
    digest = bytearray(sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _tell(alert: OpenAlert, entry: Entry, level: LevelIndex) -> tuple[Told, ...]:
    """Tell the lower levels' roles who were not told yet, then those of this level in any case."""
    now: list[Told] = []
    for reached, roles in entry.tells.items():
        if reached <= level:
            now += [
                role
                for role in roles
                if role not in now and (reached == level or role not in alert.told)
            ]
    alert.told += [role for role in now if role not in alert.told]
    return tuple(now)
