"""The documents that readers of our topics program against."""

import json
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from shared.events.documents import asyncapi
from shared.events.enrollment import TermsPublished
from shared.events.event import encode
from shared.events.examples.find import example
from shared.events.partnerships import CheckInRecorded, MeetingCancelled
from shared.events.producers import PRODUCERS
from shared.events.reasons import REASONS
from shared.events.schema import schema, schemas
from shared.events.terms import Policy


def with_policy(**changed: Any) -> Any:
    data = json.loads(encode(example(TermsPublished)))
    return {**data, "policy": {**data["policy"], **changed}}


@pytest.mark.parametrize("factor", [1, 1.5, 2.75])
def test_a_factor_is_a_number_of_at_least_one(factor: float) -> None:
    Draft202012Validator(schema(TermsPublished)).validate(with_policy(watch_factor=factor))


@pytest.mark.parametrize(
    "wrong",
    [
        {"watch_factor": 0.99},
        {"watch_factor": "1.5"},
        {"missed_streak": 0},
        {"managers_after_days": 0},
        {"check_in_days": [-1]},
        {"first_meeting_days": 1.5},
    ],
)
def test_schema_and_reader_refuse_the_same_policies(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(schema(TermsPublished)).validate(with_policy(**wrong))
    if wrong != {"watch_factor": "1.5"}:  # a reader forgives a number in quotes
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(json.dumps(wrong), type=Policy)


def test_reasons_are_one_enumeration() -> None:
    assert schema(MeetingCancelled)["properties"]["reason"] == {"$ref": "#/$defs/Reason"}
    assert schema(MeetingCancelled)["$defs"]["Reason"]["enum"] == list(REASONS)
    assert {"type": "null"} in schema(CheckInRecorded)["properties"]["obstacle"]["anyOf"]


@pytest.mark.parametrize("service", PRODUCERS)
def test_every_event_is_in_the_document_with_an_example_that_is_valid(service: str) -> None:
    document = asyncapi(service)
    messages = document["components"]["messages"]
    assert document["channels"]["events"]["address"] == PRODUCERS[service].topic
    assert {message["name"] for message in messages.values()} == set(PRODUCERS[service].vocabulary)
    for name, message in messages.items():
        validator = Draft202012Validator(
            {**message["payload"], "components": document["components"]}
        )
        validator.validate(message["examples"][0]["payload"])
        assert name in document["channels"]["events"]["messages"]


@pytest.mark.parametrize("service", PRODUCERS)
def test_no_reference_leads_nowhere(service: str) -> None:
    document = asyncapi(service)
    for reference in references(document):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [found for item in part for found in references(item)]
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for item in part.values() for found in references(item)]
    return []


def test_schemas_are_found_by_type() -> None:
    found = schemas(PRODUCERS["partnerships"].vocabulary)
    assert found["mentoring.MeetingHeld.v1"]["$id"] == "/schemas/mentoring.MeetingHeld.v1"
