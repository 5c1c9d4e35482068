"""Instants and ids in answers: left to the encoder, which writes them as events do."""

from typing import Any

from marshmallow import fields

from shared.http.fields import Instant


class At(Instant):
    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class Anything(fields.Field[Any]):
    """JSON whose form the event's own schema describes."""
