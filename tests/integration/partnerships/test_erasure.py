"""Names follow the topic of people; words go with the person whose they were, or were about."""

from services.partnerships.names import apply_names
from shared.database import Connection
from shared.heard import Name
from tests.integration.partnerships.office import Partnership

CHECK_IN = {
    "with": "mentee",
    "meeting_as_agreed": "yes",
    "progress": 1,
    "manager_respects_times": "unknown",
    "rating": 5,
    "needs_help": False,
    "note": "Mia is happy with her plaintext",
}


def everything_kept(db: Connection) -> str:
    """All rows of all tables of the service, as text."""
    tables = db.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    rows = [db.execute(f"SELECT t::text FROM {name} AS t").fetchall() for (name,) in tables]  # noqa: S608
    return repr(rows)


def test_an_erased_person_leaves_no_plaintext(active: Partnership) -> None:
    mia = active.pair.people["mentee"]
    active.made("/goals", {"text": "plaintext of Mia's goal"}, role="mentor")
    active.made("/check-ins", CHECK_IN)
    with active.office.pool.connection() as db:
        apply_names(db, [Name(mia, b'{"person_id":"x","name":"Mia Plaintext","email":"m@e.com"}')])
        assert everything_kept(db).lower().count("plaintext") == 3
    names = {each["role"]: each["name"] for each in active.get().body["people"]}
    assert names["mentee"] == "Mia Plaintext"

    active.office.hear(active.pair.erase("mentee"))
    with active.office.pool.connection() as db:
        apply_names(db, [Name(mia, None)])
        kept = everything_kept(db)
    assert "plaintext" not in kept.lower()
    assert active.get(role="mentee").status == 404
    assert [goal["level"] for goal in active.get().body["goals"]] == [None]


def test_a_name_that_comes_again_is_the_newest(active: Partnership) -> None:
    mia = active.pair.people["mentee"]
    with active.office.pool.connection() as db:
        apply_names(db, [Name(mia, b'{"name":"Mia"}'), Name(mia, b'{"name":"Mia M."}')])
    names = {each["role"]: each["name"] for each in active.get(role="mentor").body["people"]}
    assert names["mentee"] == "Mia M."
