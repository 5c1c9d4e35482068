"""Partnerships on a database of its own, and callers whose tokens say who they are."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry

from services.partnerships.app import make_app
from shared.auth import InvalidTokenError, Principal
from shared.clock import now
from shared.database import Pool, connect_pool
from tests.integration.partnerships.office import Office, Pair, Partnership
from tests.support.databases import Templates

SCOPES = {
    "integration": frozenset({"partnerships:read", "partnerships:write"}),
    "reader": frozenset({"partnerships:read"}),
}


def verify(token: str) -> Principal:
    """A token is `<role>/<subject>`."""
    role, _, subject = token.partition("/")
    if not subject:
        raise InvalidTokenError("it names no role and subject")
    roles = frozenset({"integration" if role == "reader" else role})
    return Principal(subject=subject, roles=roles, scopes=SCOPES.get(role, frozenset()))


@pytest.fixture(scope="module")
def pool(templates: Templates) -> Iterator[Pool]:
    url = templates.clone("partnerships")
    with connect_pool(url, size=8) as pool:
        yield pool
    templates.drop(url)


@pytest.fixture(scope="module")
def client(pool: Pool) -> FlaskClient:
    return make_app(pool, verify, now, CollectorRegistry()).test_client()


@pytest.fixture(scope="module")
def shared_office(client: FlaskClient, pool: Pool) -> Office:
    """For tests that write nothing but what they start from."""
    return make_office(client, pool)


@pytest.fixture
def office(client: FlaskClient, pool: Pool) -> Office:
    return make_office(client, pool)


def make_office(client: FlaskClient, pool: Pool) -> Office:
    office = Office(client=client, pool=pool)
    office.publish_terms()
    return office


@pytest.fixture
def pair(office: Office) -> Pair:
    return make_pair(office)


def make_pair(office: Office) -> Pair:
    managers = {"mentor_manager": office.person("mona"), "mentee_manager": office.person("moe")}
    mentor = office.person("max", managers["mentor_manager"])
    mentee = office.person("mia", managers["mentee_manager"])
    return Pair(
        office=office,
        people={"mentor": mentor, "mentee": mentee, **managers},
        enrollments={
            "mentor": office.enroll(mentor, "mentor", managers["mentor_manager"]),
            "mentee": office.enroll(mentee, "mentee", managers["mentee_manager"]),
        },
    )


@pytest.fixture
def proposed(pair: Pair) -> Partnership:
    return pair.proposed()


@pytest.fixture
def active(proposed: Partnership) -> Partnership:
    return proposed.activated()
