"""Pauses: by the word of the pair or an administrator, or because somebody is known to be away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.partnerships.partnership.asking import (
    Asked,
    AskedBy,
    ongoing,
    require_partner_or_administrator,
)
from services.partnerships.partnership.state import Ended, Ongoing, Paused, State, Unproposed
from shared.errors import DomainError
from shared.events.partnerships import PartnershipEvent, PartnershipPaused, PartnershipResumed
from shared.events.reasons import Reason


class PauseBackwardsError(DomainError):
    rule = "pause-backwards"


class NotPausedError(DomainError):
    rule = "not-paused"


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A planned unavailability: from `from_on` up to, not including, `until_on` or `ended_on`."""

    from_on: date
    until_on: date
    reason: Reason
    ended_on: date | None = None

    @property
    def away_until(self) -> date:
        return self.until_on if self.ended_on is None else min(self.until_on, self.ended_on)


@dataclass(frozen=True, kw_only=True)
class Pause(AskedBy):
    paused_on: date
    resumes_on: date
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Resume(AskedBy):
    resumed_on: date


@dataclass(frozen=True, kw_only=True)
class PauseForAbsence(Asked):
    """Enrollment says that the mentor or the mentee will be away."""

    absence: Absence


@dataclass(frozen=True, kw_only=True)
class ResumeFromAbsence(Asked):
    """Enrollment says that `ended` is over; `absences` are all that it said of both, so far."""

    ended: Absence
    absences: tuple[Absence, ...]


def pause(command: Pause, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    require_partner_or_administrator(current.pair, command.by)
    if command.resumes_on < command.paused_on:
        raise PauseBackwardsError(f"resumes_on is {command.paused_on} or later.")
    return [
        PartnershipPaused(
            paused_on=command.paused_on, resumes_on=command.resumes_on, reason=command.reason
        )
    ]


def resume(command: Resume, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    require_partner_or_administrator(current.pair, command.by)
    if not _covering(current, command.resumed_on):
        pauses = ", ".join(f"{known.paused_on} to {known.until_on}" for known in current.pauses)
        raise NotPausedError(f"resumed_on is a day within a pause; known: {pauses or 'none'}.")
    return [PartnershipResumed(resumed_on=command.resumed_on)]


def pause_for_absence(command: PauseForAbsence, state: State) -> Sequence[PartnershipEvent]:
    if isinstance(state, Unproposed | Ended):
        return []
    away = command.absence
    return [PartnershipPaused(paused_on=away.from_on, resumes_on=away.until_on, reason=away.reason)]


def resume_from_absence(command: ResumeFromAbsence, state: State) -> Sequence[PartnershipEvent]:
    """Resuming ends every pause that has begun: so not before everything else is over as well."""
    if isinstance(state, Unproposed | Ended):
        return []
    day = max(command.ended.from_on, command.ended.away_until)
    others = [*_asked_for(state, command.absences), *map(_away, command.absences)]
    while later := [until for since, until in others if since <= day < until]:
        day = max(later)
    return [PartnershipResumed(resumed_on=day)] if _covering(state, day) else []


def _asked_for(state: Ongoing, absences: Sequence[Absence]) -> list[tuple[date, date]]:
    """The pauses that somebody asked for, rather than enrollment."""
    planned = {(absence.from_on, absence.until_on) for absence in absences}
    return [
        (known.paused_on, known.until_on)
        for known in state.pauses
        if (known.paused_on, known.resumes_on) not in planned
    ]


def _away(absence: Absence) -> tuple[date, date]:
    return absence.from_on, absence.away_until


def _covering(state: Ongoing, day: date) -> list[Paused]:
    return [known for known in state.pauses if known.paused_on <= day < known.until_on]
