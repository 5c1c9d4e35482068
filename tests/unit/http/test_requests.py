"""Requests are taken strictly, and keep what they say."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HEADERS = {
    "Authorization": "Bearer administrator",
    "Idempotency-Key": "1",
    "Content-Type": "application/json",
}
SLOT = {"weekday": "monday", "local_time": "09:30", "time_zone": "Europe/Berlin", "minutes": 45}


def post(client: FlaskClient, body: str | dict[str, Any], **headers: str) -> TestResponse:
    sent = {"data": body} if isinstance(body, str) else {"json": body}
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/things", headers={**HEADERS, **more}, **sent)


@pytest.mark.parametrize(
    "field",
    [
        '"number": "5"',
        '"number": 5.0',
        '"number": true',
        '"number": 11',
        '"factor": "1.5"',
        '"factor": 0.99',
        '"factor": 1e400',
        '"flag": 1',
        '"flag": "true"',
        '"thing_id": "12345678123456781234567812345678"',
        '"day": "2027-02-30"',
        '"day": "2027-W01-1"',
        '"time": "2027-01-01T00:00:00"',
        '"at": "25:00"',
        '"zone": "../etc/passwd"',
        '"text": "\\u0000"',
        '"text": 5',
    ],
)
def test_what_is_not_exactly_of_its_type_is_a_field_error(client: FlaskClient, field: str) -> None:
    answer = post(client, f"{{{field}}}")

    name = field.split('"')[1]
    assert answer.status_code == 422
    assert list(answer.get_json(force=True)["errors"]) == [name]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"zone": "Europe/Atlantis"}, "unknown-time-zone"),
        ({"day": "1815-06-18"}, "date-out-of-range"),
        ({"time": "0001-01-01T00:00:00+14:00"}, "date-out-of-range"),
    ],
)
def test_what_a_schema_cannot_say_is_a_refusal(
    client: FlaskClient, body: dict[str, Any], rule: str
) -> None:
    answer = post(client, body)

    assert (answer.status_code, answer.get_json(force=True)["type"]) == (409, f"/problems/{rule}")


@pytest.mark.parametrize("written", ["1.10", "2", "2.0", "1.5"])
def test_numbers_keep_the_digits_they_were_written_with(client: FlaskClient, written: str) -> None:
    assert f'"factor":{written}}}' in post(client, f'{{"factor": {written}}}').text


def test_a_contingency_is_concrete(client: FlaskClient) -> None:
    fine = {"for": "travel", "then": {"kind": "alternative_slot", "slot": SLOT}}
    vague = {"for": "travel", "then": {"kind": "somehow"}}
    unknown = {"for": "travel", "then": {"kind": "remote", "days": 3}}

    assert post(client, {"contingencies": [fine]}).status_code == 201
    errors = post(client, {"contingencies": [vague, unknown]}).get_json(force=True)["errors"]
    assert "alternative_slot" in errors["contingencies"]["0"]["then"][0]
    assert errors["contingencies"]["1"]["then"] == {"days": ["Unknown field."]}


def test_the_digest_is_of_actor_method_path_and_content(client: FlaskClient) -> None:
    first = post(client, '{"number": 1, "text": "a"}').json
    laid_out_differently = post(client, '{ "text": "a",\n "number": 1 }').json
    other = post(client, '{"number": 2, "text": "a"}').json

    assert first is not None
    assert laid_out_differently is not None
    assert other is not None
    assert first["digest"] == laid_out_differently["digest"] != other["digest"]


def test_a_correlation_id_is_taken_or_made_and_given_back(client: FlaskClient) -> None:
    given, trace = str(uuid4()), f"00-{uuid4().hex}-00f067aa0ba902b7-01"

    assert post(client, {}, X_Correlation_ID=given).headers["X-Correlation-ID"] == given
    traced = post(client, {}, traceparent=trace).headers
    assert traced["traceparent"] == trace
    assert UUID(traced["X-Correlation-ID"]).hex == trace.split("-")[1]
    assert post(client, {}, X_Correlation_ID="mine").headers["X-Correlation-ID"] != "mine"


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    path = f"/things/{uuid4()}"
    answer = client.get(path, headers={**HEADERS, "If-None-Match": '"3"'})

    assert (answer.status_code, answer.headers["ETag"]) == (304, '"3"')
