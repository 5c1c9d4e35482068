"""What stands around the routes: guard, health, metrics, documents."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry

from shared.auth import Principal
from shared.http.app import Web, create_app
from shared.http.blueprint import Routes


def nobody(_token: str) -> Principal:
    raise AssertionError


def test_a_route_that_does_not_say_who_may_call_it_keeps_the_application_from_starting() -> None:
    routes = Routes("open")

    @routes.get("/open")
    def get_open() -> Any:
        return {}

    web = Web(name="open", routes=[routes], verify=nobody, registry=CollectorRegistry())
    with pytest.raises(LookupError, match=r"open\.get_open"):
        create_app(web)


def test_not_ready_names_what_fails() -> None:
    def fails() -> None:
        raise ConnectionError

    ready = {"database": fails, "disk": lambda: None}
    web = Web(name="x", routes=[], verify=nobody, registry=CollectorRegistry(), ready=ready)
    client = create_app(web).test_client()

    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "waiting", "for": ["database"]})


def test_requests_are_measured_by_route(client: FlaskClient) -> None:
    client.get("/things/7b0d9c1c-1d0c-4a2c-9d7c-2f1f6f1f0001")

    metrics = client.get("/metrics").text
    assert 'route="/things/<uuid:thing_id>",status="401"' in metrics


def test_the_document_says_what_each_operation_takes_and_refuses(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json or {}

    operation = document["paths"]["/things"]["post"]
    assert document["openapi"].startswith("3.1")
    assert [header["name"] for header in operation["parameters"]] == ["Idempotency-Key", "If-Match"]
    assert "administrator" in operation["description"]
    problem = document["components"]["responses"]["PROBLEM"]["content"]
    assert list(problem) == ["application/problem+json"]
    body = document["components"]["schemas"]["ThingBody"]
    assert body["additionalProperties"] is False
    then = document["components"]["schemas"]["ContingencyBody"]["properties"]["then"]
    assert len(then["oneOf"]) == 4


def test_the_viewer_brings_all_it_needs(client: FlaskClient) -> None:
    page = client.get("/docs")

    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script>" not in page.text
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert f"/docs/{asset}" in page.text
        with client.get(f"/docs/{asset}") as answer:
            assert answer.status_code == 200
    assert client.get("/docs/../app.py").status_code == 404
