"""Which service says what, in which topic, and whose stream is whose."""

from collections.abc import Mapping
from dataclasses import dataclass

import click

from shared.events import accountability, enrollment, partnerships
from shared.vocabulary import Vocabulary


@dataclass(frozen=True, kw_only=True)
class Store:
    """`prefixes` are how the names of its streams begin."""

    source: str
    topic: str
    prefixes: tuple[str, ...]
    vocabulary: Vocabulary


STORES: Mapping[str, Store] = {
    "enrollment": Store(
        source=enrollment.SOURCE,
        topic=enrollment.TOPIC,
        prefixes=("program-", "person-", "enrollment-"),
        vocabulary=enrollment.VOCABULARY,
    ),
    "partnerships": Store(
        source=partnerships.SOURCE,
        topic=partnerships.TOPIC,
        prefixes=("partnership-",),
        vocabulary=partnerships.VOCABULARY,
    ),
    "accountability": Store(
        source=accountability.SOURCE,
        topic=accountability.TOPIC,
        prefixes=("partnership-",),
        vocabulary=accountability.VOCABULARY,
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
    names = [_name(each) for each in types]
    known = sorted({_name(each) for store in STORES.values() for each in store.vocabulary})
    for name in names:
        if name not in known:
            raise click.UsageError(f"{name!r} is no type of event; they are {', '.join(known)}")
    return names or None


def _name(type_: str) -> str:
    return type_.removeprefix("mentoring.").partition(".")[0]
