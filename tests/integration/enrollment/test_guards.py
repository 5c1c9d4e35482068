"""What one stream cannot see is held in the append's transaction, whatever a decider was told."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from services.enrollment.enrollment.asking import StaleTermsError
from services.enrollment.people import keep_people
from services.enrollment.refusals import ManagerReplacedError, ReportingCircleError
from services.enrollment.stores import Stores
from shared.clock import now
from shared.database import Connection
from shared.envelope import NewEvent, Recorded, Said
from shared.events.enrollment import EnrollmentAccepted, ManagerChanged
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
    refusals: list[ReportingCircleError] = []

    def change_second(connection: Connection) -> None:
        with connection.transaction():
            try:
                keep_people(connection, [manager_changed(second, first)])
            except ReportingCircleError as refusal:
                refusals.append(refusal)

    with company.pool.connection() as mine, company.pool.connection() as other:
        thread = Thread(target=change_second, args=(other,))
        with mine.transaction():
            keep_people(mine, [manager_changed(first, second)])
            thread.start()
            wait_until_blocked(mine, other, thread)
        thread.join()

    assert len(refusals) == 1


def manager_changed(person: str, manager: str) -> Recorded[ManagerChanged]:
    return Recorded(
        id=uuid4(),
        stream=f"person-{person}",
        version=2,
        event=ManagerChanged(person_id=UUID(person), manager_id=UUID(manager)),
        actor="test",
        correlation_id=uuid4(),
        causation_id=None,
        traceparent=None,
        occurred_at=EARLIER,
        recorded_at=EARLIER,
        imported_at=None,
    )


def wait_until_blocked(watcher: Connection, blocked: Connection, thread: Thread) -> None:
    """Come back when the other transaction waits for this one, or is done without."""
    waits = "SELECT cardinality(pg_blocking_pids(%s)) > 0"
    while thread.is_alive():
        if watcher.execute(waits, (blocked.info.backend_pid,)).fetchone() == (True,):
            return
        thread.join(0.01)
