"""Advance, evolve, reconcile: one partnership's stream and an instant -> its alert events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from tests.reference.case import Case
from tests.reference.closing import closing
from tests.reference.facts import Fact, known_until
from tests.reference.levels import LEVELS, TELL, Deadline, Says
from tests.reference.rules import RULES

NAMESPACE = UUID("6f1d7a3e-5a0c-5c1e-9b1e-0a3d2c4b5e6f")
AlertEvent = dict[str, Any]


@dataclass
class Alert:
    """An open alert: where it stands, and whom it has told, in that order."""

    alert_id: str
    basis: str
    level: str
    raised_due_at: datetime
    told: list[str]


@dataclass
class Fold:
    partnership_id: str
    case: Case
    open: dict[str, Alert] = field(default_factory=dict)
    raised: list[tuple[str, str]] = field(default_factory=list)
    events: list[AlertEvent] = field(default_factory=list)

    def advance(self, at: datetime) -> None:
        """Fire every deadline with due_at <= at, by (due_at, rule, level from low to high)."""
        due = [
            (deadline.due_at, name, LEVELS.index(deadline.level), deadline, says)
            for name, rule in RULES.items()
            if (says := rule(self.case))
            for deadline in says.deadlines
            if deadline.due_at <= at
        ]
        for due_at, name, rank, deadline, says in sorted(due, key=lambda entry: entry[:3]):
            alert = self.open.get(name)
            if alert is None:
                self.raise_alert(name, says, deadline, due_at, None)
            elif rank > LEVELS.index(alert.level):
                self.escalate(name, deadline, due_at, None)

    def take(self, fact: Fact) -> None:
        self.advance(fact.at)
        before = self.case
        self.case = Case([*before.facts, fact], before.replaced, before)
        for name in sorted(RULES):
            self.reconcile(name, fact, before)

    def reconcile(self, name: str, fact: Fact, before: Case) -> None:
        says = RULES[name](self.case)
        due = [each for each in says.deadlines if each.due_at <= fact.at] if says else []
        highest = max(due, key=lambda each: LEVELS.index(each.level), default=None)
        alert = self.open.get(name)
        if alert and (says is None or says.basis != alert.basis or highest is None):
            self.close(name, fact, before, says)
            alert = None
        if says is None or highest is None:
            return
        if alert is None:
            self.raise_alert(name, says, highest, fact.at, fact)
        elif LEVELS.index(highest.level) > LEVELS.index(alert.level):
            self.escalate(name, highest, fact.at, fact)
        elif highest.level != alert.level:
            alert.level = highest.level
            self.say("AlertEased", name, level=alert.level, at=fact.at, by_event=fact.id)

    def raise_alert(
        self, name: str, says: Says, deadline: Deadline, at: datetime, by: Fact | None
    ) -> None:
        # n counts from 0 the alerts raised before for the same rule and basis.
        n = self.raised.count((name, says.basis))
        self.raised.append((name, says.basis))
        alert_id = str(uuid5(NAMESPACE, f"{self.partnership_id}/{name}/{says.basis}/{n}"))
        alert = Alert(alert_id, says.basis, deadline.level, deadline.due_at, [])
        self.open[name] = alert
        self.say(
            "AlertRaised",
            name,
            basis=says.basis,
            evidence=says.evidence,
            level=deadline.level,
            due_at=deadline.due_at,
            raised_at=at,
            tell=self.tell(name, deadline),
            by_event=by.id if by else None,
        )

    def escalate(self, name: str, deadline: Deadline, at: datetime, by: Fact | None) -> None:
        self.open[name].level = deadline.level
        self.say(
            "AlertEscalated",
            name,
            level=deadline.level,
            due_at=deadline.due_at,
            raised_at=at,
            tell=self.tell(name, deadline),
            by_event=by.id if by else None,
        )

    def tell(self, name: str, deadline: Deadline) -> list[str]:
        """First the lower levels' roles not told yet, then this level's, told before or not."""
        told = self.open[name].told
        lower = LEVELS[: LEVELS.index(deadline.level)]
        roles = [role for level in lower for role in TELL[name].get(level, ()) if role not in told]
        tell = list(dict.fromkeys([*roles, *deadline.tell]))
        self.open[name].told = list(dict.fromkeys([*told, *tell]))
        return tell

    def close(self, name: str, fact: Fact, before: Case, says: Says | None) -> None:
        alert = self.open[name]
        event, reason = closing(
            name, alert.basis, alert.raised_due_at, fact, before=before, after=self.case, says=says
        )
        # Everybody this alert has told.
        self.say(event, name, reason=reason, at=fact.at, by_event=fact.id, tell=alert.told)
        del self.open[name]

    def say(self, event: str, rule: str, **data: Any) -> None:
        data |= {
            "alert_id": self.open[rule].alert_id,
            "partnership_id": self.partnership_id,
            "program_id": self.case.proposed.data["program_id"],
            "rule": rule,
        }
        self.events.append({"type": event, "data": data})


def fold(
    partnership_id: str,
    stream: Iterable[Mapping[str, Any]],
    until: datetime,
    policy: Mapping[str, Any],
) -> list[AlertEvent]:
    """Fold one stream of structured CloudEvents; `policy` replaces fields of the pinned one."""
    folded = Fold(partnership_id, Case([], policy))
    for fact in known_until(stream, until):
        folded.take(fact)
    folded.advance(until)
    return folded.events
