"""The OpenAPI document is true: generated requests are answered as it says, and nothing fails."""

import pytest
from prometheus_client import CollectorRegistry
from schemathesis import GenerationMode

from services.enrollment.app import make_app
from shared.clock import now
from tests.integration.enrollment.company import ADMINISTRATOR, Company
from tests.integration.enrollment.conftest import verify
from tests.support.documented import every_answer_is_as_documented


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_documented(shared_company: Company, mode: GenerationMode) -> None:
    app = make_app(shared_company.pool, verify, now, CollectorRegistry())
    every_answer_is_as_documented(app, ADMINISTRATOR, mode, examples=6)
