"""The body of an import: commands that were said elsewhere, with their own times."""

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.partnerships.schemas import bodies
from shared.events.partnerships import ConflictOutcome, ManagerRole
from shared.http.fields import Body, Code, Id, Instant, Whole
from shared.http.tagged import Tagged


class ToldBody(Body):
    """`at`: when the source recorded it; `by`: who said it."""

    at = Instant(required=True)
    by = Id(required=True)


def _do(name: str) -> fields.String:
    return fields.String(required=True, validate=OneOf([name]))


class ProposeTold(ToldBody, bodies.ProposeBody):
    do = _do("propose")

    class Meta:
        exclude = ("partnership_id",)


class DraftTold(ToldBody, bodies.DraftBody):
    do = _do("draft_agreement")


class SignTold(ToldBody, bodies.SignBody):
    do = _do("sign_agreement")
    agreement_version = Whole(least=1, required=True)


class DeclineTold(ToldBody, bodies.DeclineBody):
    do = _do("decline_agreement")
    agreement_version = Whole(least=1, required=True)


class ScheduleTold(ToldBody, bodies.ScheduleBody):
    do = _do("schedule_meeting")
    meeting_id = Id(required=True)


class MoveTold(ToldBody, bodies.MoveBody):
    do = _do("move_meeting")
    meeting_id = Id(required=True)


class CancelTold(ToldBody, bodies.CancelBody):
    do = _do("cancel_meeting")
    meeting_id = Id(required=True)


class HeldTold(ToldBody, bodies.HeldBody):
    """A meeting that the history did not schedule was held without a schedule."""

    do = _do("report_held")
    meeting_id = Id(required=True)

    class Meta:
        exclude = ("note",)


class MissedTold(ToldBody, bodies.MissedBody):
    do = _do("report_missed")
    meeting_id = Id(required=True)


class ConfirmTold(ToldBody, bodies.NothingMoreBody):
    do = _do("confirm_meeting")
    meeting_id = Id(required=True)


class DisputeTold(ToldBody, bodies.NothingMoreBody):
    do = _do("dispute_meeting")
    meeting_id = Id(required=True)


class RetractTold(ToldBody, bodies.NothingMoreBody):
    do = _do("retract_report")
    meeting_id = Id(required=True)


class RaiseConflictTold(ToldBody, bodies.RaiseConflictBody):
    do = _do("raise_conflict")
    conflict_id = Id(required=True)
    role = Code(ManagerRole, required=True)


class AnswerConflictTold(ToldBody, bodies.AnswerConflictBody):
    do = _do("answer_conflict")
    conflict_id = Id(required=True)
    outcome = Code(ConflictOutcome, allow_none=True)


class GoalTold(ToldBody, bodies.GoalBody):
    do = _do("set_goal")
    goal_id = Id(required=True)

    class Meta:
        exclude = ("text",)


class ProgressTold(ToldBody, bodies.ProgressBody):
    do = _do("report_progress")
    goal_id = Id(required=True)


class CheckInTold(ToldBody, bodies.CheckInBody):
    do = _do("record_check_in")
    check_in_id = Id(required=True)


class ExplainTold(ToldBody, bodies.ExplainBody):
    do = _do("explain_silence")


class PauseTold(ToldBody, bodies.PauseBody):
    do = _do("pause")


class ResumeTold(ToldBody, bodies.ResumeBody):
    do = _do("resume")


class EndTold(ToldBody, bodies.EndBody):
    do = _do("end")


TOLD: dict[str, type[Body]] = {
    "propose": ProposeTold,
    "draft_agreement": DraftTold,
    "sign_agreement": SignTold,
    "decline_agreement": DeclineTold,
    "schedule_meeting": ScheduleTold,
    "move_meeting": MoveTold,
    "cancel_meeting": CancelTold,
    "report_held": HeldTold,
    "report_missed": MissedTold,
    "confirm_meeting": ConfirmTold,
    "dispute_meeting": DisputeTold,
    "retract_report": RetractTold,
    "raise_conflict": RaiseConflictTold,
    "answer_conflict": AnswerConflictTold,
    "set_goal": GoalTold,
    "report_progress": ProgressTold,
    "record_check_in": CheckInTold,
    "explain_silence": ExplainTold,
    "pause": PauseTold,
    "resume": ResumeTold,
    "end": EndTold,
}


class ImportPartnershipBody(Body):
    """A whole partnership; its first command is the proposal."""

    partnership_id = Id(required=True)
    commands = fields.List(Tagged("do", TOLD), required=True, validate=Length(min=1, max=5000))
