"""AsyncAPI 3.1 documents of what each service says on Kafka, generated from the events."""

import json
from collections.abc import Mapping
from typing import Any

from shared.events.enrollment import PEOPLE_TOPIC
from shared.events.event import Event, encode, event_type
from shared.events.examples.find import example
from shared.events.producers import PRODUCERS, Producer
from shared.events.schema import components
from shared.events.wire import HEADERS, PERSON, STREAM_KEY, WATERMARK, WATERMARKS_TOPIC

PARTITIONED = {"partitions": 6, "topicConfiguration": {"retention.ms": -1}}
COMPACTED = {"topicConfiguration": {"cleanup.policy": ["compact"]}}
KAFKA_BINDING = "0.5.0"


def asyncapi(service: str) -> dict[str, Any]:
    """Everything the service `enrollment`, `partnerships` or `accountability` publishes."""
    producer = PRODUCERS[service]
    channels = {"events": events_channel(producer), **side_channels(producer)}
    return {
        "asyncapi": "3.1.0",
        "info": info(producer),
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": {name: send(name) for name in channels},
        "components": {
            "messages": messages(producer.vocabulary),
            "schemas": components(
                list(producer.vocabulary.values()), "#/components/schemas/{name}"
            ),
        },
    }


def info(producer: Producer) -> dict[str, Any]:
    return {
        "title": f"Mentoring: {producer.name}",
        "version": "1.0.0",
        "description": (
            "CloudEvents 1.0 in Kafka's binary mode. The key is the stream, so that a stream is in "
            "order; a record may come twice after a crash: drop it by `ce_id`, or by `ce_subject` "
            "and `ce_sequence`. Ignore fields that you do not know."
        ),
    }


def events_channel(producer: Producer) -> dict[str, Any]:
    return {
        "address": producer.topic,
        "description": f"All facts that {producer.name} says, forever.",
        "messages": {
            event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}
            for event in producer.vocabulary.values()
        },
        "bindings": {"kafka": {**PARTITIONED, "bindingVersion": KAFKA_BINDING}},
    }


def side_channels(producer: Producer) -> dict[str, Any]:
    watermarks = compacted(
        WATERMARKS_TOPIC, "Everything recorded until then is published.", WATERMARK
    )
    people = compacted(PEOPLE_TOPIC, "Names and addresses; a tombstone erases.", PERSON)
    return {
        "watermarks": watermarks,
        **({"people": people} if producer.name == "enrollment" else {}),
    }


def compacted(topic: str, description: str, message: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "address": topic,
        "description": description,
        "messages": {message["name"]: message},
        "bindings": {"kafka": {**COMPACTED, "bindingVersion": KAFKA_BINDING}},
    }


def send(channel: str) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}}


def messages(vocabulary: Mapping[str, type[Event]]) -> dict[str, Any]:
    return {event.__name__: message(event) for event in vocabulary.values()}


def message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event_type(event),
        "title": event.__name__,
        "headers": headers(event),
        "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
        "bindings": {"kafka": {"key": STREAM_KEY, "bindingVersion": KAFKA_BINDING}},
        "examples": [{"name": "canonical", "payload": json.loads(encode(example(event)))}],
    }


def headers(event: type[Event]) -> dict[str, Any]:
    properties = {**HEADERS["properties"], "ce_type": {"const": event_type(event)}}
    return {**HEADERS, "properties": properties}
