"""The OpenAPI document is true: generated requests are answered as it says, and nothing fails."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from prometheus_client import CollectorRegistry
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import missing_required_header
from schemathesis.specs.openapi.schemas import OpenApiSchema

from services.partnerships.app import make_app
from shared.clock import now
from tests.integration.partnerships.conftest import verify
from tests.integration.partnerships.office import ADMINISTRATOR, Office

# A change without If-Match is 428, a stale one 412: both are documented as problem documents.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "412", "428"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "412", "415", "422", "428"]
"""
_SLOW = list(HealthCheck)


@pytest.fixture(scope="module")
def api(shared_office: Office) -> OpenApiSchema:
    app = make_app(shared_office.pool, verify, now, CollectorRegistry())
    config = schemathesis.Config.from_str(CONFIG)
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_documented(api: OpenApiSchema, mode: GenerationMode) -> None:
    for result in api.get_all_operations():
        assert isinstance(result, Ok)
        _try_out(result.ok().as_strategy(generation_mode=mode))


def _try_out(cases: SearchStrategy[Case[Any]]) -> None:
    @settings(
        max_examples=3, derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW
    )
    @given(case=cases)
    def answered_as_documented(case: Case[Any]) -> None:
        case.body = whole(case.body)
        case.call_and_validate(
            headers={"Authorization": f"Bearer {ADMINISTRATOR}"},
            excluded_checks=[missing_required_header],
        )

    answered_as_documented()


def whole(value: Any) -> Any:
    """JSON Schema takes 5.0 for a whole number; we do not."""
    match value:
        case dict():
            return {name: whole(part) for name, part in value.items()}
        case list():
            return [whole(part) for part in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
