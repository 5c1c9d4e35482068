"""Every refusal is its own problem document, says what is accepted, and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.enrollment.company import TERMS, Company, Reply, person_token


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Mia reports to Boss and has asked to take part; Eve has no manager."""

    company: Company
    program: str
    terms: Any
    mia: str
    boss: str
    eve: str
    enrollment: str

    def acknowledge(self, subject: str, as_: str, **changed: Any) -> Reply:
        return self.company.acknowledge(self.enrollment, subject, as_, self.terms, **changed)

    def ask(self, person_id: str, **changed: Any) -> Reply:
        body = {
            "program_id": self.program,
            "person_id": person_id,
            "role": "mentee",
            "terms_version": 1,
        }
        return self.company.post("/enrollments", {**body, **changed})

    def about_it(self, fact: str, body: Any, by: str = person_token("mia")) -> Reply:
        return self.company.post(f"/enrollments/{self.enrollment}/{fact}", body, by=by)

    def publish(self, **changed: Any) -> Reply:
        return self.company.post(f"/programs/{self.program}/terms", {**TERMS, **changed})

    def register(self, **changed: Any) -> Reply:
        body = {"subject": "new", "name": "New", "email": "n@e.com", "time_zone": "UTC"}
        return self.company.post("/people", {**body, **changed})


@pytest.fixture
def scene(company: Company) -> Scene:
    terms = company.terms(program := company.program())
    mia = company.person("mia", boss := company.person("boss"))
    return Scene(
        company=company,
        program=program,
        terms=terms,
        mia=mia,
        boss=boss,
        eve=company.person("eve"),
        enrollment=company.enroll(program, mia),
    )


NOBODY = str(uuid4())
WEEKS = {"least": 12, "usual": 8, "most": 52}
ABSENCE = {"from_on": "2027-01-01", "until_on": "2027-02-01", "reason": "LEAVE_PLANNED"}

REFUSED: dict[str, Callable[[Scene], Reply]] = {
    "409 program-key-taken": lambda on: on.company.post("/programs", {"key": "growth"}),
    "409 program-exists": lambda on: on.company.post(
        "/programs", {"key": "other", "program_id": on.program}
    ),
    "409 duration-out-of-order": lambda on: on.publish(duration_weeks=WEEKS),
    "409 invalid-policy": lambda on: on.publish(policy={"check_in_days": [30, 14]}),
    "409 subject-taken": lambda on: on.register(subject="mia"),
    "409 person-exists": lambda on: on.register(person_id=on.mia),
    "409 unknown-person": lambda on: on.register(manager_id=NOBODY),
    "409 unknown-time-zone": lambda on: on.register(time_zone="Europe/Atlantis"),
    "409 time-in-the-future": lambda on: on.register(time="2199-01-01T00:00:00Z"),
    "409 reporting-circle": lambda on: on.company.send(
        "PUT", f"/people/{on.boss}/manager", {"manager_id": on.mia}, If_Match='"1"'
    ),
    "409 own-manager": lambda on: on.company.send(
        "PUT", f"/people/{on.mia}/manager", {"manager_id": on.mia}, If_Match='"1"'
    ),
    "412 stale-version": lambda on: on.company.send(
        "PUT", f"/people/{on.mia}/manager", {"manager_id": None}, If_Match='"7"'
    ),
    "428 if-match-required": lambda on: on.company.send(
        "PUT", f"/people/{on.mia}/manager", {"manager_id": None}
    ),
    "409 departure-ahead": lambda on: on.company.post(
        f"/people/{on.mia}/departure", {"left_on": "2199-01-01"}
    ),
    "409 unknown-program": lambda on: on.ask(on.eve, program_id=NOBODY),
    "409 stale-terms": lambda on: on.ask(on.eve, terms_version=2),
    "409 mentee-capacity": lambda on: on.ask(on.eve, capacity=2),
    "409 already-enrolled": lambda on: on.ask(on.mia),
    "409 wrong-digest": lambda on: on.acknowledge("mia", "mentee", digest="0" * 64),
    "409 wrong-role": lambda on: on.acknowledge("mia", "mentor"),
    "409 acknowledge-for-yourself": lambda on: on.acknowledge("eve", "manager"),
    "409 enrollment-not-accepted": lambda on: on.about_it("unavailability", ABSENCE),
    "403 forbidden": lambda on: on.about_it("decline", {"reason": "OTHER"}),
    "404 not-found": lambda on: on.company.post(
        f"/enrollments/{NOBODY}/withdrawal", {"reason": "OTHER"}
    ),
    "422 invalid-fields": lambda on: on.register(nickname="Newbie"),
    "400 idempotency-key-required": lambda on: on.company.post(
        "/programs", {"key": "other"}, Idempotency_Key=""
    ),
}


def test_each_refusal_names_its_rule_and_writes_nothing(scene: Scene) -> None:
    before = scene.company.number_of_events()

    replies = {expected: refused(scene) for expected, refused in REFUSED.items()}

    assert [f"{reply.status} {reply.rule}" for reply in replies.values()] == list(replies)
    assert all(len(reply.body["detail"]) > 20 for reply in replies.values())
    assert scene.company.number_of_events() == before


def test_a_person_without_a_manager_is_not_accepted(scene: Scene) -> None:
    company = scene.company
    enrollment = company.enroll(scene.program, scene.eve)
    company.acknowledge(enrollment, "eve", "mentee", scene.terms)

    refused = company.acknowledge(enrollment, "boss", "manager", scene.terms)

    assert (refused.status, refused.rule) == (409, "no-manager")
    assert company.get(f"/enrollments/{enrollment}").body["waiting_for"] == ["manager"]


def test_nobody_acknowledges_twice_or_after_the_end(scene: Scene) -> None:
    scene.acknowledge("mia", "mentee")
    again = scene.acknowledge("mia", "mentee")
    scene.about_it("decline", {"reason": "OTHER"}, by=person_token("boss"))
    late = scene.acknowledge("boss", "manager")

    assert again.rule == "already-acknowledged"
    assert (late.rule, "declined" in late.body["detail"]) == ("enrollment-not-open", True)
