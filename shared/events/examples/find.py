"""The one canonical example of each event: what documents show and tests start from."""

from collections.abc import Mapping
from typing import TypeVar

from shared.events.event import Event
from shared.events.examples import accountability, enrollment, partnerships

E = TypeVar("E", bound=Event)

EXAMPLES: Mapping[type[Event], Event] = {
    type(event): event
    for event in (*enrollment.EXAMPLES, *partnerships.EXAMPLES, *accountability.EXAMPLES)
}


def example(event: type[E]) -> E:
    found = EXAMPLES[event]
    if not isinstance(found, event):
        raise TypeError(f"the example of {event.__name__} is a {type(found).__name__}")
    return found
