"""The partnership decider: every command of this service, each handed to the rules of its area."""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.partnerships.partnership.asking import require_past
from services.partnerships.partnership.confirming import (
    ConfirmMeeting,
    DisputeMeeting,
    RetractReport,
    confirm_meeting,
    dispute_meeting,
    retract_report,
)
from services.partnerships.partnership.conflicts import (
    AnswerConflict,
    RaiseConflict,
    answer_conflict,
    raise_conflict,
)
from services.partnerships.partnership.drafting import DraftAgreement, draft_agreement
from services.partnerships.partnership.ending import End, EndWithdrawn, end
from services.partnerships.partnership.evolve import evolve
from services.partnerships.partnership.pausing import (
    Pause,
    PauseForAbsence,
    Resume,
    ResumeFromAbsence,
    pause,
    resume,
)
from services.partnerships.partnership.progress import (
    ExplainSilence,
    RecordCheckIn,
    ReportProgress,
    SetGoal,
    explain_silence,
    record_check_in,
    report_progress,
    set_goal,
)
from services.partnerships.partnership.proposal import Propose, propose
from services.partnerships.partnership.reactions import Reaction, react
from services.partnerships.partnership.reporting import (
    ReportHeld,
    ReportMissed,
    report_held,
    report_missed,
)
from services.partnerships.partnership.scheduling import (
    CancelMeeting,
    MoveMeeting,
    ScheduleMeeting,
    cancel_meeting,
    move_meeting,
    schedule_meeting,
)
from services.partnerships.partnership.signing import (
    Activate,
    DeclineAgreement,
    ReplaceSignatory,
    SignAgreement,
    activate,
    decline_agreement,
    sign_agreement,
)
from services.partnerships.partnership.state import State, Unproposed
from shared.decider import Decider
from shared.events.partnerships import PartnershipEvent

AgreementCommand: TypeAlias = DraftAgreement | SignAgreement | DeclineAgreement | Activate
PlanCommand: TypeAlias = ScheduleMeeting | MoveMeeting | CancelMeeting
ReportCommand: TypeAlias = (
    ReportHeld | ReportMissed | ConfirmMeeting | DisputeMeeting | RetractReport
)
ConflictCommand: TypeAlias = RaiseConflict | AnswerConflict
ProgressCommand: TypeAlias = SetGoal | ReportProgress | RecordCheckIn | ExplainSilence
CourseCommand: TypeAlias = Propose | Pause | Resume | End
Command: TypeAlias = (
    AgreementCommand
    | PlanCommand
    | ReportCommand
    | ConflictCommand
    | ProgressCommand
    | CourseCommand
    | Reaction
)
Events: TypeAlias = Sequence[PartnershipEvent]


def decide(command: Command, state: State) -> Events:
    require_past(command)
    match command:
        case DraftAgreement() | SignAgreement() | DeclineAgreement() | Activate():
            return _agreement(command, state)
        case ScheduleMeeting() | MoveMeeting() | CancelMeeting():
            return _plan(command, state)
        case ReportHeld() | ReportMissed() | ConfirmMeeting() | DisputeMeeting() | RetractReport():
            return _report(command, state)
        case RaiseConflict():
            return raise_conflict(command, state)
        case AnswerConflict():
            return answer_conflict(command, state)
        case SetGoal() | ReportProgress() | RecordCheckIn() | ExplainSilence():
            return _progress(command, state)
        case Propose() | Pause() | Resume() | End():
            return _course(command, state)
        case ReplaceSignatory() | PauseForAbsence() | ResumeFromAbsence() | EndWithdrawn():
            return react(command, state)
        case _:
            assert_never(command)


def _agreement(command: AgreementCommand, state: State) -> Events:
    match command:
        case DraftAgreement():
            return draft_agreement(command, state)
        case SignAgreement():
            return sign_agreement(command, state)
        case DeclineAgreement():
            return decline_agreement(command, state)
        case Activate():
            return activate(command, state)
        case _:
            assert_never(command)


def _plan(command: PlanCommand, state: State) -> Events:
    match command:
        case ScheduleMeeting():
            return schedule_meeting(command, state)
        case MoveMeeting():
            return move_meeting(command, state)
        case CancelMeeting():
            return cancel_meeting(command, state)
        case _:
            assert_never(command)


def _report(command: ReportCommand, state: State) -> Events:
    match command:
        case ReportHeld():
            return report_held(command, state)
        case ReportMissed():
            return report_missed(command, state)
        case ConfirmMeeting():
            return confirm_meeting(command, state)
        case DisputeMeeting():
            return dispute_meeting(command, state)
        case RetractReport():
            return retract_report(command, state)
        case _:
            assert_never(command)


def _progress(command: ProgressCommand, state: State) -> Events:
    match command:
        case SetGoal():
            return set_goal(command, state)
        case ReportProgress():
            return report_progress(command, state)
        case RecordCheckIn():
            return record_check_in(command, state)
        case ExplainSilence():
            return explain_silence(command, state)
        case _:
            assert_never(command)


def _course(command: CourseCommand, state: State) -> Events:
    match command:
        case Propose():
            return propose(command, state)
        case Pause():
            return pause(command, state)
        case Resume():
            return resume(command, state)
        case End():
            return end(command, state)
        case _:
            assert_never(command)


partnership: Decider[Command, State, PartnershipEvent] = Decider(
    initial=Unproposed(), decide=decide, evolve=evolve
)
