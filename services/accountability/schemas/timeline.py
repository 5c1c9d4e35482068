"""Events in answers."""

from marshmallow import Schema, fields

from services.accountability.schemas.fields import Anything, At


class EntrySchema(Schema):
    event_id = fields.UUID()
    kind = fields.String(metadata={"enum": ["fact", "alert", "handling"]})
    type = fields.String()
    version = fields.Integer()
    at = At(metadata={"description": "When it was known."})
    happened_at = At()
    by = fields.String(allow_none=True)
    data = Anything(metadata={"type": "object"})


class TimelineSchema(Schema):
    items = fields.List(fields.Nested(EntrySchema))
