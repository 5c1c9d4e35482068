"""What enrollment says changes partnerships: a reaction never refuses, at most it says nothing."""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.partnerships.partnership.ending import EndWithdrawn, end_withdrawn
from services.partnerships.partnership.pausing import (
    PauseForAbsence,
    ResumeFromAbsence,
    pause_for_absence,
    resume_from_absence,
)
from services.partnerships.partnership.signing import ReplaceSignatory, replace_signatory
from services.partnerships.partnership.state import State
from shared.events.partnerships import PartnershipEvent

Reaction: TypeAlias = ReplaceSignatory | PauseForAbsence | ResumeFromAbsence | EndWithdrawn


def react(command: Reaction, state: State) -> Sequence[PartnershipEvent]:
    match command:
        case ReplaceSignatory():
            return replace_signatory(command, state)
        case PauseForAbsence():
            return pause_for_absence(command, state)
        case ResumeFromAbsence():
            return resume_from_absence(command, state)
        case EndWithdrawn():
            return end_withdrawn(command, state)
        case _:
            assert_never(command)
