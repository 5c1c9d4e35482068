"""Holds a service to its OpenAPI document: generated requests are answered as it says."""

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import missing_required_header
from schemathesis.specs.openapi.schemas import OpenApiSchema

# A change without If-Match is 428, a stale one 412: both are documented as problem documents.
_CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "412", "428"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "412", "415", "422", "428"]
"""


def document_of(app: Flask) -> OpenApiSchema:
    config = schemathesis.Config.from_str(_CONFIG)
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)


def every_answer_is_as_documented(
    app: Flask, token: str, mode: GenerationMode, *, examples: int
) -> None:
    """Ask every operation so many times, with what is valid or with what is not."""
    for result in document_of(app).get_all_operations():
        assert isinstance(result, Ok)
        _try_out(result.ok().as_strategy(generation_mode=mode), token, examples)


def _try_out(cases: SearchStrategy[Case[Any]], token: str, examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def answered(case: Case[Any]) -> None:
        case.body = _whole(case.body)
        case.query.pop("after", None)  # an unknown event is waited for, for seconds
        is_as_documented(case, token)

    answered()


def is_as_documented(case: Case[Any], token: str) -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}"}, excluded_checks=[missing_required_header]
    )


def _whole(value: Any) -> Any:
    """JSON Schema takes 5.0 for a whole number; we do not."""
    match value:
        case dict():
            return {name: _whole(part) for name, part in value.items()}
        case list():
            return [_whole(part) for part in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
