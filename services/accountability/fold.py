"""One fold: a partnership's facts in, alert events out. It reads no clock, database or environment.

`step` and `advance` change the case they are given; a fact that is refused leaves it as it was.
"""

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from services.accountability.calendar import NEVER, Tick, instant, tick
from services.accountability.case.evolve import evolve
from services.accountability.case.meetings import Cause
from services.accountability.case.state import Case, Finding, LevelIndex, OpenAlert
from services.accountability.facts import Fact, read, refuse_unknown_version
from services.accountability.narrow import Read
from services.accountability.rules.catalog import RULES, touched
from services.accountability.rules.closing import Closing, close
from services.accountability.rules.raising import Occasion, ease, escalate, raise_alert
from services.accountability.said import Derived


class GapError(Exception):
    """A fact is missing in a stream."""

    def __init__(self, stream: str, expected: int, got: int) -> None:
        super().__init__(f"{stream}: expected sequence {expected}, got {got}")
        self.stream = stream
        self.expected = expected
        self.got = got


def begin(partnership_id: str) -> Case:
    return Case(partnership_id=partnership_id)


def next_due_at(case: Case) -> datetime | None:
    """Tell when time alone would next change something; None: never."""
    return None if case.next_due >= NEVER else instant(case.next_due)


def heard(case: Case, sequence: int) -> bool:
    """Tell whether this sequence was folded before, whatever else the fact says."""
    return 1 <= sequence <= case.version


def fold(case: Case, facts: Iterable[Fact], until: datetime | None = None) -> list[Derived]:
    """Step through the facts known at `until`, then let time pass up to it."""
    said: list[Derived] = []
    for fact in facts:
        if heard(case, fact.sequence):
            continue
        if until is not None and max(case.at, tick(fact.recorded)) > tick(until):
            break
        said += step(case, fact)
    if until is not None:
        said += advance(case, until)
    return said


def step(case: Case, fact: Fact, *, live: bool = False) -> list[Derived]:
    """Let time pass up to when the fact was recorded, then fold it.

    Live, a known fact in an unknown version is refused; else it is an unknown fact.
    """
    if heard(case, fact.sequence):
        return []
    if fact.sequence != case.version + 1:
        raise GapError(f"partnership-{case.partnership_id}", case.version + 1, fact.sequence)
    if live:
        refuse_unknown_version(fact)
    known = read(fact)
    at = max(case.at, tick(fact.recorded))
    said = _advance(case, at)
    case.version, case.at = fact.sequence, at
    if known is not None:
        moment = at if fact.time is None else min(at, tick(fact.time))
        said += _fold_known(case, known, Cause(fact.id, fact.sequence, at, moment))
    return said


def advance(case: Case, until: datetime) -> list[Derived]:
    """Let time pass: everything that is due by `until` is said, each with its own due time."""
    return _advance(case, tick(until))


def _advance(case: Case, until: Tick) -> list[Derived]:
    case.advanced = max(case.advanced, until)
    if until < case.next_due:
        return []
    ripe = sorted(
        (due, rule, level)
        for rule, finding in enumerate(case.findings)
        if finding is not None
        for due, level in finding.deadlines
        if due <= until
    )
    return [said for due, rule, level in ripe for said in _fire(case, rule, level, due)]


def _fire(case: Case, rule: int, level: LevelIndex, due: Tick) -> list[Derived]:
    finding, alert = case.findings[rule], case.alerts[rule]
    occasion = Occasion(due=due, at=due, by=None)
    said: list[Derived] = []
    if finding is not None and alert is None:
        said.append(raise_alert(case, rule, finding, level, occasion))
    elif alert is not None and level > alert.level:
        said.append(escalate(case, rule, alert, level, occasion))
    case.due[rule] = _next_due(finding, case.alerts[rule])
    return said


def _fold_known(case: Case, fact: Read, cause: Cause) -> list[Derived]:
    changes, gone = evolve(case, fact, cause)
    closing = Closing(fact=fact, by=cause.event_id, gone=gone)
    said: list[Derived] = []
    for rule in touched(changes):
        finding = RULES[rule].says(case)
        if finding is None and case.findings[rule] is None:
            continue
        case.findings[rule] = finding
        said += _reconcile(case, rule, finding, closing)
        case.due[rule] = _next_due(finding, case.alerts[rule])
    return said


def _reconcile(case: Case, rule: int, finding: Finding | None, closing: Closing) -> list[Derived]:
    """Close what no longer holds, then raise what holds or follow its level."""
    due = [deadline for deadline in finding.deadlines if deadline[0] <= case.at] if finding else []
    alert = case.alerts[rule]
    said: list[Derived] = []
    if alert is not None and (finding is None or alert.basis != finding.basis or not due):
        said.append(close(case, rule, alert, finding, closing))
        alert = None
    if finding is None or not due:
        return said
    at, level = max(due, key=itemgetter(1))
    occasion = Occasion(due=at, at=case.at, by=closing.by)
    if alert is None:
        said.append(raise_alert(case, rule, finding, level, occasion))
    elif level > alert.level:
        said.append(escalate(case, rule, alert, level, occasion))
    elif level < alert.level:
        said.append(ease(case, rule, alert, level, closing.by))
    return said


def _next_due(finding: Finding | None, alert: OpenAlert | None) -> Tick:
    """Find the earliest deadline that would raise the alert or its level."""
    if finding is None:
        return NEVER
    reached, soonest = -1 if alert is None else alert.level, NEVER
    for due, level in finding.deadlines:
        if level > reached and due < soonest:
            soonest = due
    return soonest
