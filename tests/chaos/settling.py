"""When everything recorded has been said, heard, and acted upon, and the clock has gone on."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import psycopg

from deploy.local.databases import SERVICES
from shared.database import connect
from shared.events import accountability, enrollment, partnerships
from shared.kafka.client import BrokerError, end_offsets
from tests.chaos.reading import rows
from tests.chaos.world import World
from tests.support.eventually import eventually

# Who hears which topics of events and names.
HEARS: Mapping[str, tuple[str, ...]] = {
    "partnerships": (enrollment.TOPIC, enrollment.PEOPLE_TOPIC),
    "accountability": (enrollment.TOPIC, enrollment.PEOPLE_TOPIC, partnerships.TOPIC),
}
TOPICS: Mapping[str, str] = {
    "enrollment": enrollment.TOPIC,
    "partnerships": partnerships.TOPIC,
    "accountability": accountability.TOPIC,
}
_PATIENCE = 120


def settle(world: World) -> None:
    """Return when nothing is under way any more; whatever ends meanwhile is started again."""
    _wait(world)
    # What was derived and answered last is said now, and time has passed for everybody.
    _wait(world, _clock(world))


def _wait(world: World, since: datetime | None = None) -> None:
    left: list[str] = []

    def quiet() -> bool:
        world.revive()
        with suppress(psycopg.Error, BrokerError):
            left[:] = _under_way(world, since)
            return not left
        return False

    try:
        eventually(quiet, _PATIENCE)
    except AssertionError:
        raise AssertionError(f"it does not settle: {left}") from None


def _under_way(world: World, since: datetime | None) -> list[str]:
    return [
        *(f"{service} has more to say" for service in SERVICES if not _all_said(world, service)),
        *(f"{service} has more to hear" for service in HEARS if not _all_heard(world, service)),
        *(["time stands still"] if since and not _time_passed(world, since) else []),
    ]


def _all_said(world: World, service: str) -> bool:
    with connect(world.addresses.databases[service]) as connection:
        unsaid = rows(
            connection,
            """
            SELECT FROM events, relay
            WHERE (events.xid, events.position) > (relay.xid, relay.position)
            UNION ALL
            SELECT FROM people_outbox
            LIMIT 1
            """,
        )
    return not unsaid


def _all_heard(world: World, service: str) -> bool:
    with connect(world.addresses.databases[service]) as connection:
        found = {
            (topic, partition): offset
            for topic, partition, offset in rows(
                connection, 'SELECT topic, partition, "offset" FROM positions'
            )
        }
    ends = {
        (topic, partition): end
        for topic in HEARS[service]
        for partition, end in end_offsets(world.kafka_settings, topic).items()
    }
    return found == ends


def _clock(world: World) -> datetime:
    with connect(world.addresses.databases["partnerships"]) as connection:
        ((now,),) = rows(connection, "SELECT clock_timestamp()")
    return now  # type: ignore[no-any-return]


def _time_passed(world: World, since: datetime) -> bool:
    with connect(world.addresses.databases["accountability"]) as connection:
        ((through,),) = rows(
            connection, "SELECT min(through) FROM positions WHERE topic = %s", partnerships.TOPIC
        )
    return through is not None and through >= since
