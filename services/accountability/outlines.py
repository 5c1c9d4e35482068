"""Alerts in outline, from what the fold said of them; and what differs between two folds."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from services.accountability.case.state import Case
from services.accountability.fold import next_due_at
from services.accountability.said import (
    AlertEased,
    AlertEscalated,
    AlertRaised,
    AlertResolved,
    AlertWithdrawn,
    Derived,
)
from shared.events.accountability import AlertLevel, Rule


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """The alert came to this level; an easing has no due time."""

    level: AlertLevel
    at: datetime
    due_at: datetime | None


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    how: Literal["resolved", "withdrawn"]
    reason: str
    at: datetime


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """One alert from its raise to its closing, if it was closed."""

    alert_id: str
    partnership_id: str
    program_id: str
    rule: Rule
    basis: str
    steps: tuple[Step, ...]
    closed: Closing | None = None


class Moved(msgspec.Struct, frozen=True, kw_only=True, tag="moves", tag_field="change"):
    before: Outline
    after: Outline


class Appeared(msgspec.Struct, frozen=True, kw_only=True, tag="appears", tag_field="change"):
    alert: Outline


class Disappeared(msgspec.Struct, frozen=True, kw_only=True, tag="disappears", tag_field="change"):
    alert: Outline


Difference: TypeAlias = Appeared | Disappeared | Moved


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What was known of a partnership at an instant, and the alerts that were open."""

    partnership_id: str
    state: Literal["unknown", "proposed", "active", "ended"]
    events: int
    next_due_at: datetime | None
    alerts: tuple[Outline, ...]


def outlines(said: Iterable[Derived]) -> dict[str, Outline]:
    """Draw every alert, in the order in which they were raised."""
    drawn: dict[str, Outline] = {}
    for event in said:
        drawn[event.alert_id] = _drawn(drawn.get(event.alert_id), event)
    return drawn


def _drawn(outline: Outline | None, event: Derived) -> Outline:
    if isinstance(event, AlertRaised):
        return Outline(
            alert_id=event.alert_id,
            partnership_id=event.partnership_id,
            program_id=event.program_id,
            rule=event.rule,
            basis=event.basis,
            steps=(_step(event),),
        )
    if outline is None:
        raise ValueError(f"{event.alert_id} was never raised")
    if isinstance(event, AlertResolved | AlertWithdrawn):
        return msgspec.structs.replace(outline, closed=_closing(event))
    return msgspec.structs.replace(outline, steps=(*outline.steps, _step(event)))


def _step(event: AlertRaised | AlertEscalated | AlertEased) -> Step:
    if isinstance(event, AlertEased):
        return Step(level=event.level, at=event.at, due_at=None)
    return Step(level=event.level, at=event.raised_at, due_at=event.due_at)


def _closing(event: AlertResolved | AlertWithdrawn) -> Closing:
    how: Literal["resolved", "withdrawn"] = (
        "resolved" if isinstance(event, AlertResolved) else "withdrawn"
    )
    return Closing(how=how, reason=event.reason, at=event.at)


def differences(before: Iterable[Derived], after: Iterable[Derived]) -> Iterator[Difference]:
    """Compare two folds of the same facts: an alert's id does not depend on the policy.

    An alert moves if a level comes at another instant, or was due at another, or it closes so.
    """
    one, other = outlines(before), outlines(after)
    for alert_id, outline in one.items():
        if alert_id not in other:
            yield Disappeared(alert=outline)
        elif outline != other[alert_id]:
            yield Moved(before=outline, after=other[alert_id])
    for alert_id, outline in other.items():
        if alert_id not in one:
            yield Appeared(alert=outline)


def picture(case: Case, said: Sequence[Derived]) -> Picture:
    drawn = outlines(said).values()
    return Picture(
        partnership_id=case.partnership_id,
        state=_state(case),
        events=case.version,
        next_due_at=next_due_at(case),
        alerts=tuple(outline for outline in drawn if outline.closed is None),
    )


def _state(case: Case) -> Literal["unknown", "proposed", "active", "ended"]:
    if case.proposed is None:
        return "unknown"
    if case.ended:
        return "ended"
    return "proposed" if case.activated is None else "active"
