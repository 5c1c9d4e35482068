"""What one stream cannot see is held in the append's transaction, whatever a decider was told."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from services.enrollment.enrollment.asking import StaleTermsError
from services.enrollment.refusals import ManagerReplacedError
from services.enrollment.stores import Stores
from shared.clock import now
from shared.envelope import NewEvent, Said
from shared.events.enrollment import EnrollmentAccepted
from tests.integration.enrollment.company import Company

SAID = Said(actor="test", correlation_id=uuid4())
EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
Accept = Callable[..., None]


@pytest.fixture
def accept(company: Company) -> Accept:
    """Append an acceptance that a decider took to be right."""
    company.terms(program := company.program())
    company.terms(program)
    mia = company.person("mia", boss := company.person("boss"))
    enrollment = company.enroll(program, mia, terms_version=2)

    def append(*, terms_version: int = 2, manager_id: UUID | None = None) -> None:
        event = EnrollmentAccepted(
            enrollment_id=UUID(enrollment),
            program_id=UUID(program),
            person_id=UUID(mia),
            role="mentee",
            capacity=1,
            manager_id=manager_id or UUID(boss),
            terms_version=terms_version,
        )
        Stores(pool=company.pool, clock=now).enrollments().append(
            f"enrollment-{enrollment}",
            [NewEvent(id=uuid4(), event=event, occurred_at=EARLIER)],
            expected_version=1,
            said=SAID,
        )

    return append


def test_nobody_is_accepted_under_terms_that_are_no_longer_the_newest(accept: Accept) -> None:
    with pytest.raises(StaleTermsError):
        accept(terms_version=1)
    accept()


def test_nobody_is_accepted_by_a_manager_who_no_longer_is(accept: Accept) -> None:
    with pytest.raises(ManagerReplacedError):
        accept(manager_id=uuid4())
    accept()


def test_only_one_of_many_equal_requests_is_written(company: Company) -> None:
    company.terms(program := company.program())
    mia = company.person("mia", company.person("boss"))
    body = {"program_id": program, "person_id": mia, "role": "mentee", "terms_version": 1}
    start, statuses = Barrier(4), list[int]()

    def ask() -> None:
        other = Company(client=company.client.application.test_client(), pool=company.pool)
        start.wait()
        statuses.append(other.post("/enrollments", body).status)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [201, 409, 409, 409]


def test_two_who_become_each_others_managers_at_once_do_not_both(company: Company) -> None:
    first, second = company.person("first"), company.person("second")
    start, statuses = Barrier(2), list[int]()

    def change(person: str, manager: str) -> None:
        other = Company(client=company.client.application.test_client(), pool=company.pool)
        start.wait()
        body = {"manager_id": manager}
        reply = other.send("PUT", f"/people/{person}/manager", body, If_Match='"1"')
        statuses.append(reply.status)

    threads = [Thread(target=change, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, 409]
