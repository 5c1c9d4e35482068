"""A short run of the machine; a long one is among the integration tests."""

from hypothesis import HealthCheck, settings

from tests.unit.partnerships.machine import PartnershipMachine

TestPartnership = PartnershipMachine.TestCase
TestPartnership.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
