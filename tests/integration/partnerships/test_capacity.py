"""A mentor's places hold when many propose at once, and whatever enrollment says meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.errors import LockNotAvailable

from services.partnerships.candidates.knowing import Pairing
from services.partnerships.partnership.proposal import MentorFullError
from services.partnerships.projections import keep_partnerships
from services.partnerships.proposing import KnowledgeChangedError, StillSo, know
from shared.clock import now
from shared.envelope import Recorded
from shared.events.partnerships import PartnershipProposed
from shared.events.terms import Policy
from tests.integration.partnerships.office import Office, Pair

AT_ONCE = 6


def propose_at_once(office: Office, mentor: str, mentees: list[str]) -> list[str]:
    barrier = Barrier(len(mentees))

    def propose(mentee: str) -> str:
        body = {
            "program_id": str(office.program_id),
            "mentor_id": mentor,
            "mentee_id": mentee,
            "time_zone": "UTC",
        }
        client = office.client.application.test_client()
        barrier.wait()
        reply = Office(client=client, pool=office.pool).post("/partnerships", body)
        return reply.rule or str(reply.status)

    with ThreadPoolExecutor(len(mentees)) as threads:
        return sorted(threads.map(propose, mentees))


def test_no_mentor_is_overbooked_however_many_propose_at_once(office: Office) -> None:
    boss = office.person("boss")
    mentor = office.person("max", boss)
    office.enroll(mentor, "mentor", boss, capacity=2)
    mentees = [office.person(f"mia{number}", boss) for number in range(AT_ONCE)]
    for mentee in mentees:
        office.enroll(mentee, "mentee", boss)
    outcomes = propose_at_once(office, str(mentor), [str(mentee) for mentee in mentees])
    assert outcomes == ["201", "201", *["mentor-full"] * (AT_ONCE - 2)]


def pairing_of(pair: Pair) -> Pairing:
    return Pairing(
        program_id=pair.office.program_id,
        mentor_id=pair.people["mentor"],
        mentee_id=pair.people["mentee"],
    )


def test_a_proposal_is_decided_again_if_enrollment_has_said_something_meanwhile(
    pair: Pair,
) -> None:
    news: list[Callable[[], None]] = [
        lambda: pair.office.hear(pair.plan_absence("mentor", "2198-07-06", "2198-07-20")),
        lambda: pair.office.hear(pair.change_manager("mentee", pair.people["mentor_manager"])),
        lambda: pair.office.publish_terms(2),
        lambda: pair.office.hear(pair.withdraw("mentee")),
    ]
    for happen in news:
        pairing = pairing_of(pair)
        known = know(pair.office.pool, pairing)
        happen()
        assert refuses(pair, StillSo(pairing=pairing, known=known))


def refuses(pair: Pair, still_so: StillSo) -> bool:
    with pair.office.pool.connection() as connection, connection.transaction():
        try:
            still_so(connection, [None])  # type: ignore[list-item]
        except KnowledgeChangedError:
            return True
    return False


def proposal(office: Office, mentor: UUID, mentee: UUID, manager: UUID) -> Recorded[Any]:
    event = PartnershipProposed(
        partnership_id=uuid4(),
        program_id=office.program_id,
        mentor_id=mentor,
        mentee_id=mentee,
        mentor_manager_id=manager,
        mentee_manager_id=manager,
        time_zone="UTC",
        terms_version=1,
        policy=Policy(),
    )
    return Recorded(
        id=uuid4(),
        stream=f"partnership-{event.partnership_id}",
        version=1,
        event=event,
        actor="root",
        correlation_id=uuid4(),
        causation_id=None,
        traceparent=None,
        occurred_at=now(),
        recorded_at=now(),
        imported_at=None,
    )


def test_a_second_proposal_waits_for_the_first(office: Office) -> None:
    boss = office.person("boss")
    mentor, mia, mel = (office.person(name, boss) for name in ("max", "mia", "mel"))
    office.enroll(mentor, "mentor", boss)
    office.enroll(mia, "mentee", boss)
    office.enroll(mel, "mentee", boss)
    second = proposal(office, mentor, mel, boss)
    with office.pool.connection() as other:
        with office.pool.connection() as connection, connection.transaction():
            keep_partnerships(connection, [proposal(office, mentor, mia, boss)])
            other.execute("SET lock_timeout = '100ms'")
            with pytest.raises(LockNotAvailable), other.transaction():
                keep_partnerships(other, [second])
        with pytest.raises(MentorFullError), other.transaction():
            keep_partnerships(other, [second])
        other.execute("RESET lock_timeout")
