"""Names follow the topic of people; words go with the person whose they were, or were about."""

from services.partnerships.names import apply_names
from shared.database import Connection
from shared.heard import Name
from tests.integration.partnerships.office import Partnership

HELD = {"started_at": "2026-06-01T09:00:00Z", "minutes": 60, "note": "A plaintext note on Mia"}


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
    active.made("/held-meetings", HELD, role="mentor")
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
    shown = active.get(role="mentor").body
    assert [goal["text"] for goal in shown["goals"]] == [None]
    assert [meeting["note"] for meeting in shown["meetings"]] == [None]


def test_a_text_that_comes_after_the_erasure_is_not_kept(active: Partnership) -> None:
    active.office.hear(active.pair.erase("mentee"))
    made = active.made("/goals", {"text": "plaintext of Mia's goal"}, role="mentor")
    shown = active.get(role="mentor").body["goals"]
    assert [(goal["goal_id"], goal["text"]) for goal in shown] == [(made["goal_id"], None)]


def test_a_note_on_a_meeting_is_for_the_two_alone(active: Partnership) -> None:
    meeting = active.made("/held-meetings", HELD, role="mentor")["meeting_id"]
    notes = {
        role: [each["note"] for each in active.get(role=role).body["meetings"]]
        for role in ("mentee", "mentee_manager", None)
    }
    assert notes == {"mentee": [HELD["note"]], "mentee_manager": [None], None: [None]}
    active.made(f"/meetings/{meeting}/retraction", role="mentor")
    better = {**HELD, "note": "Another"}
    active.made(f"/meetings/{meeting}/held", better, role="mentee")
    assert [each["note"] for each in active.get(role="mentor").body["meetings"]] == ["Another"]


def test_a_name_that_comes_again_is_the_newest(active: Partnership) -> None:
    mia = active.pair.people["mentee"]
    with active.office.pool.connection() as db:
        apply_names(db, [Name(mia, b'{"name":"Mia"}'), Name(mia, b'{"name":"Mia M."}')])
    names = {each["role"]: each["name"] for each in active.get(role="mentor").body["people"]}
    assert names["mentee"] == "Mia M."
