"""Accountability over HTTP on a real PostgreSQL, with the pair that every test here is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.accountability.app import make_app
from shared.auth import InvalidTokenError, Principal
from shared.database import Connection, connect, connect_pool
from shared.events import enrollment, partnerships
from shared.metrics import new_registry
from tests.integration.accountability.directory import directory
from tests.integration.accountability.feeding import feed, let_time_pass, raw
from tests.integration.accountability.pair import Pair

TOPICS = {
    enrollment.SOURCE: enrollment.TOPIC,
    partnerships.SOURCE: partnerships.TOPIC,
}
CALLERS = {
    "administrator": Principal(
        subject="sub-admin", roles=frozenset({"administrator"}), scopes=frozenset()
    ),
    "operator": Principal(subject="sub-ops", roles=frozenset({"operator"}), scopes=frozenset()),
    "integration": Principal(
        subject="sub-bot",
        roles=frozenset({"integration"}),
        scopes=frozenset({"accountability:read"}),
    ),
    "scopeless": Principal(
        subject="sub-other-bot", roles=frozenset({"integration"}), scopes=frozenset()
    ),
    **{
        name: Principal(subject=f"sub-{name}", roles=frozenset({"participant"}), scopes=frozenset())
        for name in ("mentor", "mentee", "mentor-manager", "mentee-manager", "stranger")
    },
}


@dataclass
class Clock:
    now: datetime = datetime(2027, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(kw_only=True)
class Service:
    client: FlaskClient
    connection: Connection
    url: str
    clock: Clock = field(default_factory=Clock)
    offset: int = 0

    def hear(self, events: list[dict[str, Any]]) -> None:
        feed(
            self.connection,
            [
                raw(event, self.offset + n, TOPICS[event["source"]])
                for n, event in enumerate(events)
            ],
        )
        self.offset += len(events)

    def pass_until(self, through: datetime) -> None:
        let_time_pass(self.connection, through)

    def get(self, path: str, who: str = "administrator") -> TestResponse:
        return self.client.get(path, headers={"Authorization": f"Bearer {who}"})

    def items(self, path: str, who: str = "administrator") -> list[Any]:
        answer = self.get(path, who)
        assert answer.status_code == 200, answer.json
        return list(answer.json["items"])  # type: ignore[index]

    def post(
        self, path: str, body: dict[str, Any], who: str = "administrator", **headers: str
    ) -> TestResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {
            "Authorization": f"Bearer {who}",
            "Idempotency-Key": str(uuid4()),
            **given,
        }
        return self.client.post(path, json=body, headers=headers)


def verify(token: str) -> Principal:
    if token not in CALLERS:
        raise InvalidTokenError("unknown")
    return CALLERS[token]


@pytest.fixture
def service(fresh_database: Callable[[str], str]) -> Iterator[Service]:
    url, clock = fresh_database("accountability"), Clock()
    with connect_pool(url, size=4) as pool, connect(url) as connection:
        app = make_app(pool, verify, clock, new_registry())
        yield Service(client=app.test_client(), connection=connection, url=url, clock=clock)


@pytest.fixture
def pair(service: Service) -> Pair:
    """A pair that signed in January, met on the 15th, and then fell silent."""
    pair = Pair()
    pair.agree()
    pair.meet(1, "2027-01-15T09:00:00Z")
    service.hear([*directory(), *pair.new()])
    return pair
