"""Alerts in requests and answers."""

from marshmallow import Schema, fields

from services.accountability.queries.alerts import Handling, State
from services.accountability.schemas.facts import ExcuseSchema, FactsSchema
from services.accountability.schemas.timeline import EntrySchema
from shared.events.accountability import AlertLevel, Rule
from shared.events.reasons import Reason
from shared.http.fields import Code, CommandBody, Id, Instant
from shared.http.paging import PageQuery
from shared.http.reading import AfterQuery


class AlertsQuery(PageQuery, AfterQuery):
    """Open alerts that wait for somebody, unless another state or handling is asked for."""

    state = Code(State, load_default="open")
    handling = Code(Handling, metadata={"description": "Open alerts: `waiting`, else `any`."})
    rule = Code(Rule)
    level = Code(AlertLevel)
    program_id = Id()
    partnership_id = Id()
    as_of = Instant(metadata={"description": "What was known and would have been said then."})


class AsOfQuery(AfterQuery):
    as_of = Instant(metadata={"description": "What was known and would have been said then."})


class AcknowledgeBody(CommandBody):
    """Somebody has seen it and takes care."""


class SnoozeBody(CommandBody):
    until = Instant(required=True)
    reason = Code(Reason, load_default=None, allow_none=True)


class DismissBody(CommandBody):
    reason = Code(Reason, required=True)


class HandledSchema(Schema):
    event_ids = fields.List(fields.UUID())
    alert_id = fields.UUID()


class HandlingSchema(Schema):
    by = fields.UUID()
    at = Instant()
    until = Instant()
    reason = fields.String(allow_none=True)


class AlertSchema(Schema):
    alert_id = fields.UUID()
    partnership_id = fields.UUID()
    program_id = fields.UUID()
    rule = fields.String()
    basis = fields.String()
    says = fields.String(metadata={"description": "The basis in words."})
    level = fields.String()
    asks = fields.String(metadata={"description": "The level in words."})
    due_at = Instant()
    raised_at = Instant()
    reached_at = Instant(metadata={"description": "When the present level was reached."})
    told = fields.List(fields.String())
    evidence = fields.List(fields.UUID())
    state = fields.String(metadata={"enum": ["open", "resolved", "withdrawn"]})
    closed_at = Instant(allow_none=True)
    closed_reason = fields.String(allow_none=True)
    acknowledged = fields.Nested(HandlingSchema, allow_none=True)
    snoozed = fields.Nested(HandlingSchema, allow_none=True)
    dismissed = fields.Nested(HandlingSchema, allow_none=True)


class AlertsSchema(Schema):
    items = fields.List(fields.Nested(AlertSchema))
    next = fields.String(allow_none=True)


class AlertInFullSchema(AlertSchema):
    """`facts` beside the `explanations`: what the system knows of the time since they last met."""

    history = fields.List(fields.Nested(EntrySchema))
    evidence_events = fields.List(fields.Nested(EntrySchema))
    explanations = fields.List(fields.Nested(ExcuseSchema))
    facts = fields.Nested(FactsSchema, allow_none=True)
