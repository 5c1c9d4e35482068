"""Who says what, and where: the services as producers of events."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.events import accountability, enrollment, partnerships
from shared.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Producer:
    """A service seen from outside: its CloudEvents source, its topic, its vocabulary."""

    name: str
    source: str
    topic: str
    vocabulary: Mapping[str, type[Event]]


PRODUCERS: Mapping[str, Producer] = {
    "enrollment": Producer(
        name="enrollment",
        source=enrollment.SOURCE,
        topic=enrollment.TOPIC,
        vocabulary=enrollment.VOCABULARY,
    ),
    "partnerships": Producer(
        name="partnerships",
        source=partnerships.SOURCE,
        topic=partnerships.TOPIC,
        vocabulary=partnerships.VOCABULARY,
    ),
    "accountability": Producer(
        name="accountability",
        source=accountability.SOURCE,
        topic=accountability.TOPIC,
        vocabulary=accountability.VOCABULARY,
    ),
}
