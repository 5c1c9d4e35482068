"""A client that asks over HTTP, notes what it was answered, and asks again if it was not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any
from uuid import UUID

import requests

from deploy.local.stack import Stack
from tests.chaos.record import Acknowledged, Command, Outcome, Record, Refused, Unknown

_SECONDS = 4
_PAUSE_SECONDS = 0.2
_PATIENCE = 120
# Refusals that say to send the same again.
_AGAIN = {"version-conflict"}
_MALFORMED = {400, 401, 405, 415, 422}


class GaveUpError(Exception):
    """The client has not got what it needs to go on, and has waited long, or everybody stops."""


@dataclass(kw_only=True, eq=False)
class Client:
    """One for each thread. `waiting` is set when everybody is to stop."""

    stack: Stack
    record: Record
    waiting: Event = field(default_factory=Event)
    _session: requests.Session = field(default_factory=requests.Session)

    def ask(
        self, token: str, service: str, path: str, body: Mapping[str, Any], *, tries: int = 4
    ) -> Outcome:
        """Ask once, and again as long as nothing is known of it."""

        def send(command: Command) -> Outcome:
            return self._send(command, token, path, body)

        command = Command(service=service, what=path, send=send)
        return insist(self.record.add(command), tries, self.waiting)

    def must(self, token: str, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Ask for what cannot be refused for long: what is just being heard elsewhere, say."""
        deadline = monotonic() + _PATIENCE
        while not self.waiting.is_set() and monotonic() < deadline:
            told = self.ask(token, service, path, body, tries=100)
            if isinstance(told, Acknowledged):
                return told.answer
            self.waiting.wait(_PAUSE_SECONDS)
        raise GaveUpError(path)

    def get(self, token: str, service: str, path: str) -> Any:
        """Read something, if it can be had just now."""
        try:
            answer = self._session.get(
                f"{self.stack.url(service)}{path}", headers=_bearer(token), timeout=_SECONDS
            )
            return answer.json() if answer.ok else None
        except (requests.RequestException, ValueError):
            return None

    def _send(self, command: Command, token: str, path: str, body: Mapping[str, Any]) -> Outcome:
        key = str(command.command_id)
        headers = {**_bearer(token), "Idempotency-Key": key, "X-Correlation-ID": key}
        url = f"{self.stack.url(command.service)}{path}"
        try:
            answer = self._session.post(url, json=body, headers=headers, timeout=_SECONDS)
            return _outcome(answer.status_code, answer.json())
        except (requests.RequestException, ValueError) as error:
            return Unknown(why=repr(error))


def insist(command: Command, tries: int, waiting: Event) -> Outcome:
    """Ask until something is known of it, or so many times."""
    for _ in range(tries):
        command.again()
        if command.settled or waiting.is_set():
            break
        waiting.wait(_PAUSE_SECONDS)
    return command.outcomes[-1]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _outcome(status: int, answer: Mapping[str, Any]) -> Outcome:
    assert status not in _MALFORMED, answer
    if status == 201:
        return Acknowledged(event_ids=tuple(map(UUID, answer["event_ids"])), answer=answer)
    rule = str(answer["type"]).removeprefix("/problems/")
    if status >= 500 or rule in _AGAIN:
        return Unknown(why=rule)
    return Refused(rule=rule)
