"""Parts of answers that have no field of marshmallow's own."""

from typing import Any

from marshmallow import fields


class Anything(fields.Field[Any]):
    """JSON whose form the event's own schema describes."""
