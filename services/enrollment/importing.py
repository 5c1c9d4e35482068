"""The bodies of imports: commands that happened elsewhere, with their own times."""

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.enrollment.schemas import (
    AcknowledgementBody,
    ReasonBody,
    RequestEnrollmentBody,
    UnavailabilityBody,
    UnavailabilityEndBody,
)
from shared.http.fields import Body, Id, Instant
from shared.http.tagged import Tagged


class ToldBody(Body):
    """`at`: when the source recorded it; `by`: who said it."""

    at = Instant(required=True)
    by = Id(required=True)


def _do(name: str) -> fields.String:
    return fields.String(required=True, validate=OneOf([name]))


class RequestTold(ToldBody, RequestEnrollmentBody):
    do = _do("request")

    class Meta:
        exclude = ("enrollment_id",)


class AcknowledgeTold(ToldBody, AcknowledgementBody):
    do = _do("acknowledge")


class DeclineTold(ToldBody, ReasonBody):
    do = _do("decline")


class WithdrawTold(ToldBody, ReasonBody):
    do = _do("withdraw")


class UnavailabilityTold(ToldBody, UnavailabilityBody):
    do = _do("plan_unavailability")


class UnavailabilityEndTold(ToldBody, UnavailabilityEndBody):
    do = _do("end_unavailability")


TOLD: dict[str, type[Body]] = {
    "request": RequestTold,
    "acknowledge": AcknowledgeTold,
    "decline": DeclineTold,
    "withdraw": WithdrawTold,
    "plan_unavailability": UnavailabilityTold,
    "end_unavailability": UnavailabilityEndTold,
}


class ImportEnrollmentBody(Body):
    """A whole enrollment; its first command is the request."""

    enrollment_id = Id(required=True)
    commands = fields.List(Tagged("do", TOLD), required=True, validate=Length(min=1, max=1000))
