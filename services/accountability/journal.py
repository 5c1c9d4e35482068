"""What accountability has heard, read back: for folds, for stories, for evidence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from services.accountability.facts import Fact
from services.accountability.story.known import Known
from services.accountability.story.story import Story
from shared.database import Connection
from shared.events import enrollment, partnerships
from shared.vocabulary import UnknownTypeError, decode

VOCABULARY = {**enrollment.VOCABULARY, **partnerships.VOCABULARY}
_CHUNK = 2000


def facts_of(
    connection: Connection, partnership_ids: Collection[UUID]
) -> Iterator[tuple[UUID, Sequence[Fact]]]:
    """Read the facts of some partnerships, one after the other, each in stream order."""
    streams = [f"partnership-{partnership_id}" for partnership_id in partnership_ids]
    for start in range(0, len(streams), _CHUNK):
        rows = connection.execute(
            """
            SELECT stream, id::text, version, type, recorded_at, occurred_at, data::text
            FROM journal
            WHERE stream = ANY(%s)
            ORDER BY stream, version
            """,
            (streams[start : start + _CHUNK],),
        )
        for stream, found in groupby(rows, key=lambda row: row[0]):
            yield UUID(stream.removeprefix("partnership-")), [_fact(row) for row in found]


def _fact(row: Sequence[Any]) -> Fact:
    _, id_, version, type_, recorded_at, occurred_at, data = row
    return Fact(
        id=id_,
        sequence=version,
        type=type_,
        recorded=recorded_at,
        time=occurred_at,
        data=data.encode(),
    )


def stories_of(
    connection: Connection, partnership_ids: Collection[UUID], until: datetime
) -> Mapping[UUID, Story]:
    """Read what was known of some partnerships at an instant."""
    streams = {
        f"partnership-{partnership_id}": partnership_id for partnership_id in partnership_ids
    }
    return {
        streams[stream]: Story([known for known in facts if known.at <= until])
        for stream, facts in known_of(connection, list(streams))
        if facts and facts[0].at <= until
    }


def known_of(
    connection: Connection, streams: Collection[str]
) -> Iterator[tuple[str, Sequence[Known]]]:
    """Read streams as stories need them; a type that is not known here is passed over."""
    rows = connection.execute(
        """
        SELECT stream, id, version, type, data::text, actor, occurred_at, recorded_at
        FROM journal
        WHERE stream = ANY(%s)
        ORDER BY stream, version
        """,
        (list(streams),),
    )
    for stream, found in groupby(rows, key=lambda row: row[0]):
        yield stream, list(_known(found))


def _known(rows: Iterable[Sequence[Any]]) -> Iterator[Known]:
    at: datetime | None = None
    for _, id_, version, type_, data, actor, occurred_at, recorded_at in rows:
        at = recorded_at if at is None else max(at, recorded_at)
        try:
            event = decode(type_, data, VOCABULARY)
        except (UnknownTypeError, msgspec.MsgspecError):
            continue
        moment = min(occurred_at, at)
        yield Known(id=id_, version=version, event=event, actor=actor, at=at, moment=moment)


def is_heard(connection: Connection, event_id: UUID) -> bool:
    """Tell whether an event is known and applied; our own events are, once they are said."""
    row = connection.execute(
        "SELECT FROM journal WHERE id = %(id)s UNION ALL SELECT FROM events WHERE id = %(id)s",
        {"id": event_id},
    ).fetchone()
    return row is not None
