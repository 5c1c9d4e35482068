"""History from elsewhere keeps its own times; the same again changes nothing."""

from typing import Any
from uuid import uuid4

import pytest

from tests.integration.enrollment.company import Company


@pytest.fixture
def history(company: Company) -> dict[str, Any]:
    terms = company.terms(program := company.program())
    mia = company.person("mia", boss := company.person("boss"))
    shown = {"terms_version": 1, "digest": terms["digest"]}
    return {
        "enrollment_id": str(uuid4()),
        "commands": [
            {
                "at": "2025-01-10T09:00:00Z",
                "by": mia,
                "do": "request",
                "program_id": program,
                "person_id": mia,
                "role": "mentee",
                "capacity": 1,
                "terms_version": 1,
            },
            {"at": "2025-01-11T09:00:00Z", "by": mia, "do": "acknowledge", "as": "mentee"} | shown,
            {"at": "2025-01-12T09:00:00Z", "by": boss, "do": "acknowledge", "as": "manager"}
            | shown,
        ],
    }


def test_imported_history_keeps_its_own_times(company: Company, history: dict[str, Any]) -> None:
    reply = company.post("/imports/enrollments", history)

    assert (reply.status, len(reply.body["event_ids"])) == (201, 4)
    with company.pool.connection() as db:
        rows = db.execute(
            """
            SELECT type, actor, recorded_at::date::text, imported_at IS NOT NULL
            FROM events WHERE stream = %s ORDER BY version
            """,
            (f"enrollment-{history['enrollment_id']}",),
        ).fetchall()
    assert rows == [
        ("EnrollmentRequested", "root", "2025-01-10", True),
        ("TermsAcknowledged", "root", "2025-01-11", True),
        ("TermsAcknowledged", "root", "2025-01-12", True),
        ("EnrollmentAccepted", "root", "2025-01-12", True),
    ]
    shown = company.get(f"/enrollments/{history['enrollment_id']}").body
    assert shown["status"] == "accepted"


def test_the_same_again_changes_nothing(company: Company, history: dict[str, Any]) -> None:
    first = company.post("/imports/enrollments", history)
    before = company.number_of_events()
    again = company.post("/imports/enrollments", history)

    assert (again.status, again.body) == (200, first.body)
    assert company.number_of_events() == before


def test_another_history_for_the_same_enrollment_is_refused(
    company: Company, history: dict[str, Any]
) -> None:
    company.post("/imports/enrollments", history)
    other = {**history, "commands": history["commands"][:2]}

    reply = company.post("/imports/enrollments", other)

    assert (reply.status, reply.rule) == (409, "import-differs")


def test_a_refusal_says_which_command_it_is_about(
    company: Company, history: dict[str, Any]
) -> None:
    history["commands"][2]["by"] = str(uuid4())
    before = company.number_of_events()

    reply = company.post("/imports/enrollments", history)

    assert (reply.status, reply.rule) == (409, "acknowledge-for-yourself")
    assert list(reply.body["errors"]["commands"]) == ["2"]
    assert company.number_of_events() == before


def test_times_never_decrease(company: Company, history: dict[str, Any]) -> None:
    history["commands"][2]["at"] = "2025-01-01T00:00:00Z"

    reply = company.post("/imports/enrollments", history)

    assert (reply.status, reply.rule) == (409, "imported-history")
