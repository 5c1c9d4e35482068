"""Erasing a person: the row is blank, the tombstone is on its way, and no plaintext is left."""

from psycopg.sql import SQL, Identifier

from shared.database import Pool
from tests.integration.enrollment.company import Company


def everything(pool: Pool) -> str:
    """All rows of all tables, as text."""
    with pool.connection() as db:
        tables = db.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        rows = [
            row[0]
            for (table,) in tables
            for row in db.execute(SQL("SELECT t::text FROM {} AS t").format(Identifier(table)))
        ]
    return "\n".join(rows)


def test_nothing_that_names_the_person_is_left(company: Company) -> None:
    person = company.person("mia")
    assert "Mia Example" in everything(company.pool)

    reply = company.send("DELETE", f"/people/{person}", If_Match='"1"')

    assert (reply.status, reply.header("ETag")) == (200, '"2"')
    left = everything(company.pool)
    assert "Mia Example" not in left
    assert "mia@example.com" not in left
    with company.pool.connection() as db:
        outbox = db.execute("SELECT person_id::text, value FROM people_outbox").fetchall()
    assert outbox == [(person, None)]


def test_who_is_erased_is_nobody_any_more(company: Company) -> None:
    company.terms(program := company.program())
    person = company.person("mia", company.person("boss"))
    enrollment = company.enroll(program, person)
    company.send("DELETE", f"/people/{person}", If_Match='"1"')

    shown = company.get(f"/people/{person}").body
    again = company.send("DELETE", f"/people/{person}", If_Match='"2"')

    assert (shown["name"], shown["email"], shown["erased"]) == (None, None, True)
    assert company.get("/programs", by="participant/mia").status == 200
    assert company.get("/people", by="participant/mia").status == 403
    assert company.get(f"/enrollments/{enrollment}").body["status"] == "withdrawn"
    assert again.rule == "already-erased"


def test_an_address_is_no_subject(company: Company) -> None:
    told = {"name": "Mia Example", "email": "mia@example.com", "time_zone": "Europe/Berlin"}
    reply = company.send("POST", "/people", {**told, "subject": "Mia@example.com"})
    assert (reply.status, reply.rule) == (409, "subject-names-the-person")
