"""Instants in answers have the form that they have in events."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from marshmallow import Schema

from shared.events.event import encode, written
from shared.http.fields import Instant
from shared.http.json import ExactJSONProvider

BERLIN = timezone(timedelta(hours=2))


class Answer(Schema):
    at = Instant(allow_none=True)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2027, 6, 1, 9, 30, tzinfo=UTC), '"2027-06-01T09:30:00Z"'),
        (datetime(2027, 6, 1, 9, 30, 0, 500_000, tzinfo=UTC), '"2027-06-01T09:30:00.500000Z"'),
        (datetime(2027, 6, 1, 9, 30, tzinfo=BERLIN), '"2027-06-01T07:30:00Z"'),
        (None, "null"),
    ],
)
def test_an_instant_is_answered_as_events_write_it(at: datetime | None, text: str) -> None:
    answer = ExactJSONProvider(Flask("any")).dumps(Answer().dump({"at": at}))
    assert answer == f'{{"at":{text}}}'
    if at is not None:
        assert (encode(at.astimezone(UTC)).decode(), f'"{written(at)}"') == (text, text)
