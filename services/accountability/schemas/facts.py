"""Excuses in answers, and the facts beside them."""

from marshmallow import Schema, fields

from shared.http.fields import Instant


class ExcuseSchema(Schema):
    event_id = fields.UUID()
    event = fields.String()
    by = fields.UUID()
    reason = fields.String()
    of_time = fields.Boolean()
    given_at = Instant()
    next_meeting_on = fields.Date(allow_none=True)


class SignatureSchema(Schema):
    event_id = fields.UUID()
    role = fields.String()
    signer_id = fields.UUID()
    signed_at = Instant()


class SignedAgreementSchema(Schema):
    """An agreement that committed the pair to slots, and the event that put it in force."""

    agreement_version = fields.Integer()
    event_id = fields.UUID()
    signatures = fields.List(fields.Nested(SignatureSchema))


class CommittedSlotSchema(Schema):
    agreement_version = fields.Integer(
        metadata={"description": "Which of the `agreements` committed the pair to it."}
    )
    slot = fields.Integer()
    starts_at = Instant()
    minutes = fields.Integer()


class ChangeSchema(Schema):
    event_id = fields.UUID()
    what = fields.String(metadata={"enum": ["scheduled", "moved", "cancelled"]})
    meeting_id = fields.UUID()
    by = fields.UUID()
    happened_at = Instant()
    starts_at = Instant()
    moved_from = Instant(allow_none=True)
    notice_hours = fields.Float(allow_none=True)
    reason = fields.String(allow_none=True)


class ConflictSchema(Schema):
    event_id = fields.UUID()
    conflict_id = fields.UUID()
    meeting_id = fields.UUID()
    raised_by = fields.UUID()
    role = fields.String()
    reason = fields.String()
    raised_at = Instant()
    answer_event_id = fields.UUID(allow_none=True)
    outcome = fields.String(allow_none=True)


class AbsenceSchema(Schema):
    event_id = fields.UUID()
    what = fields.String(metadata={"enum": ["unavailable", "paused"]})
    person_id = fields.UUID(allow_none=True)
    from_on = fields.Date()
    until_on = fields.Date()
    reason = fields.String()


class FactsSchema(Schema):
    since = fields.Date(allow_none=True)
    until = Instant()
    agreements = fields.List(fields.Nested(SignedAgreementSchema))
    slots = fields.List(fields.Nested(CommittedSlotSchema))
    meetings = fields.List(fields.Nested(ChangeSchema))
    conflicts = fields.List(fields.Nested(ConflictSchema))
    absences = fields.List(fields.Nested(AbsenceSchema))
    slots_ahead = fields.List(fields.Nested(CommittedSlotSchema))


class ExcuseBesideFactsSchema(ExcuseSchema):
    facts = fields.Nested(FactsSchema, allow_none=True)


class ExcusesSchema(Schema):
    items = fields.List(fields.Nested(ExcuseBesideFactsSchema))
