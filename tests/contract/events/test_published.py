"""What was published stays true: a version's schema never changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.events.event import Event, event_type
from shared.events.schema import schema
from tests.support.examples import EVERY_EVENT

PUBLISHED = Path(__file__).parents[3] / "shared/events/published"
ADVICE = (
    "readers rely on what was published. Give the class a new VERSION and publish that with "
    "`python -m tests.contract.events.publish`, keeping the old class for old events"
)


def published(event: type[Event]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((PUBLISHED / f"{event_type(event)}.json").read_bytes())
    return content


def json_of(content: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return plain


def differences(old: Any, new: Any, where: str = "") -> list[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if key not in {"description", "title"}]
        return [
            line
            for key in keys
            for line in differences(old.get(key), new.get(key), f"{where}/{key}")
        ]
    return [] if old == new else [f"{where}: published {old!r}, now {new!r}"]


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.__name__)
def test_a_published_version_is_as_it_was(event: type[Event]) -> None:
    changed = differences(published(event), json_of(schema(event)))
    assert changed == [], f"{event_type(event)} changed; {ADVICE}"


def test_every_published_version_can_still_be_read() -> None:
    known = {event_type(event) for event in EVERY_EVENT}
    assert {path.stem for path in PUBLISHED.glob("*.json")} == known


def test_a_changed_field_is_named() -> None:
    old = {"properties": {"minutes": {"type": "integer"}}, "required": ["minutes"]}
    new = {"properties": {"minutes": {"type": "string"}}, "required": ["minutes"]}
    assert differences(old, new) == ["/properties/minutes/type: published 'integer', now 'string'"]
