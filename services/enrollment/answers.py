"""What enrollment answers with."""

from marshmallow import Schema, fields

from services.enrollment.schemas import DurationWeeksBody, ResponsibilitiesBody
from shared.http.policy import PolicyBody


class Made(Schema):
    """What every command answers; with the ids of what it made."""

    event_ids = fields.List(fields.UUID(), required=True)


class ProgramMade(Made):
    program_id = fields.UUID(required=True)


class TermsMade(ProgramMade):
    terms_version = fields.Integer(required=True)
    digest = fields.String(required=True)


class PersonMade(Made):
    person_id = fields.UUID(required=True)


class EnrollmentMade(Made):
    enrollment_id = fields.UUID(required=True)


class AcknowledgementMade(EnrollmentMade):
    accepted = fields.Boolean(
        required=True, metadata={"description": "Whether the enrollment is accepted with it."}
    )


class ListAnswer(Schema):
    """A page; `next` is the cursor of the page after it, null if there is none."""

    next = fields.String(required=True, allow_none=True)


class ProgramAnswer(Schema):
    program_id = fields.UUID(required=True)
    key = fields.String(required=True)
    newest_terms = fields.Integer(required=True, allow_none=True)
    newest_digest = fields.String(required=True, allow_none=True)


class ProgramList(ListAnswer):
    items = fields.List(fields.Nested(ProgramAnswer), required=True)


class TermsAnswer(Schema):
    program_id = fields.UUID(required=True)
    terms_version = fields.Integer(required=True)
    responsibilities = fields.Nested(ResponsibilitiesBody, required=True)
    duration_weeks = fields.Nested(DurationWeeksBody, required=True)
    policy = fields.Nested(PolicyBody, required=True)
    digest = fields.String(required=True)


class TermsList(ListAnswer):
    items = fields.List(fields.Nested(TermsAnswer), required=True)


class PersonAnswer(Schema):
    """Name, e-mail and subject are null for who may not see them, and when they are erased."""

    person_id = fields.UUID(required=True)
    subject = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    time_zone = fields.String(required=True)
    manager_id = fields.UUID(required=True, allow_none=True)
    left_on = fields.Date(required=True, allow_none=True)
    erased = fields.Boolean(required=True)


class PeopleList(ListAnswer):
    items = fields.List(fields.Nested(PersonAnswer), required=True)


class EnrollmentSummary(Schema):
    enrollment_id = fields.UUID(required=True)
    program_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    manager_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The manager at present."}
    )
    role = fields.String(required=True)
    capacity = fields.Integer(required=True)
    terms_version = fields.Integer(required=True)
    status = fields.String(required=True)


class EnrollmentList(ListAnswer):
    items = fields.List(fields.Nested(EnrollmentSummary), required=True)


class AcknowledgementAnswer(Schema):
    as_ = fields.String(required=True, data_key="as")
    person_id = fields.UUID(required=True)
    terms_version = fields.Integer(required=True)


class AbsenceAnswer(Schema):
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)


class EnrollmentAnswer(EnrollmentSummary):
    acknowledged = fields.List(fields.Nested(AcknowledgementAnswer), required=True)
    waiting_for = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Roles that have yet to acknowledge the newest terms."},
    )
    absences = fields.List(fields.Nested(AbsenceAnswer), required=True)
