"""The JSON of every event is as written down here: readers depend on each field."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from shared.events.event import Event, canonical, encode, event_type, own_digest
from shared.events.examples.find import EXAMPLES, example
from shared.events.schema import schema
from tests.contract.events.fields import FIELDS
from tests.support.examples import EVERY_EVENT

GOLDEN = Path(__file__).parent / "golden"
every_event = pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.__name__)


def golden(event: type[Event]) -> bytes:
    return (GOLDEN / f"{event_type(event)}.json").read_bytes()


def test_every_event_of_the_language_exists_and_has_an_example() -> None:
    assert {event.__name__ for event in EVERY_EVENT} == set(FIELDS)
    assert set(EXAMPLES) == set(EVERY_EVENT)


@every_event
def test_the_fields_are_those_of_the_language(event: type[Event]) -> None:
    assert list(event.__struct_encode_fields__) == FIELDS[event.__name__]


@every_event
def test_an_event_is_written_as_it_always_was(event: type[Event]) -> None:
    assert json.loads(encode(example(event))) == json.loads(golden(event))
    assert encode(example(event)) + b"\n" == golden(event)


@every_event
def test_what_was_written_is_read_again(event: type[Event]) -> None:
    assert msgspec.json.decode(golden(event), type=event) == example(event)


@every_event
def test_an_unknown_field_is_ignored(event: type[Event]) -> None:
    richer = json.dumps({**json.loads(golden(event)), "mood": "sunny"})
    assert msgspec.json.decode(richer, type=event) == example(event)


@every_event
def test_a_missing_field_is_noticed(event: type[Event]) -> None:
    for field in FIELDS[event.__name__]:
        poorer = {name: value for name, value in json.loads(golden(event)).items() if name != field}
        with pytest.raises(msgspec.ValidationError, match=f"`{field}`"):
            msgspec.json.decode(json.dumps(poorer), type=event)


@every_event
def test_an_event_satisfies_its_schema(event: type[Event]) -> None:
    Draft202012Validator.check_schema(schema(event))
    Draft202012Validator(schema(event)).validate(json.loads(golden(event)))


@pytest.mark.parametrize("name", ["TermsPublished", "AgreementDrafted"])
def test_a_digest_is_of_everything_else_in_the_event(name: str) -> None:
    event = next(event for event in EVERY_EVENT if event.__name__ == name)
    data = json.loads(golden(event))
    assert data.pop("digest") == own_digest(example(event))


def test_canonical_json_sorts_keys_at_every_level_and_keeps_numbers_as_written() -> None:
    published = next(e for e in EXAMPLES.values() if type(e).__name__ == "TermsPublished")
    text = canonical(published)
    assert (
        text
        == json.dumps(
            json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
    )
    assert b'"watch_factor":1.5' in text
