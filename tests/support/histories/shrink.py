"""The smallest history that still shows a difference."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.support.histories.wire import Wire

Differs = Callable[[Sequence[Wire]], bool]


def shrunk(events: Sequence[Wire], differs: Differs) -> list[Wire]:
    """Leave out what can be left out, then make plain what can be plain."""
    smallest = list(events)
    while (smaller := next(filter(differs, simpler(smallest)), None)) is not None:
        smallest = smaller
    return smallest


def simpler(events: Sequence[Wire]) -> Iterator[list[Wire]]:
    for size in (16, 4, 2, 1):
        for place in reversed(range(0, len(events), size)):
            yield renumbered([*events[:place], *events[place + size :]])
    for place, event in enumerate(events):
        for change in plainer(event):
            yield [*events[:place], {**event, **change}, *events[place + 1 :]]


def plainer(event: Wire) -> Iterator[dict[str, Any]]:
    if event["time"] != event["recordedtime"]:
        yield {"time": event["recordedtime"]}
    for field in event["data"].get("policy", {}):
        policy = {name: value for name, value in event["data"]["policy"].items() if name != field}
        yield {"data": {**event["data"], "policy": policy}}
    if event["data"].get("time_zone", "UTC") != "UTC":
        yield {"data": {**event["data"], "time_zone": "UTC"}}


def renumbered(events: Sequence[Wire]) -> list[Wire]:
    """Close the holes that were made, and leave those that were there."""
    if not events:
        return []
    ranks = {old: new for new, old in enumerate(sorted({event["sequence"] for event in events}), 1)}
    return [{**event, "sequence": f"{ranks[event['sequence']]:010}"} for event in events]
