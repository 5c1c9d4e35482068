"""One part of a replay: its streams folded, their rows copied into the second set of tables."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from services.accountability.facts import UnreadableError
from services.accountability.projections.directory import note_directory, read_event
from services.accountability.replay.folded import PREFIX, CannotFoldError, folded
from services.accountability.replay.parts import DoneBeforeError, Part, Size, done
from services.accountability.replay.projections import DIRECTORY, clear, fill, tables_of
from services.accountability.replay.scope import Scope, between, these
from services.accountability.replay.sets import write_into
from shared.database import Connection
from shared.events import enrollment
from shared.events.event import Event

_STREAMS_AT_ONCE = 200


def build_part(connection: Connection, projections: Collection[str], part: Part) -> Size:
    """Do a part in one transaction; it writes only at its end, so that it holds nobody back."""
    try:
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            write_into(connection, "replay", tables_of(projections))
            size = _build(connection, projections, part)
            done(connection, part, size)
            return size
    except DoneBeforeError:
        return Size(streams=0, events=0)


def _build(connection: Connection, projections: Collection[str], part: Part) -> Size:
    scope = between(part.low, part.high)
    if part.source == enrollment.SOURCE:
        return _direct(connection, scope)
    some = list(folded(connection, scope))
    fill(connection, projections, some)
    return Size(streams=len(some), events=sum(each.facts for each in some))


def rebuild(connection: Connection, projections: Collection[str], streams: Sequence[str]) -> None:
    """Put the rows of some streams in the place of those they have."""
    for some in _chunks([stream for stream in streams if stream.startswith(PREFIX)]):
        anew = list(folded(connection, these(some)))
        clear(connection, projections, [UUID(stream.removeprefix(PREFIX)) for stream in some])
        fill(connection, projections, anew)
    if DIRECTORY in projections:
        for some in _chunks([stream for stream in streams if not stream.startswith(PREFIX)]):
            _direct(connection, these(some))


def _chunks(streams: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(streams), _STREAMS_AT_ONCE):
        yield streams[start : start + _STREAMS_AT_ONCE]


def _direct(connection: Connection, scope: Scope) -> Size:
    """Tell the directory what it heard, each stream from its beginning: once more does no harm."""
    rows = connection.execute(
        scope.select(
            """
            SELECT stream, version, type, data::text
            FROM journal
            WHERE {scope} AND source = {source}
            ORDER BY stream, version
            """,
            source=enrollment.SOURCE,
        )
    ).fetchall()
    note_directory(connection, list(_events(rows)))
    return Size(streams=len({row[0] for row in rows}), events=len(rows))


def _events(rows: Iterable[tuple[str, int, str, str]]) -> Iterator[Event]:
    for stream, version, type_, data in rows:
        try:
            event = read_event(type_, data)
        except UnreadableError as error:
            raise CannotFoldError(f"{stream}, version {version}: {error}") from error
        if event is not None:
            yield event
