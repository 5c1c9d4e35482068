"""The promises about tables: they are the fold of what was heard, and nobody was told twice."""

from collections.abc import Iterator, Mapping

from services.accountability.verify.verify import verify
from shared.database import connect
from tests.chaos import oracle
from tests.chaos.reading import rows


def of_accountability(database_url: str) -> Iterator[str]:
    """Cases, alerts, alert events and lists are derived anew; deliveries follow from the events."""
    with connect(database_url) as connection:
        for difference in verify(connection).differences:
            yield f"not the fold: {difference}"
        derived = rows(connection, _TOLD)
        told = rows(connection, "SELECT event_id, role FROM deliveries")
    yield from oracle.told_once(((id_, tell) for id_, tell in derived), ((i, r) for i, r in told))


def of_people(databases: Mapping[str, str]) -> Iterator[str]:
    """Everybody has the names that enrollment has."""
    with connect(databases["enrollment"]) as connection:
        people = set(rows(connection, "SELECT person_id, name FROM people WHERE NOT erased"))
    for service in ("partnerships", "accountability"):
        with connect(databases[service]) as connection:
            names = set(rows(connection, "SELECT person_id, name FROM names"))
        if names != people:
            yield f"{service} has other names: {names ^ people}"


def of_reactions(databases: Mapping[str, str]) -> Iterator[str]:
    """A partnership answers what enrollment says once."""
    with connect(databases["partnerships"]) as connection:
        for row in rows(connection, _TWICE):
            yield f"answered more than once: {row}"
        answered = set(rows(connection, "SELECT event_id FROM reactions"))
    with connect(databases["enrollment"]) as connection:
        asked = set(rows(connection, "SELECT id FROM events WHERE type = 'UnavailabilityPlanned'"))
    yield from (f"not answered: {event_id}" for event_id in asked - answered)


_TOLD = """
    SELECT id, ARRAY(SELECT jsonb_array_elements_text(data -> 'tell'))
    FROM events
    WHERE type IN ('AlertRaised', 'AlertEscalated', 'AlertResolved', 'AlertWithdrawn')
"""
_TWICE = """
    SELECT stream, causation_id
    FROM events
    WHERE causation_id IS NOT NULL
    GROUP BY stream, causation_id
    HAVING count(DISTINCT xid::text) > 1
"""
