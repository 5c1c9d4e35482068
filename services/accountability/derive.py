"""The fold on files: structured CloudEvents in, one a line; alert events out, in canonical JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from services.accountability.calendar import tick
from services.accountability.case.state import Case
from services.accountability.facts import Fact, UnreadableError
from services.accountability.fold import advance, begin, heard, step
from services.accountability.narrow import Aware
from services.accountability.outlines import differences, picture
from services.accountability.policy import Replacement, with_policy
from services.accountability.said import Derived
from shared.events.event import canonical
from shared.events.partnerships import SOURCE

_PREFIX = "partnership-"


class MalformedLineError(Exception):
    """A line that is no structured CloudEvent of a partnership."""


class Line(msgspec.Struct):
    """A structured CloudEvent; what else it carries is not looked at."""

    id: str
    source: str
    subject: str
    type: str
    recordedtime: Aware
    sequence: str | int
    time: Aware | None = None
    data: msgspec.Raw = msgspec.Raw(b"{}")


class Loose(msgspec.Struct):
    """What has to be known of a line to leave it alone."""

    source: Any = None
    subject: Any = None
    sequence: Any = None


@dataclass(kw_only=True, slots=True)
class History:
    """One partnership as far as it was read."""

    case: Case
    said: list[Derived] = field(default_factory=list)
    over: bool = False  # an event after `until` was seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Folds lines of any number of partnerships, each in stream order."""

    until: datetime
    policy: Replacement | None = None
    histories: dict[str, History] = field(default_factory=dict)

    def hear(self, number: int, line: bytes) -> None:
        try:
            event = _lines.decode(line)
        except msgspec.ValidationError as error:
            self._leave_alone(number, line, error)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise MalformedLineError(f"line {number}: {error}") from error
        else:
            self._fold(number, event)

    def _fold(self, number: int, line: Line) -> None:
        history = self._history(line.source, line.subject)
        if history is None or history.over:
            return
        sequence = _sequence(line.sequence)
        if sequence is None:
            raise MalformedLineError(f"line {number}: sequence {line.sequence!r} is not a number")
        if heard(history.case, sequence):
            return
        if max(history.case.at, tick(line.recordedtime)) > tick(self.until):
            history.over = True
            return
        try:
            history.said += step(history.case, self._fact(line, sequence))
        except UnreadableError as error:
            raise MalformedLineError(f"line {number}: {line.subject}: {error}") from error

    def _fact(self, line: Line, sequence: int) -> Fact:
        fact = Fact(
            id=line.id,
            sequence=sequence,
            type=line.type,
            recorded=line.recordedtime,
            time=line.time,
            data=bytes(line.data),
        )
        return fact if self.policy is None else with_policy(fact, self.policy)

    def _history(self, source: object, subject: object) -> History | None:
        """Find the partnership that the line is about, if it is about one."""
        if source != SOURCE or not isinstance(subject, str) or not subject.startswith(_PREFIX):
            return None
        partnership_id = subject.removeprefix(_PREFIX)
        if partnership_id not in self.histories:
            self.histories[partnership_id] = History(case=begin(partnership_id))
        return self.histories[partnership_id]

    def _leave_alone(self, number: int, line: bytes, error: msgspec.ValidationError) -> None:
        """Pass over a malformed line if it is none that would be folded."""
        try:
            loose = _loose.decode(line)
        except msgspec.ValidationError:
            raise MalformedLineError(f"line {number}: {error}") from error
        history = self._history(loose.source, loose.subject)
        if history is None or history.over:
            return
        sequence = _sequence(loose.sequence)
        if sequence is None or not heard(history.case, sequence):
            raise MalformedLineError(f"line {number}: {error}") from error


_lines = msgspec.json.Decoder(Line)
_loose = msgspec.json.Decoder(Loose)


def histories(
    lines: Iterable[bytes], until: datetime, policy: Replacement | None = None
) -> Mapping[str, History]:
    """Fold every partnership in the lines up to `until`."""
    reader = Reader(until=until, policy=policy)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            reader.hear(number, line)
    for history in reader.histories.values():
        history.said += advance(history.case, until)
    return reader.histories


def derive(
    lines: Iterable[bytes], until: datetime, policy: Replacement | None = None
) -> Iterator[bytes]:
    """Write the alert events by ascending partnership_id, then in the order they arose."""
    folded = histories(lines, until, policy)
    for partnership_id in sorted(folded):
        for said in folded[partnership_id].said:
            yield canonical({"data": said, "type": type(said).__name__}) + b"\n"


def as_of(lines: Iterable[bytes], until: datetime) -> Iterator[bytes]:
    """Write each partnership as it was known then, by ascending partnership_id."""
    folded = histories(lines, until)
    for partnership_id in sorted(folded):
        history = folded[partnership_id]
        yield canonical(picture(history.case, history.said)) + b"\n"


def what_if(lines: Sequence[bytes], until: datetime, policy: Replacement) -> Iterator[bytes]:
    """Write the alerts that appear, disappear or move under another policy."""
    before, after = histories(lines, until), histories(lines, until, policy)
    for partnership_id in sorted(before):
        for change in differences(before[partnership_id].said, after[partnership_id].said):
            yield canonical(change) + b"\n"


def _sequence(written: object) -> int | None:
    if isinstance(written, str) and written.isascii() and written.isdigit():
        return int(written)
    return written if isinstance(written, int) and not isinstance(written, bool) else None
