"""A long run of the machine that the unit tests run shortly."""

from hypothesis import HealthCheck, settings

from tests.unit.partnerships.machine import PartnershipMachine

TestPartnership = PartnershipMachine.TestCase
TestPartnership.settings = settings(
    max_examples=150,
    stateful_step_count=60,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
