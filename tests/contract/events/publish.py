"""Writes what is not published yet: `python -m tests.contract.events.publish`. Never overwrites."""

import json
from pathlib import Path

from shared.events.event import encode, event_type
from shared.events.examples.find import example
from shared.events.producers import PRODUCERS
from shared.events.schema import schema

GOLDEN = Path(__file__).parent / "golden"
PUBLISHED = Path(__file__).parents[3] / "shared/events/published"


def publish() -> None:
    for producer in PRODUCERS.values():
        for event in producer.vocabulary.values():
            name = f"{event_type(event)}.json"
            write(PUBLISHED / name, json.dumps(schema(event), indent=2).encode() + b"\n")
            write(GOLDEN / name, encode(example(event)) + b"\n")


def write(path: Path, content: bytes) -> None:
    if not path.exists():
        path.write_bytes(content)


if __name__ == "__main__":
    publish()
