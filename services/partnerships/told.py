"""Commands as imported history tells them, made into the decider's own. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from services.partnerships.partnership.asking import Actor
from services.partnerships.partnership.confirming import (
    ConfirmMeeting,
    DisputeMeeting,
    RetractReport,
)
from services.partnerships.partnership.conflicts import AnswerConflict, RaiseConflict
from services.partnerships.partnership.decider import Command
from services.partnerships.partnership.drafting import DraftAgreement
from services.partnerships.partnership.ending import End
from services.partnerships.partnership.pausing import Pause, Resume
from services.partnerships.partnership.progress import (
    ExplainSilence,
    RecordCheckIn,
    ReportProgress,
    SetGoal,
)
from services.partnerships.partnership.proposal import Knowledge, Propose
from services.partnerships.partnership.reporting import ReportHeld, ReportMissed
from services.partnerships.partnership.scheduling import (
    CancelMeeting,
    MoveMeeting,
    NewMeeting,
    ScheduleMeeting,
)
from services.partnerships.partnership.signing import DeclineAgreement, SignAgreement
from services.partnerships.partnership.state import Active, Proposed, State
from shared.events.terms import DurationWeeks

Told: TypeAlias = Mapping[str, Any]

# What only an administrator says, even one who is of this partnership too.
_ADMINISTRATORS = frozenset({"propose", "record_check_in"})
_COMMANDS: Mapping[str, Callable[..., Command]] = {
    "sign_agreement": SignAgreement,
    "decline_agreement": DeclineAgreement,
    "move_meeting": MoveMeeting,
    "report_missed": ReportMissed,
    "confirm_meeting": ConfirmMeeting,
    "dispute_meeting": DisputeMeeting,
    "retract_report": RetractReport,
    "raise_conflict": RaiseConflict,
    "answer_conflict": AnswerConflict,
    "set_goal": SetGoal,
    "report_progress": ReportProgress,
    "record_check_in": RecordCheckIn,
    "explain_silence": ExplainSilence,
    "pause": Pause,
    "resume": Resume,
    "end": End,
}


@dataclass(frozen=True, kw_only=True)
class Background:
    """What the history is held against: who they were when it began, and the terms."""

    partnership_id: UUID
    known: Knowledge
    duration: DurationWeeks


def command_of(told: Told, background: Background, state: State) -> Command:
    said: dict[str, Any] = {
        "now": told["at"],
        "happened_at": told.get("time"),
        "by": Actor(person_id=told["by"], is_administrator=_administers(told, state)),
    }
    fields = {name: told[name] for name in told if name not in {"at", "time", "by", "do"}}
    match told["do"]:
        case "propose":
            about: dict[str, Any] = {
                "partnership_id": background.partnership_id,
                "known": background.known,
            }
            return Propose(**said, **fields, **about)
        case "draft_agreement":
            lists: dict[str, Any] = {
                name: tuple(fields.pop(name)) for name in ("slots", "contingencies")
            }
            return DraftAgreement(**said, **fields, **lists, duration=background.duration)
        case "schedule_meeting":
            return ScheduleMeeting(**said, meeting=NewMeeting(**fields))
        case "cancel_meeting":
            instead = fields.pop("replacement", None)
            replacement = NewMeeting(**instead) if instead else None
            return CancelMeeting(**said, **fields, replacement=replacement)
        case "report_held":
            return ReportHeld(**said, **fields, scheduled=False)
        case do:
            return _COMMANDS[do](**said, **fields)


def _administers(told: Told, state: State) -> bool:
    """Whoever is none of the four speaks as an administrator: the import is one's word for it."""
    if told["do"] in _ADMINISTRATORS or not isinstance(state, Proposed | Active):
        return True
    return told["by"] not in state.pair.people.values()
