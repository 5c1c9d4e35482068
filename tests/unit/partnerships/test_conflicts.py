"""A higher priority, answered by the clause that was in force when the meeting was agreed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import pytest

from services.partnerships.partnership.answers import ContingencyDoesNotFitError
from services.partnerships.partnership.conflicts import (
    AnswerConflict,
    ConflictAnsweredError,
    ConflictExistsError,
    ConflictOpenError,
    MeetingOverError,
    MenteeAcceptsError,
    NotTheManagerError,
    OtherAnswerError,
    RaiseConflict,
    UnknownConflictError,
)
from services.partnerships.partnership.meetings import MeetingCancelledError
from services.partnerships.partnership.state import SIGNATORIES
from shared.events.agreement import Contingency
from shared.events.partnerships import (
    AgreementReplaced,
    ConflictAnswered,
    ConflictOutcome,
    ConflictRaised,
    MeetingCancelled,
    MeetingRescheduled,
    PartnershipEvent,
)
from shared.events.reasons import Reason
from tests.unit.partnerships.examples import (
    ACTIVE,
    ADMINISTRATOR,
    CONFLICT,
    DAY,
    DRAFT,
    HOUR,
    MEETING,
    MENTEE,
    MENTEE_MANAGER,
    MENTOR,
    MENTOR_MANAGER,
    NOW,
    ON_THURSDAY,
    OTHER_MEETING,
    REMOTE,
    SHORTER,
    TUESDAY,
    WEEK,
    WITHIN_A_WEEK,
    an_active_pair,
    an_id,
    drafted,
    scheduled,
    signed,
)
from tests.unit.partnerships.spec import Given, given

RAISE = RaiseConflict(
    now=NOW,
    by=MENTOR_MANAGER,
    conflict_id=CONFLICT,
    meeting_id=MEETING,
    role="mentor_manager",
    reason="CUSTOMER_OR_INCIDENT",
)
RAISED = ConflictRaised(
    conflict_id=CONFLICT,
    meeting_id=MEETING,
    raised_by=MENTOR_MANAGER.person_id,
    role="mentor_manager",
    reason="CUSTOMER_OR_INCIDENT",
)
accept = partial(AnswerConflict, now=NOW, by=MENTEE, conflict_id=CONFLICT)
overrule = partial(AnswerConflict, now=NOW, by=ADMINISTRATOR, conflict_id=CONFLICT)
answered = partial(
    ConflictAnswered,
    conflict_id=CONFLICT,
    contingency=None,
    agreement_version=1,
    by=MENTEE.person_id,
)
CANCELLED = MeetingCancelled(meeting_id=MEETING, by=MENTEE.person_id, reason="TRAVEL")


def moved(starts_at: datetime, minutes: int = 60) -> MeetingRescheduled:
    return MeetingRescheduled(
        meeting_id=MEETING,
        starts_at=starts_at,
        minutes=minutes,
        by=MENTEE.person_id,
        reason="CUSTOMER_OR_INCIDENT",
    )


def disputed(
    *contingencies: Contingency,
    reason: Reason = "CUSTOMER_OR_INCIDENT",
    notice: timedelta = 8 * DAY,
) -> Given:
    raised = msgspec.structs.replace(RAISED, reason=reason)
    pair = an_active_pair(*contingencies)
    return given(*pair, scheduled(), (raised, TUESDAY - notice))


def test_a_manager_raises_it_over_a_meeting_ahead() -> None:
    planned = given(*ACTIVE, scheduled())
    planned.when(RAISE).then(RAISED)
    planned.when(replace(RAISE, by=MENTEE_MANAGER)).then_refused(NotTheManagerError)
    planned.when(replace(RAISE, by=MENTOR)).then_refused(NotTheManagerError)
    planned.when(replace(RAISE, now=TUESDAY)).then_refused(MeetingOverError)
    given(*ACTIVE, scheduled(), CANCELLED).when(RAISE).then_refused(MeetingCancelledError)


def test_one_conflict_a_manager_and_meeting_at_a_time() -> None:
    again = replace(RAISE, conflict_id=an_id(99))
    open_one = given(*ACTIVE, scheduled(), RAISED)
    open_one.when(again).then_refused(ConflictOpenError)
    open_one.when(RAISE).then_refused(ConflictExistsError)
    upheld = answered(outcome="upheld")
    assert len(given(*ACTIVE, scheduled(), RAISED, upheld).when(again).events()) == 1
    other = replace(again, by=MENTEE_MANAGER, role="mentee_manager")
    assert len(open_one.when(other).events()) == 1


@pytest.mark.parametrize(
    ("notice", "outcome"),
    [(48 * HOUR, "renegotiate"), (48 * HOUR - timedelta(seconds=1), "upheld")],
)
def test_without_a_contingency_the_notice_decides(
    notice: timedelta, outcome: ConflictOutcome
) -> None:
    disputed(REMOTE, notice=notice).when(accept()).then(answered(outcome=outcome))


@pytest.mark.parametrize("notice", [8 * DAY, HOUR])
def test_a_contingency_that_fits_decides_whatever_the_notice(notice: timedelta) -> None:
    fits = disputed(REMOTE, WITHIN_A_WEEK, notice=notice)
    fits.when(accept()).then(answered(outcome="contingency", contingency=1), moved(TUESDAY + WEEK))


def test_held_remotely_the_meeting_stays_where_it_is() -> None:
    travelling = disputed(WITHIN_A_WEEK, REMOTE, reason="TRAVEL")
    travelling.when(accept()).then(answered(outcome="contingency", contingency=1))


def test_the_meeting_moves_to_the_next_occurrence_of_the_alternative_slot() -> None:
    busy = disputed(ON_THURSDAY, reason="TIME_WORKLOAD")
    thursday = msgspec.structs.replace(
        moved(datetime(2027, 3, 11, 15, tzinfo=UTC), 45), reason="TIME_WORKLOAD"
    )
    busy.when(accept()).then(answered(outcome="contingency", contingency=0), thursday)


def test_the_meeting_is_shortened_if_that_makes_it_shorter() -> None:
    away = disputed(SHORTER, reason="LEAVE_PLANNED")
    shorter = msgspec.structs.replace(moved(TUESDAY, 30), reason="LEAVE_PLANNED")
    away.when(accept()).then(answered(outcome="contingency", contingency=0), shorter)
    assert len(given(*away.past, shorter).when(accept()).events()) == 1


def test_a_time_that_is_taken_is_no_contingency() -> None:
    taken = scheduled(OTHER_MEETING, TUESDAY + WEEK)
    given(*disputed(WITHIN_A_WEEK).past, taken).when(accept()).then(answered(outcome="renegotiate"))


def test_a_meeting_does_not_move_into_the_past() -> None:
    late = accept(now=TUESDAY + 8 * DAY)
    disputed(WITHIN_A_WEEK).when(late).then(answered(outcome="renegotiate"))


def test_the_clause_is_that_of_when_the_meeting_was_agreed() -> None:
    two = drafted(2, REMOTE)
    signatures = [signed(role, two) for role in SIGNATORIES]
    replaced = AgreementReplaced(
        agreement_version=2,
        starts_on=DRAFT.starts_on,
        ends_on=DRAFT.ends_on,
        cadence_days=14,
        notice_hours=48,
    )
    amendment: tuple[PartnershipEvent, ...] = (two, *signatures, replaced)
    before = given(*ACTIVE, scheduled(), *amendment, (RAISED, NOW))
    before.when(accept()).then(
        answered(outcome="contingency", contingency=1), moved(TUESDAY + WEEK)
    )
    after = given(*ACTIVE, *amendment, scheduled(), (RAISED, NOW))
    after.when(accept()).then(answered(outcome="renegotiate", agreement_version=2))


def test_the_mentee_accepts_what_is_proposed_and_nothing_else() -> None:
    conflict = disputed(REMOTE)
    conflict.when(accept(outcome="renegotiate")).then(answered(outcome="renegotiate"))
    conflict.when(accept(outcome="upheld")).then_refused(OtherAnswerError, "renegotiate")
    conflict.when(accept(by=MENTOR)).then_refused(MenteeAcceptsError)


def test_the_administrator_overrides_it() -> None:
    conflict = disputed(REMOTE, WITHIN_A_WEEK)
    by = ADMINISTRATOR.person_id
    conflict.when(overrule(outcome="upheld")).then(answered(outcome="upheld", by=by))
    conflict.when(overrule(outcome="contingency", contingency=0)).then(
        answered(outcome="contingency", contingency=0, by=by)
    )
    assert len(conflict.when(overrule()).events()) == 2


@pytest.mark.parametrize(
    "answer",
    [
        overrule(outcome="contingency"),
        overrule(outcome="contingency", contingency=2),
        overrule(outcome="contingency", contingency=-1),
        overrule(outcome="upheld", contingency=0),
        overrule(outcome="contingency", contingency=1, now=TUESDAY + 8 * DAY),
    ],
)
def test_an_override_names_a_contingency_that_can_be_applied(answer: AnswerConflict) -> None:
    disputed(REMOTE, WITHIN_A_WEEK).when(answer).then_refused(ContingencyDoesNotFitError)


def test_a_conflict_is_answered_once_and_while_its_meeting_is_ahead() -> None:
    given(*ACTIVE, scheduled()).when(accept()).then_refused(UnknownConflictError)
    past = disputed(REMOTE).past
    given(*past, answered(outcome="upheld")).when(accept()).then_refused(ConflictAnsweredError)
    given(*past, CANCELLED).when(accept()).then_refused(MeetingCancelledError)
