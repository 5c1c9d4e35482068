"""The OpenAPI document is true: generated requests are answered as it says, and nothing fails."""

import pytest
from schemathesis import GenerationMode

from tests.integration.accountability.conftest import Service
from tests.reference.facts import instant
from tests.support.documented import document_of, every_answer_is_as_documented, is_as_documented


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_documented(service: Service, mode: GenerationMode) -> None:
    service.pass_until(instant("2027-02-14T00:00:00Z"))
    app = service.client.application
    every_answer_is_as_documented(app, "administrator", mode, examples=6)


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
    operation = document_of(service.client.application)[path]["GET"]
    names = {parameter.name for parameter in operation.path_parameters}
    case = operation.Case(path_parameters={name: alert[name] for name in names})
    is_as_documented(case, "administrator")
