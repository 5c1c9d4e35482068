"""The fold as the live system does it: a case is stored between any two steps, woken when due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from services.accountability.case.state import Case
from services.accountability.facts import Fact
from services.accountability.fold import GapError, advance, begin, heard, next_due_at, step
from services.accountability.policy import replacement, with_policy
from services.accountability.said import Derived
from shared.events.event import canonical
from tests.reference.facts import PREFIX, SOURCE, decode, instant
from tests.support.folds import named
from tests.support.histories.wire import ENCODER


def live(lines: Sequence[str], until: datetime, policy: str | None = None) -> list[str]:
    """Fold one line after the other; between them the cases lie in the database."""
    try:
        return woken(lines, until, policy)
    except GapError as gap:
        return named(gap)


def woken(lines: Sequence[str], until: datetime, policy: str | None) -> list[str]:
    cases: dict[str, Alive] = {}
    for event in map(decode, lines):
        if event["source"] == SOURCE and event["subject"].startswith(PREFIX):
            partnership_id = event["subject"].removeprefix(PREFIX)
            cases.setdefault(partnership_id, Alive(partnership_id, until, policy)).hear(event)
    for case in cases.values():
        case.wake(until)
    return [line for _, case in sorted(cases.items()) for line in case.said]


class Alive:
    def __init__(self, partnership_id: str, until: datetime, policy: str | None) -> None:
        self.stored = msgspec.json.encode(begin(partnership_id))
        self.until = until
        self.policy = policy
        self.at = datetime.min.replace(tzinfo=until.tzinfo)
        self.said: list[str] = []

    def load(self) -> Case:
        return msgspec.json.decode(self.stored, type=Case)

    def store(self, case: Case, said: Sequence[Derived]) -> None:
        self.stored = msgspec.json.encode(case)
        self.said += [
            canonical({"data": each, "type": type(each).__name__}).decode() for each in said
        ]

    def wake(self, until: datetime) -> None:
        """Advance to each instant at which the case says that it is due, and to no other."""
        while (due := next_due_at(case := self.load())) is not None and due <= until:
            said = advance(case, due)
            assert said, "woken in vain"
            self.store(case, said)

    def hear(self, event: dict[str, Any]) -> None:
        case = self.load()
        at = max(self.at, instant(event["recordedtime"]))
        if heard(case, int(event["sequence"])) or at > self.until:
            self.at = self.at if heard(case, int(event["sequence"])) else at
            return
        self.at = at
        self.wake(at)
        case = self.load()
        self.store(case, step(case, self.fact(event)))

    def fact(self, event: dict[str, Any]) -> Fact:
        fact = Fact(
            id=event["id"],
            sequence=int(event["sequence"]),
            type=event["type"],
            recorded=instant(event["recordedtime"]),
            time=instant(event["time"]),
            data=ENCODER.encode(event["data"]),
        )
        return with_policy(fact, replacement(self.policy)) if self.policy else fact
