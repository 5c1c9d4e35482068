"""What was said in an older version is read for ever, and comes out in the newest."""

from pathlib import Path

import msgspec
import pytest

from shared.events.accountability import VOCABULARY, AlertSnoozed
from shared.events.documents import asyncapi
from shared.events.event import Event, event_name, event_type
from shared.events.examples.find import example
from shared.events.producers import PRODUCERS
from shared.vocabulary import UnknownTypeError, decode
from tests.support.examples import EVERY_EVENT

GOLDEN = Path(__file__).parent / "golden"


def test_a_snooze_without_a_reason_is_one_for_which_nobody_gave_one() -> None:
    first = (GOLDEN / "mentoring.AlertSnoozed.v1.json").read_bytes()
    newest = decode("mentoring.AlertSnoozed.v2", as_v2(first), VOCABULARY)
    assert decode("mentoring.AlertSnoozed.v1", first, VOCABULARY) == newest
    assert newest == msgspec.structs.replace(example(AlertSnoozed), reason=None)


def as_v2(first: bytes) -> bytes:
    """Add the field by hand, as the JSON that it is."""
    return first.strip().removesuffix(b"}") + b',"reason":null}'


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.__name__)
def test_every_version_is_read_as_the_newest_of_its_name(event: type[Event]) -> None:
    newest = max(
        (other for other in EVERY_EVENT if event_name(other) == event_name(event)),
        key=lambda other: other.VERSION,
    )
    producer = next(p for p in PRODUCERS.values() if event_type(event) in p.vocabulary)
    golden = (GOLDEN / f"{event_type(event)}.json").read_bytes()
    assert type(decode(event_type(event), golden, producer.vocabulary)) is newest


def test_a_version_of_the_future_is_not_guessed_at() -> None:
    golden = (GOLDEN / "mentoring.AlertSnoozed.v2.json").read_bytes()
    with pytest.raises(UnknownTypeError, match=r"AlertSnoozed\.v3"):
        decode("mentoring.AlertSnoozed.v3", golden, VOCABULARY)


def test_readers_are_told_of_both_versions() -> None:
    messages = asyncapi("accountability")["components"]["messages"]
    names = {message["name"] for message in messages.values()}
    assert {"mentoring.AlertSnoozed.v1", "mentoring.AlertSnoozed.v2"} <= names
