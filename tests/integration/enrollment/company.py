"""A small company that speaks to enrollment over HTTP: what tests start from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.database import Pool

ADMINISTRATOR = "administrator/root"
RESPONSIBILITIES = {
    "mentor": "Gives time.",
    "mentee": "Drives.",
    "manager": "Respects the times.",
    "administrator": "Checks in.",
}
TERMS = {
    "responsibilities": RESPONSIBILITIES,
    "duration_weeks": {"least": 12, "usual": 26, "most": 52},
    "policy": {},
}


def person_token(subject: str) -> str:
    return f"participant/{subject}"


@dataclass(frozen=True, kw_only=True)
class Company:
    client: FlaskClient
    pool: Pool

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = ADMINISTRATOR,
        **headers: str,
    ) -> TestResponse:
        sent = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(path, method=method, json=body, headers=sent)

    def post(
        self, path: str, body: Any, *, token: str = ADMINISTRATOR, **headers: str
    ) -> TestResponse:
        return self.send("POST", path, body, token=token, **headers)

    def get(self, path: str, *, token: str = ADMINISTRATOR) -> TestResponse:
        return self.send("GET", path, token=token)

    def made(self, path: str, body: Any, *, token: str = ADMINISTRATOR) -> Any:
        answer = self.post(path, body, token=token)
        assert answer.status_code == 201, answer.json
        return answer.json

    def program(self, key: str = "growth") -> str:
        return str(self.made("/programs", {"key": key})["program_id"])

    def terms(self, program_id: str, **changed: Any) -> Any:
        return self.made(f"/programs/{program_id}/terms", {**TERMS, **changed})

    def person(self, subject: str, manager_id: str | None = None) -> str:
        body = {
            "subject": subject,
            "name": f"{subject.title()} Example",
            "email": f"{subject}@example.com",
            "time_zone": "Europe/Berlin",
            "manager_id": manager_id,
        }
        return str(self.made("/people", body)["person_id"])

    def enroll(self, program_id: str, person_id: str, **changed: Any) -> str:
        body = {
            "program_id": program_id,
            "person_id": person_id,
            "role": "mentee",
            "capacity": 1,
            "terms_version": 1,
        }
        return str(self.made("/enrollments", {**body, **changed})["enrollment_id"])

    def acknowledge(
        self, enrollment_id: str, subject: str, as_: str, terms: Any, **changed: Any
    ) -> TestResponse:
        body = {"as": as_, "terms_version": terms["terms_version"], "digest": terms["digest"]}
        path = f"/enrollments/{enrollment_id}/acknowledgements"
        return self.post(path, {**body, **changed}, token=person_token(subject))

    def event_types(self, stream: str) -> list[str]:
        with self.pool.connection() as db:
            rows = db.execute(
                "SELECT type FROM events WHERE stream = %s ORDER BY version", (stream,)
            ).fetchall()
        return [row[0] for row in rows]

    def number_of_events(self) -> int:
        with self.pool.connection() as db:
            row = db.execute("SELECT count(*) FROM events").fetchone()
        return int(row[0]) if row else 0


def some_id() -> str:
    return str(uuid4())


def is_uuid(text: str) -> bool:
    return str(UUID(text)) == text
