"""Partnerships and what is counted of them, in requests and answers."""

from marshmallow import Schema, fields

from services.accountability.health import Health
from shared.http.fields import Code, Id, Instant
from shared.http.paging import PageQuery
from shared.http.reading import AfterQuery


class PartnershipsQuery(PageQuery, AfterQuery):
    program_id = Id()
    health = Code(Health)
    as_of = Instant(metadata={"description": "What was known and would have been said then."})


class PersonSchema(Schema):
    person_id = fields.UUID()
    name = fields.String(allow_none=True)


class WhySchema(Schema):
    alert_id = fields.UUID()
    rule = fields.String()
    level = fields.String()
    says = fields.String()
    due_at = Instant()
    raised_at = Instant()


class PartnershipSchema(Schema):
    partnership_id = fields.UUID()
    program_id = fields.UUID()
    mentor = fields.Nested(PersonSchema)
    mentee = fields.Nested(PersonSchema)
    mentor_manager = fields.Nested(PersonSchema)
    mentee_manager = fields.Nested(PersonSchema)
    time_zone = fields.String()
    stage = fields.String(metadata={"enum": ["proposed", "active", "ended"]})
    health = fields.String()
    why = fields.List(fields.Nested(WhySchema))
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    cadence_days = fields.Integer(allow_none=True)
    last_held_at = Instant(allow_none=True)
    days_since_last_held = fields.Integer(allow_none=True)
    next_meeting_at = Instant(allow_none=True)


class PartnershipsSchema(Schema):
    items = fields.List(fields.Nested(PartnershipSchema))
    next = fields.String(allow_none=True)
