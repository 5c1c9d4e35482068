"""JSON in and out: numbers keep the digits they were written with, in both directions."""

from decimal import Decimal
from typing import Any

import msgspec
from flask import request
from flask.json.provider import JSONProvider

from shared.events.event import encode
from shared.http.problems import Problem

_decoder = msgspec.json.Decoder(float_hook=Decimal)


class ExactJSONProvider(JSONProvider):
    """What the events' own encoder writes: decimals as numbers, ids, dates and instants as text."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return encode(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return _decoder.decode(s)


def json_body() -> Any:
    """The body of the current request; factors such as 1.10 arrive as `Decimal("1.10")`."""
    if not request.is_json:
        raise Problem(415, "unsupported-media-type", "Send the body as application/json.")
    try:
        return _decoder.decode(request.get_data(cache=True))
    except (msgspec.DecodeError, UnicodeDecodeError) as malformed:
        raise Problem(400, "malformed-json", f"The body is not JSON: {malformed}.") from malformed
