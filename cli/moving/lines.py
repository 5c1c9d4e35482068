"""A file of CloudEvents lines, read as whole streams; whatever is not as it has to be is told."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import click
import msgspec

from cli.sources import STORES
from shared.cloudevents import CloudEvent, from_json
from shared.vocabulary import UnknownTypeError, Vocabulary, decode

VOCABULARIES: Mapping[str, Vocabulary] = {
    service: store.vocabulary for service, store in STORES.items()
}
_SERVICES = {store.source: service for service, store in STORES.items()}

Stream = tuple[str, Sequence[CloudEvent]]  # the service, and a whole stream of it


def read_streams(file: Path) -> Iterator[Stream]:
    """Yield each stream, in the file's order."""
    seen: set[tuple[str, str]] = set()
    for (source, stream), group in groupby(_events(file), key=lambda e: (e.source, e.stream)):
        events = list(group)
        if (source, stream) in seen:
            raise click.ClickException(f"{stream}: its lines have to stand together")
        seen.add((source, stream))
        _require_whole(stream, events)
        yield _SERVICES[source], events


def _events(file: Path) -> Iterator[CloudEvent]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _event(line)
            except UnknownTypeError as error:
                problem = f"line {number}: {error} is no type of event that is known here"
                raise click.ClickException(problem) from error
            except msgspec.MsgspecError as error:
                raise click.ClickException(f"line {number} is no such event: {error}") from error


def _event(line: bytes) -> CloudEvent:
    event = from_json(line)
    if event.source not in _SERVICES:
        raise msgspec.ValidationError(f"{event.source} is none of {', '.join(_SERVICES)}")
    decode(event.type, bytes(event.data), VOCABULARIES[_SERVICES[event.source]])
    return event


def _require_whole(stream: str, events: Sequence[CloudEvent]) -> None:
    if [event.version for event in events] != list(range(1, len(events) + 1)):
        raise click.ClickException(f"{stream}: versions have to be 1, 2, 3, …")
    if any(one.recorded_at > next_.recorded_at for one, next_ in pairwise(events)):
        raise click.ClickException(f"{stream}: recorded times must not go back")
    if any(event.occurred_at > event.recorded_at for event in events):
        raise click.ClickException(f"{stream}: nothing happens after it was recorded")
