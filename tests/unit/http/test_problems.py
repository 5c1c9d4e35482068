"""Whatever is refused is refused in a problem document."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

ADMINISTRATOR = {"Authorization": "Bearer administrator"}
POST = {**ADMINISTRATOR, "Idempotency-Key": "1"}
THING = f"/things/{uuid4()}"


@pytest.mark.parametrize(
    ("request_line", "headers", "sent", "expected"),
    [
        ("GET /nowhere", {}, None, "404 not-found"),
        ("GET /things/7", ADMINISTRATOR, None, "404 not-found"),
        ("DELETE /things", ADMINISTRATOR, None, "405 method-not-allowed"),
        (f"GET {THING}", {}, None, "401 unauthorized"),
        (f"GET {THING}", {"Authorization": "Basic x"}, None, "401 unauthorized"),
        (f"GET {THING}", {"Authorization": "Bearer forged"}, None, "401 unauthorized"),
        (f"GET {THING}", {"Authorization": "Bearer unreachable"}, None, "503 keys-unreachable"),
        ("POST /things", {"Authorization": "Bearer participant"}, "{}", "403 forbidden"),
        (f"GET {THING}", {"Authorization": "Bearer integration/x"}, None, "403 forbidden"),
        ("POST /things", ADMINISTRATOR, "{}", "400 idempotency-key-required"),
        ("POST /things", POST, None, "415 unsupported-media-type"),
        ("POST /things", POST, "", "400 malformed-json"),
        ("POST /things", POST, "{", "400 malformed-json"),
        ("POST /things", POST, '{"a": NaN}', "400 malformed-json"),
        ("POST /things", POST, "[]", "422 invalid-fields"),
        ("POST /things", POST, '{"unknown": 1}', "422 invalid-fields"),
        (f"PUT {THING}", ADMINISTRATOR, "{}", "428 if-match-required"),
        (f"PUT {THING}", {**ADMINISTRATOR, "If-Match": "3"}, "{}", "400 malformed-if-match"),
        (f"PUT {THING}", {**ADMINISTRATOR, "If-Match": '"new"'}, "{}", "412 stale-version"),
        (f"PUT {THING}", {**ADMINISTRATOR, "If-Match": 'W/"3"'}, "{}", "412 stale-version"),
        ("GET /failures/domain", ADMINISTRATOR, None, "409 too-late"),
        ("GET /failures/conflict", ADMINISTRATOR, None, "409 version-conflict"),
        ("GET /failures/database", ADMINISTRATOR, None, "503 database-unavailable"),
        ("GET /failures/bug", ADMINISTRATOR, None, "500 internal-error"),
    ],
)
def test_each_refusal_is_a_problem_document(
    client: FlaskClient,
    request_line: str,
    headers: dict[str, str],
    sent: str | None,
    expected: str,
) -> None:
    method, path = request_line.split()
    json_type = {} if sent is None else {"Content-Type": "application/json"}
    answer = client.open(path, method=method, data=sent, headers={**headers, **json_type})

    status, rule = expected.split()
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json(force=True)
    assert (answer.status_code, problem["status"]) == (int(status), int(status))
    assert problem["type"] == f"/problems/{rule}"
    assert problem["correlation_id"] == answer.headers["X-Correlation-ID"]
    assert "secret" not in answer.text


def test_what_a_method_or_a_caller_lacks_is_said_in_headers(client: FlaskClient) -> None:
    assert "POST" in client.delete("/things").headers["Allow"]
    assert client.get(THING).headers["WWW-Authenticate"].startswith("Bearer")
    unreachable = client.get(THING, headers={"Authorization": "Bearer unreachable"})
    assert "Retry-After" in unreachable.headers


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    headers = {**POST, "Content-Type": "application/json"}
    answer = client.post("/things", data=b" " * (5 * 1024 * 1024), headers=headers)

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
