"""A request that is sent again is done once and answered alike."""

from tests.integration.enrollment.company import Company

SECOND = "administrator/second"


def test_the_same_request_again_gets_the_same_answer(company: Company) -> None:
    first = company.post("/programs", {"key": "growth"}, Idempotency_Key="once")
    again = company.post("/programs", {"key": "growth"}, Idempotency_Key="once")

    assert (again.status, again.body) == (201, first.body)
    assert again.header("ETag") == first.header("ETag")
    assert company.number_of_events() == 1


def test_the_same_key_for_another_request_is_refused(company: Company) -> None:
    company.post("/programs", {"key": "growth"}, Idempotency_Key="once")
    reply = company.post("/programs", {"key": "other"}, Idempotency_Key="once")

    assert (reply.status, reply.rule) == (409, "idempotency-key-reused")
    assert company.number_of_events() == 1


def test_keys_of_different_callers_never_meet(company: Company) -> None:
    company.post("/programs", {"key": "growth"}, Idempotency_Key="once")
    reply = company.post("/programs", {"key": "other"}, by=SECOND, Idempotency_Key="once")

    assert reply.status == 201


def test_what_was_registered_again_keeps_one_row_and_one_message(company: Company) -> None:
    body = {"subject": "mia", "name": "Mia", "email": "m@e.com", "time_zone": "UTC"}
    first = company.post("/people", body, Idempotency_Key="once")
    again = company.post("/people", body, Idempotency_Key="once")

    assert again.body == first.body
    with company.pool.connection() as db:
        assert db.execute("SELECT count(*) FROM people_outbox").fetchone() == (1,)
