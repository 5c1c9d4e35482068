"""The OpenAPI document is true: generated requests are answered as it says, and nothing fails."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import missing_required_header
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.integration.accountability.conftest import Service
from tests.integration.enrollment.test_schema import CONFIG, whole
from tests.reference.facts import instant

_SLOW = list(HealthCheck)


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_documented(service: Service, mode: GenerationMode) -> None:
    service.pass_until(instant("2027-02-14T00:00:00Z"))
    for result in _api(service).get_all_operations():
        assert isinstance(result, Ok)
        _try_out(result.ok().as_strategy(generation_mode=mode))


def _try_out(cases: SearchStrategy[Case[Any]]) -> None:
    @settings(
        max_examples=6, derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW
    )
    @given(case=cases)
    def answered_as_documented(case: Case[Any]) -> None:
        case.body = whole(case.body)
        case.query.pop("after", None)  # an unknown event is waited for, for seconds
        case.call_and_validate(
            headers={"Authorization": "Bearer administrator"},
            excluded_checks=[missing_required_header],
        )

    answered_as_documented()


PATHS = [
    "/partnerships",
    "/partnerships/{partnership_id}",
    "/partnerships/{partnership_id}/timeline",
    "/partnerships/{partnership_id}/excuses",
    "/partnerships/{partnership_id}/report",
    "/alerts",
    "/alerts/{alert_id}",
    "/programs",
    "/programs/{program_id}/report",
    "/report",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("pair")
def test_what_is_really_there_is_as_documented(service: Service, path: str) -> None:
    service.pass_until(instant("2027-02-14T00:00:00Z"))
    (alert,) = service.items("/alerts?rule=no-meeting")
    operation = _api(service)[path]["GET"]
    names = {parameter.name for parameter in operation.path_parameters}
    case = operation.Case(path_parameters={name: alert[name] for name in names})
    case.call_and_validate(
        headers={"Authorization": "Bearer administrator"},
        excluded_checks=[missing_required_header],
    )


def _api(service: Service) -> OpenApiSchema:
    config = schemathesis.Config.from_str(CONFIG)
    app = service.client.application
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)
