"""Enrollment on a database of its own, and callers whose tokens say who they are."""

from collections.abc import Callable, Iterator

import pytest
from prometheus_client import CollectorRegistry

from services.enrollment.app import make_app
from shared.auth import InvalidTokenError, Principal
from shared.clock import now
from shared.database import Pool, connect_pool
from tests.integration.enrollment.company import Company
from tests.support.databases import Templates

SCOPES = {
    "integration": frozenset({"enrollment:read", "enrollment:write"}),
    "reader": frozenset({"enrollment:read"}),
}


def verify(token: str) -> Principal:
    """A token is `<role>/<subject>`."""
    role, _, subject = token.partition("/")
    if not subject:
        raise InvalidTokenError("it names no role and subject")
    roles = frozenset({"integration" if role == "reader" else role})
    return Principal(subject=subject, roles=roles, scopes=SCOPES.get(role, frozenset()))


@pytest.fixture
def pool(fresh_database: Callable[[str], str]) -> Iterator[Pool]:
    with connect_pool(fresh_database("enrollment"), size=4) as pool:
        yield pool


@pytest.fixture
def company(pool: Pool) -> Company:
    app = make_app(pool, verify, now, CollectorRegistry())
    return Company(client=app.test_client(), pool=pool)


@pytest.fixture(scope="module")
def shared_company(templates: Templates) -> Iterator[Company]:
    """For tests that write nothing."""
    url = templates.clone("enrollment")
    with connect_pool(url, size=4) as pool:
        app = make_app(pool, verify, now, CollectorRegistry())
        yield Company(client=app.test_client(), pool=pool)
    templates.drop(url)
