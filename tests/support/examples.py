"""Test data: every event of the language; its example is `shared.events.examples.find.example`."""

from shared.events.event import Event
from shared.events.producers import PRODUCERS

EVERY_EVENT: tuple[type[Event], ...] = tuple(
    event for producer in PRODUCERS.values() for event in producer.vocabulary.values()
)
