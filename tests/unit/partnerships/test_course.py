"""Goals, check-ins, silence, pauses and the end; and what enrollment's news make of it all."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from services.partnerships.partnership.asking import (
    Actor,
    AdministratorOnlyError,
    NotActiveError,
    NotOfThePairError,
    PartnershipEndedError,
)
from services.partnerships.partnership.decider import Command
from services.partnerships.partnership.ending import (
    End,
    EndInFutureError,
    EndWithdrawn,
    NothingCompletedError,
)
from services.partnerships.partnership.pausing import (
    Absence,
    NotPausedError,
    Pause,
    PauseBackwardsError,
    PauseForAbsence,
    Resume,
    ResumeFromAbsence,
)
from services.partnerships.partnership.progress import (
    CheckInExistsError,
    ExplainSilence,
    GoalExistsError,
    NextMeetingInPastError,
    RecordCheckIn,
    ReportProgress,
    SetGoal,
    UnknownGoalError,
)
from shared.errors import DomainError
from shared.events.partnerships import (
    CheckInRecorded,
    GoalSet,
    Outcome,
    PartnershipEnded,
    PartnershipPaused,
    PartnershipResumed,
    ProgressReported,
    SilenceExplained,
)
from tests.unit.partnerships.examples import (
    ACTIVE,
    ADMINISTRATOR,
    CHECK_IN,
    GOAL,
    MENTEE,
    MENTOR,
    MENTOR_MANAGER,
    NOW,
    PROPOSED,
    SCHEDULE,
)
from tests.unit.partnerships.spec import given

SET = SetGoal(now=NOW, by=MENTEE, goal_id=GOAL, due_on=None)
GOAL_SET = GoalSet(goal_id=GOAL, due_on=None)
PROGRESS = ReportProgress(now=NOW, by=MENTOR, goal_id=GOAL, level=3)
CHECK = RecordCheckIn(
    now=NOW,
    by=ADMINISTRATOR,
    check_in_id=CHECK_IN,
    with_="mentor",
    meeting_as_agreed="partly",
    progress=2,
    obstacle="TIME_WORKLOAD",
    manager_respects_times="yes",
    rating=4,
    needs_help=False,
)
CHECKED = CheckInRecorded(
    check_in_id=CHECK_IN,
    with_="mentor",
    by=ADMINISTRATOR.person_id,
    meeting_as_agreed="partly",
    progress=2,
    obstacle="TIME_WORKLOAD",
    manager_respects_times="yes",
    rating=4,
    needs_help=False,
)
EXPLAIN = ExplainSilence(
    now=NOW, by=MENTOR, reason="TIME_WORKLOAD", next_meeting_on=date(2027, 3, 1)
)
end = partial(
    End, now=NOW, by=MENTEE, ended_on=date(2027, 3, 1), outcome="completed", reason="OTHER"
)
ENDED = PartnershipEnded(ended_on=date(2027, 3, 1), outcome="completed", reason="OTHER")


def march(first: int, until: int) -> PartnershipPaused:
    return PartnershipPaused(
        paused_on=date(2027, 3, first), resumes_on=date(2027, 3, until), reason="LEAVE_PLANNED"
    )


def away(first: int, until: int, ended: int | None = None) -> Absence:
    return Absence(
        from_on=date(2027, 3, first),
        until_on=date(2027, 3, until),
        reason="LEAVE_PLANNED",
        ended_on=date(2027, 3, ended) if ended else None,
    )


def resumed(day: int) -> PartnershipResumed:
    return PartnershipResumed(resumed_on=date(2027, 3, day))


def back(ended: Absence, *others: Absence) -> ResumeFromAbsence:
    return ResumeFromAbsence(now=NOW, ended=ended, absences=(ended, *others))


def pause(first: int, until: int) -> Pause:
    asked = march(first, until)
    return Pause(
        now=NOW,
        by=MENTOR,
        paused_on=asked.paused_on,
        resumes_on=asked.resumes_on,
        reason="LEAVE_PLANNED",
    )


def resume(day: int) -> Resume:
    return Resume(now=NOW, by=MENTEE, resumed_on=date(2027, 3, day))


def test_the_pair_sets_goals_and_reports_progress() -> None:
    given(*ACTIVE).when(SET).then(GOAL_SET)
    given(*ACTIVE, GOAL_SET).when(PROGRESS).then(
        ProgressReported(goal_id=GOAL, level=3, reported_by=MENTOR.person_id)
    )


def test_an_administrator_checks_in_and_one_of_the_pair_explains() -> None:
    given(*ACTIVE).when(CHECK).then(CHECKED)
    given(*ACTIVE).when(EXPLAIN).then(
        SilenceExplained(
            by=MENTOR.person_id, reason="TIME_WORKLOAD", next_meeting_on=date(2027, 3, 1)
        )
    )


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (PROGRESS, UnknownGoalError),
        (replace(SET, by=ADMINISTRATOR), NotOfThePairError),
        (replace(PROGRESS, by=MENTOR_MANAGER), NotOfThePairError),
        (replace(CHECK, by=MENTOR), AdministratorOnlyError),
        (replace(EXPLAIN, by=ADMINISTRATOR), NotOfThePairError),
        (replace(EXPLAIN, next_meeting_on=date(2027, 2, 28)), NextMeetingInPastError),
        (pause(20, 19), PauseBackwardsError),
        (resume(10), NotPausedError),
        (end(ended_on=date(2027, 3, 2)), EndInFutureError),
        (end(by=MENTOR_MANAGER), NotOfThePairError),
    ],
)
def test_what_an_active_partnership_refuses(command: Command, error: type[DomainError]) -> None:
    given(*ACTIVE).when(command).then_refused(error)


@pytest.mark.parametrize("command", [SET, CHECK, EXPLAIN])
def test_before_the_start_there_is_nothing_to_follow(command: Command) -> None:
    given(PROPOSED).when(command).then_refused(NotActiveError)


def test_ids_are_used_once() -> None:
    given(*ACTIVE, GOAL_SET).when(SET).then_refused(GoalExistsError)
    given(*ACTIVE, CHECKED).when(CHECK).then_refused(CheckInExistsError)


def test_a_pause_is_said_before_or_after_the_start_and_may_be_empty() -> None:
    given(PROPOSED).when(pause(2, 9)).then(march(2, 9))
    given(*ACTIVE).when(pause(2, 2)).then(march(2, 2))


@pytest.mark.parametrize(("day", "accepted"), [(1, False), (2, True), (8, True), (9, False)])
def test_a_pause_is_resumed_within_it(day: int, *, accepted: bool) -> None:
    paused = given(*ACTIVE, march(2, 9)).when(resume(day))
    if accepted:
        paused.then(resumed(day))
    else:
        paused.then_refused(NotPausedError, "2027-03-02 to 2027-03-09")


def test_a_resumed_pause_is_over() -> None:
    given(*ACTIVE, march(2, 9), resumed(4)).when(resume(5)).then_refused(NotPausedError)
    given(*ACTIVE, march(2, 9), march(20, 30), resumed(4)).when(resume(25)).then(resumed(25))


def test_a_planned_absence_pauses() -> None:
    given(*ACTIVE).when(PauseForAbsence(now=NOW, absence=away(2, 9))).then(march(2, 9))


@pytest.mark.parametrize(
    ("past", "command", "day"),
    [
        ([march(2, 20)], back(away(2, 20, 10)), 10),
        # Cancelled before it began.
        ([march(12, 20)], back(away(12, 20, 10)), 12),
        # The other is away until the 15th.
        ([march(2, 20), march(5, 15)], back(away(2, 20, 10), away(5, 15)), 15),
        # The other came back earlier, which changed nothing until now.
        ([march(2, 20), march(5, 15)], back(away(2, 20, 10), away(5, 15, 8)), 10),
        ([march(2, 20), march(5, 15), resumed(15)], back(away(5, 15, 12), away(2, 20, 10)), 12),
        # A pause that somebody asked for lasts as long as was asked.
        ([march(2, 20), march(4, 18)], back(away(2, 20, 10)), 18),
        ([march(2, 20), march(4, 28)], back(away(2, 20, 10)), None),
        ([march(2, 20), resumed(5)], back(away(2, 20, 10)), None),
        ([], back(away(2, 20, 10)), None),
    ],
)
def test_when_somebody_is_back_it_resumes_once_nobody_is_away(
    past: list[PartnershipPaused | PartnershipResumed],
    command: ResumeFromAbsence,
    day: int | None,
) -> None:
    given(*ACTIVE, *past).when(command).then(*([resumed(day)] if day else []))


@pytest.mark.parametrize("by", [MENTOR, MENTEE, ADMINISTRATOR])
@pytest.mark.parametrize("outcome", ["completed", "no_fault", "withdrawn", "rematched", "inactive"])
def test_it_ends_by_somebody_s_word_with_an_outcome(by: Actor, outcome: Outcome) -> None:
    (event,) = given(*ACTIVE).when(end(by=by, outcome=outcome)).events()
    assert event == PartnershipEnded(ended_on=date(2027, 3, 1), outcome=outcome, reason="OTHER")


def test_what_never_started_is_not_completed() -> None:
    given(PROPOSED).when(end()).then_refused(NothingCompletedError)
    assert len(given(PROPOSED).when(end(outcome="no_fault")).events()) == 1


@pytest.mark.parametrize(
    "command", [end(), SCHEDULE, SET, CHECK, EXPLAIN, pause(2, 9), resume(2), PROGRESS]
)
def test_an_end_is_final(command: Command) -> None:
    given(*ACTIVE, ENDED).when(command).then_refused(PartnershipEndedError)


def test_who_withdraws_or_leaves_ends_it() -> None:
    left = EndWithdrawn(now=NOW, ended_on=date(2027, 2, 26), reason="LEFT_COMPANY")
    event = PartnershipEnded(ended_on=date(2027, 2, 26), outcome="withdrawn", reason="LEFT_COMPANY")
    given(*ACTIVE).when(left).then(event)
    given(PROPOSED).when(left).then(event)


@pytest.mark.parametrize(
    "news",
    [
        EndWithdrawn(now=NOW, ended_on=date(2027, 2, 26), reason="LEFT_COMPANY"),
        PauseForAbsence(now=NOW, absence=away(2, 9)),
        back(away(2, 9, 4)),
    ],
)
def test_news_change_nothing_that_has_ended_or_never_was(news: Command) -> None:
    given(*ACTIVE, ENDED).when(news).then()
    given().when(news).then()
