"""The bodies of enrollment's requests and answers."""

from typing import Literal, TypeAlias

from marshmallow import fields

from shared.events.enrollment import AcknowledgingRole, ParticipantRole
from shared.events.reasons import Reason
from shared.http.fields import Body, Code, CommandBody, Day, Id, Matching, Text, TimeZone, Whole
from shared.http.paging import PageQuery
from shared.http.policy import PolicyBody

StatusCode: TypeAlias = Literal["requested", "accepted", "declined", "withdrawn"]


def _key(*, required: bool = False) -> Matching:
    accepted = "Must be lower-case letters, digits and hyphens."
    return Matching("[a-z0-9][a-z0-9-]*", accepted=accepted, most=63, required=required)


class CreateProgramBody(CommandBody):
    key = _key(required=True)
    program_id = Id()


class ResponsibilitiesBody(Body):
    mentor = Text(required=True, most=20_000)
    mentee = Text(required=True, most=20_000)
    manager = Text(required=True, most=20_000)
    administrator = Text(required=True, most=20_000)


class DurationWeeksBody(Body):
    least = Whole(required=True, least=1, most=520)
    usual = Whole(required=True, least=1, most=520)
    most = Whole(required=True, least=1, most=520)


class PublishTermsBody(CommandBody):
    responsibilities = fields.Nested(ResponsibilitiesBody, required=True)
    duration_weeks = fields.Nested(DurationWeeksBody, required=True)
    policy = fields.Nested(PolicyBody, load_default=dict)


class RegisterPersonBody(CommandBody):
    subject = Text(required=True, most=200)
    name = Text(required=True, most=200)
    email = Matching(
        r"[^@\s\u0000]+@[^@\s\u0000]+", accepted="Must be an address.", most=320, required=True
    )
    time_zone = TimeZone(required=True)
    manager_id = Id(allow_none=True, load_default=None)
    person_id = Id()


class ChangeManagerBody(CommandBody):
    manager_id = Id(required=True, allow_none=True)


class DepartureBody(CommandBody):
    left_on = Day(required=True)


class RequestEnrollmentBody(CommandBody):
    program_id = Id(required=True)
    person_id = Id(required=True)
    role = Code(ParticipantRole, required=True)
    capacity = Whole(least=1, most=100, load_default=1)
    terms_version = Whole(required=True, least=1)
    enrollment_id = Id()


class AcknowledgementBody(CommandBody):
    as_ = Code(AcknowledgingRole, required=True, data_key="as")
    terms_version = Whole(required=True, least=1)
    digest = Matching(
        "[0-9a-f]{64}", accepted="Must be a SHA-256 in hexadecimal.", most=64, required=True
    )


class ReasonBody(CommandBody):
    reason = Code(Reason, required=True)


class UnavailabilityBody(ReasonBody):
    from_on = Day(required=True)
    until_on = Day(required=True)
    replacement_id = Id(allow_none=True, load_default=None)


class UnavailabilityEndBody(CommandBody):
    ended_on = Day(required=True)


class ProgramQuery(PageQuery):
    key = _key()


class PeopleQuery(PageQuery):
    subject = Text(most=200)


class EnrollmentQuery(PageQuery):
    program_id = Id(load_default=None)
    person_id = Id(load_default=None)
    status = Code(StatusCode, load_default=None)
