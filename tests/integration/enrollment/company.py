"""A small company that speaks to enrollment over HTTP: what tests start from."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

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
class Reply:
    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def body(self) -> Any:
        return self.answer.json

    @property
    def rule(self) -> str:
        """The rule that refused; nothing if the answer is no problem document."""
        is_problem = self.answer.mimetype == "application/problem+json"
        return str(self.body["type"]).removeprefix("/problems/") if is_problem else ""

    def header(self, name: str) -> str:
        return self.answer.headers.get(name, "")


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
        by: str | None = ADMINISTRATOR,
        **headers: str,
    ) -> Reply:
        sent = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        if by is not None:
            sent["Authorization"] = f"Bearer {by}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.open(path, method=method, json=body, headers=sent)
        return Reply(answer=answer)

    def post(self, path: str, body: Any, *, by: str = ADMINISTRATOR, **headers: str) -> Reply:
        return self.send("POST", path, body, by=by, **headers)

    def get(self, path: str, *, by: str = ADMINISTRATOR) -> Reply:
        return self.send("GET", path, by=by)

    def made(self, path: str, body: Any, *, by: str = ADMINISTRATOR) -> Any:
        answer = self.post(path, body, by=by)
        assert answer.status == 201, answer.body
        return answer.body

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
    ) -> Reply:
        body = {"as": as_, "terms_version": terms["terms_version"], "digest": terms["digest"]}
        path = f"/enrollments/{enrollment_id}/acknowledgements"
        return self.post(path, {**body, **changed}, by=person_token(subject))

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
