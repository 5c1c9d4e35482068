"""Events in answers."""

from marshmallow import Schema, fields

from services.accountability.schemas.fields import Anything
from shared.http.fields import Instant


class EntrySchema(Schema):
    event_id = fields.UUID()
    kind = fields.String(metadata={"enum": ["fact", "alert", "handling"]})
    type = fields.String()
    version = fields.Integer()
    at = Instant(metadata={"description": "When it was known."})
    happened_at = Instant()
    by = fields.String(allow_none=True)
    data = Anything(metadata={"type": "object"})


class TimelineSchema(Schema):
    items = fields.List(fields.Nested(EntrySchema))
