"""How facts look on Kafka besides their data: headers, keys, and the compacted topics."""

from typing import Any

WATERMARKS_TOPIC = "mentoring.watermarks"
INSTANT = {"type": "string", "format": "date-time"}
ID = {"type": "string", "format": "uuid"}
STREAM = "^(program|person|enrollment|partnership)-[0-9a-f-]{36}$"

STREAM_KEY: dict[str, Any] = {"type": "string", "pattern": STREAM}

HEADERS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "content-type": {"const": "application/json"},
        "ce_specversion": {"const": "1.0"},
        "ce_id": {**ID, "description": "The event's id."},
        "ce_source": {"type": "string", "pattern": "^/mentoring/[a-z]+$"},
        "ce_type": {"type": "string"},
        "ce_subject": {**STREAM_KEY, "description": "The stream."},
        "ce_time": {**INSTANT, "description": "When it happened."},
        "ce_recordedtime": {**INSTANT, "description": "When the service recorded it."},
        "ce_sequence": {
            "type": "string",
            "pattern": "^[0-9]{10}$",
            "description": "The version in its stream, from 1.",
        },
        "ce_partitionkey": STREAM_KEY,
        "ce_correlationid": ID,
        "ce_causationid": {**ID, "description": "The event that this one answers."},
        "ce_actor": {"type": "string", "description": "Who did it."},
        "ce_importedtime": {**INSTANT, "description": "When imported history was imported."},
        "traceparent": {"type": "string"},
    },
    "required": [
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_subject",
        "ce_time",
        "ce_recordedtime",
        "ce_sequence",
        "ce_partitionkey",
        "ce_correlationid",
        "ce_actor",
    ],
}

PERSON: dict[str, Any] = {
    "name": "person",
    "title": "Person",
    "description": "The newest name and address of a person; an empty value erases them.",
    "payload": {
        "type": ["object", "null"],
        "properties": {
            "person_id": ID,
            "name": {"type": "string"},
            "email": {"type": "string", "format": "email"},
        },
        "required": ["person_id", "name", "email"],
    },
    "bindings": {"kafka": {"key": ID, "bindingVersion": "0.5.0"}},
}

WATERMARK: dict[str, Any] = {
    "name": "watermark",
    "title": "Watermark",
    "description": "Everything recorded before `through` lies below these `offsets`.",
    "payload": {
        "type": "object",
        "properties": {
            "source": {"type": "string"},
            "topic": {"type": "string"},
            "through": INSTANT,
            "offsets": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
        "required": ["source", "topic", "through", "offsets"],
    },
    "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
}
