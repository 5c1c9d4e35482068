"""A pair made through the running services: registered, enrolled, signed by all four."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from deploy.local.stack import Stack
from shared.clock import now
from tests.support.speaking import Speaker, administrator, speaker

ROLES = ("mentee", "mentor", "mentee_manager", "mentor_manager")
TERMS: Mapping[str, Any] = {
    "responsibilities": dict.fromkeys(("mentor", "mentee", "manager", "administrator"), "Asks."),
    "duration_weeks": {"least": 12, "usual": 26, "most": 52},
    "policy": {},
}


@dataclass(frozen=True, kw_only=True)
class Pair:
    administrator: Speaker
    partnership_id: str
    person_ids: Mapping[str, str]
    speakers: Mapping[str, Speaker]

    def says(self, role: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        whole = f"/partnerships/{self.partnership_id}{path}"
        return self.speakers[role].post("partnerships", whole, body)


def active_pair(stack: Stack, mentee: Mapping[str, str]) -> Pair:
    """Everybody is somebody, the mentee has the name and the address given."""
    admin = administrator(stack)
    program = {"program_id": str(uuid4()), "key": f"p-{uuid4()}"}
    admin.post("enrollment", "/programs", program)
    digest = admin.post("enrollment", f"/programs/{program['program_id']}/terms", TERMS)["digest"]
    people, speakers = _people(stack, admin, mentee)
    for role in ("mentor", "mentee"):
        _enroll(speakers, people, role, program["program_id"], digest)
    proposed = admin.post_when_heard(
        "partnerships",
        "/partnerships",
        {
            "program_id": program["program_id"],
            "mentor_id": people["mentor"],
            "mentee_id": people["mentee"],
            "time_zone": "Europe/Berlin",
        },
    )
    pair = Pair(
        administrator=admin,
        partnership_id=proposed["partnership_id"],
        person_ids=people,
        speakers=speakers,
    )
    _agree(pair)
    return pair


def _people(
    stack: Stack, admin: Speaker, mentee: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Speaker]]:
    people: dict[str, str] = {}
    speakers: dict[str, Speaker] = {}
    for role in reversed(ROLES):
        subject = str(uuid4())
        named = mentee if role == "mentee" else {"name": role, "email": f"{role}@a.example"}
        told = {"subject": subject, "time_zone": "Europe/Berlin", **named}
        manager = people.get(f"{role}_manager")
        made = admin.post("enrollment", "/people", {**told, "manager_id": manager})
        people[role], speakers[role] = made["person_id"], speaker(stack, subject)
    return people, speakers


def _enroll(
    speakers: Mapping[str, Speaker], people: Mapping[str, str], role: str, program: str, digest: str
) -> None:
    asked = {"program_id": program, "person_id": people[role], "role": role, "terms_version": 1}
    made = speakers[role].post("enrollment", "/enrollments", asked)
    for who, as_ in ((role, role), (f"{role}_manager", "manager")):
        proof = {"as": as_, "terms_version": 1, "digest": digest}
        path = f"/enrollments/{made['enrollment_id']}/acknowledgements"
        speakers[who].post("enrollment", path, proof)


def _agree(pair: Pair) -> None:
    today = now().date()
    slot = {"weekday": "tuesday", "local_time": "16:00", "time_zone": "Europe/Berlin"}
    draft = {
        "starts_on": str(today),
        "ends_on": str(today + timedelta(weeks=26)),
        "cadence_days": 14,
        "notice_hours": 24,
        "slots": [{**slot, "minutes": 60}],
        "contingencies": [{"for": "travel", "then": {"kind": "remote"}}],
        "agenda_hours": 24,
        "review_on": str(today + timedelta(weeks=13)),
    }
    digest = pair.says("mentee", "/agreements", draft)["digest"]
    for role in ROLES:
        pair.says(role, "/agreements/1/signatures", {"role": role, "digest": digest})
