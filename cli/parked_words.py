"""What is said about parked streams, for people and for programs."""

from typing import Any

from shared.events.event import written
from shared.intake import Sorted
from shared.parked import FOLLOWS, Parked, Waiting
from shared.release import Drop

_ADVICE = {
    FOLLOWS: "it waits behind another; if that was given up or is taken in, retry",
    "unreadable": (
        "the record is not an event as its relay writes them: find out who wrote it; drop gives "
        "it up, and events of the stream that come later are not lost"
    ),
    "gap": (
        "an event before it has not come: `mentoring streams say` says the whole stream again "
        "from its store, retry then takes it in; drop gives up what is missing and this event"
    ),
    "fork": (
        "another event is known under its number: the producer has lost that one and goes on "
        "without it; see how it was restored; drop gives up this event"
    ),
}
_VERSION = "a newer producer has said it: bring this service to the same release, then retry"
_FAULT = "it cannot be applied: correct the code or the data that fails, then retry"


def advice(reason: str) -> str:
    for beginning, words in _ADVICE.items():
        if reason.startswith(beginning):
            return words
    return _VERSION if "not known" in reason else _FAULT


def not_parked(streams: str) -> str:
    return f"not parked: {streams}; `mentoring parked list` tells what is"


def shown(record: Waiting) -> dict[str, Any]:
    raw = record.raw
    return {
        "topic": raw.topic,
        "partition": raw.partition,
        "offset": raw.offset,
        "version": record.version,
        "since": record.since,
        "reason": record.reason,
        "advice": advice(record.reason),
        "headers": {name: _text(value) for name, value in raw.headers},
        "data": _text(raw.value),
    }


def as_text(found: dict[str, Any]) -> str:
    lines = [f"{found['service']}: {found['topic']} {found['partition']} at {found['offset']}"]
    lines += [f"  since: {written(found['since'])}"]
    lines += [f"  {name}: {found[name]}" for name in ("version", "reason", "advice")]
    lines += [f"  {name}: {value}" for name, value in found["headers"].items()]
    return "\n".join([*lines, f"  {found['data']}"])


def outcome(taken: Sorted) -> dict[str, Any]:
    return {
        "taken_in": len(taken.new),
        "heard_before": len(taken.duplicates),
        "parked_again": len(taken.parked),
        "reason": _first_reason(taken.parked),
    }


def retried(found: dict[str, Any]) -> str:
    said = f"{found['service']}: {found['stream']}: {found['taken_in']} taken in"
    if found["heard_before"]:
        said += f", {found['heard_before']} heard before"
    if found["parked_again"]:
        said += f", {found['parked_again']} parked again: {found['reason']}"
    return said


def dropped(stream: str, found: Drop) -> dict[str, Any]:
    raw = found.record.raw
    return {
        "stream": stream,
        "topic": raw.topic,
        "partition": raw.partition,
        "offset": raw.offset,
        "reason": found.record.reason,
        "passed_over": list(found.passed_over),
        "behind": found.behind,
    }


def consequence(service: str, stream: str, found: Drop) -> str:
    raw, versions = found.record.raw, [str(version) for version in found.passed_over]
    lost = f"without {', '.join(versions)} of the stream" if versions else "with the whole stream"
    return (
        f"{service} gives up {raw.topic} {raw.partition} at {raw.offset} of {stream} "
        f"({found.record.reason}) and goes on {lost}; {found.behind} more wait behind it"
    )


def _first_reason(parked: list[Parked]) -> str | None:
    return next((each.reason for each in parked if each.reason != FOLLOWS), None)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="backslashreplace")
