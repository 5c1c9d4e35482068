"""Reports, overviews and what-ifs in requests and answers."""

from marshmallow import Schema, fields

from services.accountability.schemas.alerts import AlertSchema
from shared.http.fields import Body, Id, Instant
from shared.http.policy import PolicyBody
from shared.http.reading import AfterQuery


class ReportQuery(AfterQuery):
    as_of = Instant(metadata={"description": "What was known then."})


class ReportSchema(Schema):
    """A value is null where there is nothing yet to make it from."""

    partnerships = fields.Integer()
    commitment_kept = fields.Float(allow_none=True)
    slots_passed = fields.Integer()
    slots_met = fields.Integer()
    meetings_expected = fields.Integer()
    meetings_held = fields.Integer()
    days_since_last_held = fields.Float(allow_none=True)
    with_next_meeting = fields.Integer()
    moves = fields.Integer()
    median_notice_of_moves_hours = fields.Float(allow_none=True)
    moves_per_held_meeting = fields.Float(allow_none=True)
    conflicts_raised = fields.Integer()
    conflicts_upheld = fields.Integer()
    contingencies_used = fields.Integer()
    check_ins_due = fields.Integer()
    check_ins_on_time = fields.Integer()
    goals = fields.Integer()
    goal_progress = fields.Float(allow_none=True)
    days_to_sign = fields.Float(allow_none=True)
    days_to_first_meeting = fields.Float(allow_none=True)
    reasons = fields.Dict(keys=fields.String(), values=fields.Integer())


class OverviewSchema(Schema):
    program_id = fields.UUID()
    key = fields.String()
    partnerships = fields.Integer()
    health = fields.Dict(keys=fields.String(), values=fields.Integer())
    open_alerts = fields.Dict(keys=fields.String(), values=fields.Integer())


class OverviewsSchema(Schema):
    items = fields.List(fields.Nested(OverviewSchema))


class WhatIfBody(Body):
    policy = fields.Nested(PolicyBody, required=True)
    program_id = Id()
    until = Instant(metadata={"description": "Up to when; default: now."})


class MovedSchema(Schema):
    before = fields.Nested(AlertSchema)
    after = fields.Nested(AlertSchema)


class DifferenceSchema(Schema):
    partnerships = fields.Integer()
    appear = fields.List(fields.Nested(AlertSchema))
    disappear = fields.List(fields.Nested(AlertSchema))
    move = fields.List(fields.Nested(MovedSchema))
