"""Which service says what, in which topic, and whose stream is whose."""

from collections.abc import Mapping
from dataclasses import dataclass

import click

from shared.events import accountability, enrollment, partnerships


@dataclass(frozen=True, kw_only=True)
class Store:
    """`prefixes` are how the names of its streams begin."""

    source: str
    topic: str
    prefixes: tuple[str, ...]


STORES: Mapping[str, Store] = {
    "enrollment": Store(
        source=enrollment.SOURCE,
        topic=enrollment.TOPIC,
        prefixes=("program-", "person-", "enrollment-"),
    ),
    "partnerships": Store(
        source=partnerships.SOURCE, topic=partnerships.TOPIC, prefixes=("partnership-",)
    ),
    "accountability": Store(
        source=accountability.SOURCE, topic=accountability.TOPIC, prefixes=("partnership-",)
    ),
}

STREAMS = "program-<id>, person-<id>, enrollment-<id> and partnership-<id>"

service_option = click.option("--service", type=click.Choice(list(STORES)), help="Whose store.")


def owner_of(stream: str) -> str:
    """Return the service that a stream is of first of all, by its name."""
    for service, store in STORES.items():
        if stream.startswith(store.prefixes):
            return service
    raise click.UsageError(f"{stream!r} is no stream; streams are {STREAMS}")


def type_names(types: tuple[str, ...]) -> list[str] | None:
    """Take `MeetingHeld` and `mentoring.MeetingHeld.v1` alike; without any, all are meant."""
    return [each.removeprefix("mentoring.").partition(".")[0] for each in types] or None
