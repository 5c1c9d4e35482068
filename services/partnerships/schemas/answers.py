"""What partnerships answers with."""

from marshmallow import Schema, fields

from shared.http.fields import Instant


class Made(Schema):
    """What every command answers; with the ids of what it made."""

    event_ids = fields.List(fields.UUID(), required=True)


class PartnershipMade(Made):
    partnership_id = fields.UUID(required=True)


class AgreementMade(Made):
    agreement_version = fields.Integer(required=True)
    digest = fields.String(required=True)


class SignatureMade(Made):
    in_force = fields.Boolean(
        required=True, metadata={"description": "Whether this was the fourth signature."}
    )


class MeetingMade(Made):
    meeting_id = fields.UUID(required=True)


class CancellationMade(Made):
    replacement_id = fields.UUID(allow_none=True, required=True)


class ConflictMade(Made):
    conflict_id = fields.UUID(required=True)


class ConflictAnswerMade(Made):
    outcome = fields.String(required=True)
    contingency = fields.Integer(allow_none=True, required=True)
    starts_at = Instant(allow_none=True, required=True)


class GoalMade(Made):
    goal_id = fields.UUID(required=True)


class CheckInMade(Made):
    check_in_id = fields.UUID(required=True)


class PersonInRole(Schema):
    role = fields.String(required=True)
    person_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class PartnershipSummary(Schema):
    partnership_id = fields.UUID(required=True)
    program_id = fields.UUID(required=True)
    mentor_id = fields.UUID(required=True)
    mentee_id = fields.UUID(required=True)
    mentor_manager_id = fields.UUID(required=True)
    mentee_manager_id = fields.UUID(required=True)
    time_zone = fields.String(required=True)
    state = fields.String(required=True)
    agreement_version = fields.Integer(required=True, allow_none=True)
    starts_on = fields.Date(required=True, allow_none=True)
    ends_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)


class PartnershipList(Schema):
    """A page; `next` is the cursor of the page after it, null if there is none."""

    items = fields.List(fields.Nested(PartnershipSummary), required=True)
    next = fields.String(required=True, allow_none=True)


class SignatureAnswer(Schema):
    role = fields.String(required=True)
    signer_id = fields.UUID(required=True)


class AgreementAnswer(Schema):
    """The text that is signed, who has signed it, and who has not."""

    agreement_version = fields.Integer(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    cadence_days = fields.Integer(required=True)
    slots = fields.List(fields.Dict(), required=True)
    notice_hours = fields.Integer(required=True)
    contingencies = fields.List(fields.Dict(), required=True)
    scheduler = fields.String(required=True)
    agenda_hours = fields.Integer(required=True)
    review_on = fields.Date(required=True)
    digest = fields.String(required=True)
    in_force = fields.Boolean(required=True)
    signatures = fields.List(fields.Nested(SignatureAnswer), required=True)
    missing = fields.List(fields.String(), required=True)
    declined = fields.List(fields.String(), required=True)


class AgreementList(Schema):
    items = fields.List(fields.Nested(AgreementAnswer), required=True)


class MeetingAnswer(Schema):
    meeting_id = fields.UUID(required=True)
    status = fields.String(required=True)
    starts_at = Instant(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True)
    slot = fields.Integer(required=True, allow_none=True)
    reported_by = fields.UUID(required=True, allow_none=True)
    report = fields.String(
        required=True, allow_none=True, metadata={"description": "open, confirmed or disputed"}
    )
    note = fields.String(required=True, allow_none=True)


class ProposedAnswer(Schema):
    outcome = fields.String(required=True)
    contingency = fields.Integer(required=True, allow_none=True)
    starts_at = Instant(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True)


class ConflictShown(Schema):
    conflict_id = fields.UUID(required=True)
    meeting_id = fields.UUID(required=True)
    role = fields.String(required=True)
    reason = fields.String(required=True)
    raised_at = Instant(required=True)
    outcome = fields.String(required=True, allow_none=True)
    proposed = fields.Nested(
        ProposedAnswer,
        required=True,
        allow_none=True,
        metadata={"description": "What the agreement answers, while it is unanswered."},
    )


class GoalShown(Schema):
    goal_id = fields.UUID(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    level = fields.Integer(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)


class PossibleTime(Schema):
    slot = fields.Integer(required=True)
    starts_at = Instant(required=True)
    minutes = fields.Integer(required=True)


class PossibleTimes(Schema):
    """Committed slots that no known meeting, absence, pause or public holiday is in the way of."""

    items = fields.List(fields.Nested(PossibleTime), required=True)


class PauseShown(Schema):
    paused_on = fields.Date(required=True)
    until_on = fields.Date(required=True)


class PartnershipAnswer(PartnershipSummary):
    """Managers see dates and numbers; the text of goals is for the two alone."""

    terms_version = fields.Integer(required=True)
    people = fields.List(fields.Nested(PersonInRole), required=True)
    missing_signatures = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    pauses = fields.List(fields.Nested(PauseShown), required=True)
    meetings = fields.List(fields.Nested(MeetingAnswer), required=True)
    conflicts = fields.List(fields.Nested(ConflictShown), required=True)
    goals = fields.List(fields.Nested(GoalShown), required=True)
