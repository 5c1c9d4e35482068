"""Pairs that work together since two months ago, made through the APIs whatever happens there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from shared.clock import now
from tests.chaos.asking import Client
from tests.support.pairing import ROLES, TERMS
from tests.support.speaking import administrator, speaker

SINCE = timedelta(days=60)
ZONE = "Europe/Berlin"
SLOT = {"weekday": "tuesday", "local_time": "16:00", "time_zone": ZONE, "minutes": 60}


@dataclass(kw_only=True, eq=False)
class Pair:
    """`tokens` by role, the administrator's among them; `meetings` those somebody may speak of."""

    partnership_id: UUID
    tokens: Mapping[str, str]
    enrollments: Mapping[str, str]
    meetings: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/partnerships/{self.partnership_id}"


def make_pair(client: Client, began: datetime | None = None) -> Pair:
    """Everybody is registered, enrolled and has signed: each step insisted on."""
    admin = administrator(client.stack).token
    program_id, subjects = str(uuid4()), {role: str(uuid4()) for role in ROLES}
    client.must(admin, "enrollment", "/programs", {"program_id": program_id, "key": program_id})
    terms = client.must(admin, "enrollment", f"/programs/{program_id}/terms", TERMS)
    people = _people(client, admin, subjects)
    tokens = {role: speaker(client.stack, subject).token for role, subject in subjects.items()}
    enrollments = {
        role: _enroll(client, tokens, people[role], role, (program_id, terms["digest"]))
        for role in ("mentor", "mentee")
    }
    pair = Pair(
        partnership_id=uuid4(),
        tokens={**tokens, "administrator": admin},
        enrollments=enrollments,
    )
    _agree(client, pair, _proposal(pair, program_id, people), began or now() - SINCE)
    return pair


def _people(client: Client, admin: str, subjects: Mapping[str, str]) -> dict[str, str]:
    people: dict[str, str] = {}
    for role in reversed(ROLES):
        body = {
            "subject": subjects[role],
            "time_zone": ZONE,
            "name": f"{role} {subjects[role]}",
            "email": f"{role}@{subjects[role]}.example",
            "manager_id": people.get(f"{role}_manager"),
        }
        people[role] = client.must(admin, "enrollment", "/people", body)["person_id"]
    return people


def _enroll(
    client: Client, tokens: Mapping[str, str], person_id: str, role: str, terms: tuple[str, str]
) -> str:
    program_id, digest = terms
    asked = {"program_id": program_id, "person_id": person_id, "role": role, "terms_version": 1}
    made = client.must(tokens[role], "enrollment", "/enrollments", asked)
    path = f"/enrollments/{made['enrollment_id']}/acknowledgements"
    for who, as_ in ((role, role), (f"{role}_manager", "manager")):
        proof = {"as": as_, "terms_version": 1, "digest": digest}
        client.must(tokens[who], "enrollment", path, proof)
    return str(made["enrollment_id"])


def _proposal(pair: Pair, program_id: str, people: Mapping[str, str]) -> dict[str, str]:
    return {
        "partnership_id": str(pair.partnership_id),
        "program_id": program_id,
        "mentor_id": people["mentor"],
        "mentee_id": people["mentee"],
        "time_zone": ZONE,
    }


def _agree(client: Client, pair: Pair, proposal: Mapping[str, str], began: datetime) -> None:
    client.must(pair.tokens["administrator"], "partnerships", "/partnerships", proposal)
    drafted = client.must(
        pair.tokens["mentee"], "partnerships", f"{pair.path}/agreements", _draft(began)
    )
    for role in ROLES:
        signature = {"role": role, "digest": drafted["digest"], "time": written(began)}
        path = f"{pair.path}/agreements/1/signatures"
        client.must(pair.tokens[role], "partnerships", path, signature)


def _draft(began: datetime) -> dict[str, object]:
    return {
        "starts_on": str(began.date()),
        "ends_on": str(began.date() + timedelta(weeks=26)),
        "cadence_days": 14,
        "notice_hours": 24,
        "slots": [SLOT],
        "contingencies": [{"for": "travel", "then": {"kind": "remote"}}],
        "agenda_hours": 24,
        "review_on": str(began.date() + timedelta(weeks=13)),
        "time": written(began),
    }


def written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
