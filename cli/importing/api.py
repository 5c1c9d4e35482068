"""Speaks to the services as an administrator: every request may be sent again, and is."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import requests

from shared.events.event import encode

PATIENCE_SECONDS = 60.0
FIRST_PATIENCE_SECONDS = 10.0
TIMEOUT_SECONDS = 30.0
# No answer, or half of one: its sender was stopped while it spoke.
BROKEN_OFF = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
PASSING = frozenset({429, 500, 502, 503, 504})


class UnreachableError(Exception):
    """A service does not answer, or does not let us in."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: Any

    @property
    def rule(self) -> str:
        kind = self.body.get("type", "") if isinstance(self.body, dict) else ""
        return str(kind).rpartition("/")[2]

    @property
    def detail(self) -> str:
        return described(self.body) if isinstance(self.body, dict) else str(self.body)


@dataclass(frozen=True, kw_only=True)
class Call:
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def headers(self) -> dict[str, str]:
        """The key follows from the request: sent again tomorrow, it is still the same."""
        if self.body is None:
            return {}
        key = sha256(f"{self.method} {self.path}\n".encode() + self.body).hexdigest()
        return {"Content-Type": "application/json", "Idempotency-Key": key}


class RefusedError(Exception):
    """A service refuses what the rows say."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.detail)
        self.answer = answer


@dataclass(frozen=True, kw_only=True)
class Api:
    """One service. Each thread has its own connections."""

    url: str
    token: str
    patience: float = PATIENCE_SECONDS
    between_tries: float = 0.25
    _local: threading.local = field(default_factory=threading.local)

    def find(self, path: str, **query: str) -> list[Any]:
        """Everything in a list, page after page."""
        found: list[Any] = []
        cursor: dict[str, str] = {}
        while True:
            page = self.send(Call(method="GET", path=path, query={**query, **cursor})).body
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = {"cursor": page["next"]}

    def get(self, path: str) -> Any | None:
        try:
            return self.send(Call(method="GET", path=path)).body
        except RefusedError as refused:
            if refused.answer.status == requests.codes.not_found:
                return None
            raise

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return self.send(Call(method="POST", path=path, body=encode(body)))

    def send(self, call: Call) -> Answer:
        deadline = time.monotonic() + self.patience
        while True:
            answer = self.attempt(call)
            if answer is not None and answer.status not in PASSING:
                return accepted(answer, self.url)
            if time.monotonic() > deadline:
                raise UnreachableError(self._silence(answer))
            self.wait()

    def wait(self) -> None:
        threading.Event().wait(self.between_tries)

    def attempt(self, call: Call) -> Answer | None:
        """Nothing comes back where nothing answers."""
        try:
            response = self._session().request(
                call.method,
                self.url.rstrip("/") + call.path,
                params=call.query,
                data=call.body,
                headers=call.headers(),
                timeout=TIMEOUT_SECONDS,
            )
        except BROKEN_OFF:
            return None
        return Answer(status=response.status_code, body=body_of(response))

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            if self.token:
                self._local.session.headers["Authorization"] = f"Bearer {self.token}"
        session: requests.Session = self._local.session
        return session

    def _silence(self, answer: Answer | None) -> str:
        if answer is None:
            return f"nothing answers at {self.url}; is the system running (`make run`)?"
        return f"{self.url} answers {answer.status} again and again: {answer.detail}"


def accepted(answer: Answer, url: str) -> Answer:
    if answer.status in {requests.codes.unauthorized, requests.codes.forbidden}:
        raise UnreachableError(f"{url} does not let us in: {answer.detail}")
    if answer.status >= requests.codes.bad_request:
        raise RefusedError(answer)
    return answer


def body_of(response: requests.Response) -> Any:
    try:
        return response.json()
    except requests.JSONDecodeError:
        return response.text


def described(problem: Mapping[str, Any]) -> str:
    detail = str(problem.get("detail", problem))
    errors = problem.get("errors")
    return f"{detail} {errors}" if errors else detail


def development_token(issuer: str, subject: str) -> str:
    """A token of the development issuer; elsewhere one is given with --token."""
    asked = {"subject": subject, "roles": ["administrator"], "scope": ""}
    try:
        answer = Api(url=issuer, token="", patience=FIRST_PATIENCE_SECONDS).post("/token", asked)
    except RefusedError as refused:
        raise UnreachableError(f"the issuer at {issuer} refuses: {refused}") from refused
    return str(answer.body["access_token"])
