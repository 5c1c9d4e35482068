"""An accountability policy in a request: only what is given; what is missing has its default."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from marshmallow.validate import Length

from shared.errors import DomainError
from shared.events.terms import Policy
from shared.http.fields import Body, Factor, Whole


class InvalidPolicyError(DomainError):
    rule = "invalid-policy"

    def __init__(self, refused: str) -> None:
        super().__init__(f"The policy is refused: {refused}.")


class AscendingDays(fields.List[int]):
    def __init__(self) -> None:
        super().__init__(
            Whole(least=0), validate=Length(max=100), metadata={"description": "Ascending."}
        )

    def _deserialize(self, *arguments: Any, **options: Any) -> Any:
        return tuple(super()._deserialize(*arguments, **options))


class PolicyBody(Body):
    """Day counts are whole numbers, factors are multiples of the cadence."""

    first_meeting_days = Whole(least=0)
    watch_factor = Factor()
    red_factor = Factor()
    decision_factor = Factor()
    managers_after_days = Whole(least=1)
    next_meeting_days = Whole(least=0)
    missed_streak = Whole(least=1)
    stalled_agreement_days = Whole(least=0)
    progress_days = Whole(least=0)
    check_in_days = AscendingDays()
    check_in_every_days = Whole(least=0)
    check_in_grace_days = Whole(least=0)
    conflict_answer_days = Whole(least=0)
    quiet_days_before_end = Whole(least=0)
    not_ended_days = Whole(least=0)


def policy_from(given: Mapping[str, Any]) -> Policy:
    """The policy that a loaded `PolicyBody` describes, with the defaults for what is missing."""
    try:
        return Policy(**given)
    except ValueError as refused:
        raise InvalidPolicyError(str(refused)) from refused
