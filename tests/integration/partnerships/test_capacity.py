"""A mentor's places hold when many propose at once, and whatever enrollment says meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from services.partnerships.candidates.knowing import Pairing
from services.partnerships.proposing import KnowledgeChangedError, StillSo, know
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
