"""The bodies of requests about partnerships."""

from typing import Literal, TypeAlias

from marshmallow import fields
from marshmallow.validate import Length, Range

from shared.events.partnerships import ConflictOutcome, ManagerRole, Outcome, Partner, SignatoryRole
from shared.events.reasons import Reason
from shared.http.agreement import ContingencyBody, SlotBody
from shared.http.fields import (
    Body,
    Code,
    CommandBody,
    Day,
    Flag,
    Id,
    Instant,
    Matching,
    Text,
    TimeZone,
    Whole,
)
from shared.http.paging import PageQuery

PartnershipState: TypeAlias = Literal["proposed", "active", "ended"]
YesPartlyNo: TypeAlias = Literal["yes", "partly", "no"]
YesNoUnknown: TypeAlias = Literal["yes", "no", "unknown"]
Absent: TypeAlias = Literal["mentor", "mentee", "both"]

LONGEST_TEXT = 10_000
DAY_MINUTES = 24 * 60


def _minutes() -> Whole:
    return Whole(least=1, most=DAY_MINUTES, required=True)


def _digest() -> Matching:
    accepted = "Must be a SHA-256 in hexadecimal."
    return Matching("[0-9a-f]{64}", accepted=accepted, most=64, required=True)


class PartnershipQuery(PageQuery):
    program_id = Id()
    person_id = Id(
        metadata={"description": "Partnerships which this person is one of the four of."}
    )
    state = Code(PartnershipState)


class TimesQuery(Body):
    since = Instant(metadata={"description": "Default: now."})
    days = fields.Integer(load_default=28, validate=Range(min=1, max=366))
    limit = fields.Integer(load_default=10, validate=Range(min=1, max=200))


class ProposeBody(CommandBody):
    program_id = Id(required=True)
    mentor_id = Id(required=True)
    mentee_id = Id(required=True)
    time_zone = TimeZone(required=True)
    partnership_id = Id()


class DraftBody(CommandBody):
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    cadence_days = Whole(least=1, most=366, required=True)
    slots = fields.List(fields.Nested(SlotBody), required=True, validate=Length(max=20))
    notice_hours = Whole(least=0, most=10_000, required=True)
    contingencies = fields.List(
        fields.Nested(ContingencyBody), load_default=list, validate=Length(max=20)
    )
    agenda_hours = Whole(least=0, most=10_000, required=True)
    review_on = Day(required=True)


class SignBody(CommandBody):
    role = Code(SignatoryRole, required=True)
    digest = _digest()


class DeclineBody(CommandBody):
    role = Code(SignatoryRole, required=True)
    reason = Code(Reason, required=True)


class NewMeetingBody(Body):
    """`slot`: an index into the agreement's slots, or null for a time outside of them."""

    starts_at = Instant(required=True)
    minutes = _minutes()
    slot = Whole(least=0, most=19, allow_none=True, load_default=None)
    meeting_id = Id()


class ScheduleBody(CommandBody, NewMeetingBody):
    """The mentee schedules."""


class MoveBody(CommandBody):
    starts_at = Instant(required=True)
    minutes = _minutes()
    reason = Code(Reason, required=True)


class CancelBody(CommandBody):
    reason = Code(Reason, required=True)
    replacement = fields.Nested(NewMeetingBody)


class HeldBody(CommandBody):
    """`note` is for the two alone."""

    started_at = Instant(required=True)
    minutes = _minutes()
    note = Text(most=LONGEST_TEXT)


class HeldWithoutScheduleBody(HeldBody):
    meeting_id = Id()


class MissedBody(CommandBody):
    absent = Code(Absent, required=True)
    reason = Code(Reason, required=True)


class NothingMoreBody(CommandBody):
    """Who, what and when are all there is to say."""


class RaiseConflictBody(Body):
    """Said now: a `time` of the manager's own choosing would lengthen the notice."""

    meeting_id = Id(required=True)
    reason = Code(Reason, required=True)
    role = Code(ManagerRole, metadata={"description": "Only a manager of both has to say it."})
    conflict_id = Id()


class AnswerConflictBody(CommandBody):
    """Without an outcome: the answer that is proposed."""

    outcome = Code(ConflictOutcome)
    contingency = Whole(least=0, most=19, allow_none=True, load_default=None)


class GoalBody(CommandBody):
    text = Text(most=LONGEST_TEXT)
    due_on = Day(allow_none=True, load_default=None)
    goal_id = Id()


class ProgressBody(CommandBody):
    level = Whole(least=0, most=4, required=True)


class CheckInBody(CommandBody):
    with_ = Code(Partner, required=True, data_key="with")
    meeting_as_agreed = Code(YesPartlyNo, required=True)
    progress = Whole(least=0, most=4, required=True)
    obstacle = Code(Reason, allow_none=True, load_default=None)
    manager_respects_times = Code(YesNoUnknown, required=True)
    rating = Whole(least=1, most=5, required=True)
    needs_help = Flag(required=True)
    check_in_id = Id()


class ExplainBody(CommandBody):
    reason = Code(Reason, required=True)
    next_meeting_on = Day(allow_none=True, load_default=None)


class PauseBody(CommandBody):
    paused_on = Day(required=True)
    resumes_on = Day(required=True)
    reason = Code(Reason, required=True)


class ResumeBody(CommandBody):
    resumed_on = Day(required=True)


class EndBody(CommandBody):
    ended_on = Day(required=True)
    outcome = Code(Outcome, required=True)
    reason = Code(Reason, required=True)
