"""JSON Schema (2020-12) of events, read off their structs and tidied for readers."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from shared.events.event import Event, event_type
from shared.events.reasons import REASONS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
REASON = {"title": "Reason", "description": "Why something did not go as agreed."}


def schema(event: type[Event]) -> dict[str, Any]:
    """Describe one event version, complete in itself; unknown fields are allowed."""
    parts = components([event], "#/$defs/{name}")
    document = {"$schema": DRAFT, "$id": f"/schemas/{event_type(event)}", **parts[event.__name__]}
    needed = {name: part for name, part in parts.items() if name != event.__name__}
    return {**document, "$defs": needed} if needed else document


def schemas(vocabulary: Mapping[str, type[Event]]) -> dict[str, dict[str, Any]]:
    """CloudEvents type -> schema, for everything one producer says."""
    return {name: schema(event) for name, event in vocabulary.items()}


def components(events: Sequence[type[Event]], ref_template: str) -> dict[str, Any]:
    """Describe events and the parts they share, by name, referring to each other."""
    _, found = msgspec.json.schema_components(events, ref_template=ref_template)
    reason = ref_template.format(name="Reason")
    parts = {name: tidied(part, reason) for name, part in sorted(found.items())}
    if reason in str(parts):
        parts["Reason"] = {**REASON, "enum": list(REASONS)}
    return parts


def tidied(part: Any, reason: str) -> Any:
    match part:
        case list():
            return [tidied(item, reason) for item in part]
        case dict():
            # The discriminator is OpenAPI's word; the constant `kind` of each option says the same.
            kept = {k: tidied(v, reason) for k, v in part.items() if k != "discriminator"}
            return simplified(kept, reason)
        case _:
            return part


def simplified(part: dict[str, Any], reason: str) -> dict[str, Any]:
    match part:
        case {"anyOf": list(options)} if any("enum" in option for option in options):
            return one_enum(part, options, reason)
        case {"enum": list(codes)} if set(codes) == set(REASONS):
            return {"$ref": reason}
        case {"enum": [only]}:
            return {"const": only}
        case {"format": "decimal"}:
            return as_number(part)
        case _:
            return part


def one_enum(
    part: Mapping[str, Any], options: Sequence[dict[str, Any]], reason: str
) -> dict[str, Any]:
    """Merge the enumerations of a union into one."""
    codes = [code for option in options for code in option.get("enum", [])]
    others = [option for option in options if "enum" not in option]
    rest = {key: value for key, value in part.items() if key != "anyOf"}
    merged = simplified({"enum": codes}, reason)
    return {**rest, "anyOf": [merged, *others]} if others else {**rest, **merged}


def as_number(part: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a decimal as what travels: a JSON number, written as it was published."""
    number = {key: value for key, value in part.items() if key != "format"}
    default = {"default": float(part["default"])} if "default" in part else {}
    return {**number, **default, "type": "number"}
