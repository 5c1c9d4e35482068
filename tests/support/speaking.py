"""Speaks to the running services as one person after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import requests

from deploy.local.stack import Stack
from tests.support.eventually import eventually


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Somebody with a token."""

    stack: Stack
    token: str

    def post(self, service: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.send("POST", service, path, body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def post_when_heard(self, service: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What one service has just learned, another hears within moments."""
        answers: list[requests.Response] = []

        def accepted() -> bool:
            answers.append(self.send("POST", service, path, body))
            return answers[-1].status_code == 201

        eventually(accepted, 20)
        return dict(answers[-1].json())

    def get(self, service: str, path: str) -> requests.Response:
        return self.send("GET", service, path)

    def delete(self, service: str, path: str) -> requests.Response:
        return self.send(
            "DELETE", service, path, None, {"If-Match": self.get(service, path).headers["ETag"]}
        )

    def send(
        self,
        method: str,
        service: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        said = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid4())}
        url = f"{self.stack.url(service)}{path}"
        return requests.request(
            method, url, json=body, headers={**said, **(headers or {})}, timeout=30
        )


def administrator(stack: Stack) -> Speaker:
    return speaker(stack, f"admin-{uuid4()}", "administrator")


def speaker(stack: Stack, subject: str, role: str = "participant") -> Speaker:
    return Speaker(stack=stack, token=_token(stack, subject, role))


def _token(stack: Stack, subject: str, role: str) -> str:
    asked = {"subject": subject, "roles": [role], "scope": ""}
    answer = requests.post(f"{stack.addresses.issuer}/token", json=asked, timeout=10)
    return str(answer.json()["access_token"])
