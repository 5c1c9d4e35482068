"""One example of everything that partnerships says: from the proposal to the end."""

from datetime import UTC, date, datetime, time

from shared.events.agreement import (
    AlternativeSlot,
    Contingency,
    MoveWithinDays,
    Remote,
    Shorten,
    Slot,
)
from shared.events.event import Event, sealed
from shared.events.examples.cast import (
    ADMINISTRATOR_ID,
    CHECK_IN_ID,
    CONFLICT_ID,
    GOAL_ID,
    MEETING_ID,
    MENTEE_ID,
    MENTEE_MANAGER_ID,
    MENTOR_ID,
    MENTOR_MANAGER_ID,
    NEW_MANAGER_ID,
    PARTNERSHIP_ID,
    PROGRAM_ID,
    TIME_ZONE,
)
from shared.events.partnerships import (
    AgreementDeclined,
    AgreementDrafted,
    AgreementReplaced,
    AgreementSigned,
    CheckInRecorded,
    ConflictAnswered,
    ConflictRaised,
    GoalSet,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingHeld,
    MeetingMissed,
    MeetingRescheduled,
    MeetingRetracted,
    MeetingScheduled,
    PartnershipActivated,
    PartnershipEnded,
    PartnershipPaused,
    PartnershipProposed,
    PartnershipResumed,
    ProgressReported,
    SignatoryReplaced,
    SilenceExplained,
)
from shared.events.terms import Policy

TUESDAYS = Slot(weekday="tuesday", local_time=time(16), time_zone=TIME_ZONE, minutes=60)
LAST_THURSDAY = Slot(
    weekday="thursday", week_of_month=-1, local_time=time(9, 30), time_zone=TIME_ZONE, minutes=45
)

AGREEMENT = sealed(
    AgreementDrafted(
        agreement_version=1,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 8, 31),
        cadence_days=14,
        slots=(TUESDAYS, LAST_THURSDAY),
        notice_hours=24,
        contingencies=(
            Contingency(for_="manager_priority", then=AlternativeSlot(slot=LAST_THURSDAY)),
            Contingency(for_="known_busy_period", then=Shorten(minutes=30)),
            Contingency(for_="travel", then=Remote()),
            Contingency(for_="absence", then=MoveWithinDays(days=7)),
        ),
        scheduler="mentee",
        agenda_hours=24,
        review_on=date(2026, 6, 1),
        digest="",
    )
)

EXAMPLES: tuple[Event, ...] = (
    PartnershipProposed(
        partnership_id=PARTNERSHIP_ID,
        program_id=PROGRAM_ID,
        mentor_id=MENTOR_ID,
        mentee_id=MENTEE_ID,
        mentor_manager_id=MENTOR_MANAGER_ID,
        mentee_manager_id=MENTEE_MANAGER_ID,
        time_zone=TIME_ZONE,
        terms_version=1,
        policy=Policy(),
    ),
    AGREEMENT,
    AgreementSigned(
        agreement_version=1, signer_id=MENTEE_ID, role="mentee", digest=AGREEMENT.digest
    ),
    AgreementDeclined(
        agreement_version=1,
        signer_id=MENTOR_MANAGER_ID,
        role="mentor_manager",
        reason="MGR_PRIORITY_MENTOR",
    ),
    PartnershipActivated(
        agreement_version=1,
        starts_on=AGREEMENT.starts_on,
        ends_on=AGREEMENT.ends_on,
        cadence_days=14,
        notice_hours=24,
    ),
    AgreementReplaced(
        agreement_version=2,
        starts_on=AGREEMENT.starts_on,
        ends_on=date(2026, 11, 30),
        cadence_days=28,
        notice_hours=48,
    ),
    SignatoryReplaced(role="mentee_manager", person_id=NEW_MANAGER_ID),
    MeetingScheduled(
        meeting_id=MEETING_ID,
        starts_at=datetime(2026, 3, 10, 15, tzinfo=UTC),
        minutes=60,
        slot=0,
        by=MENTEE_ID,
    ),
    MeetingRescheduled(
        meeting_id=MEETING_ID,
        starts_at=datetime(2026, 3, 17, 15, tzinfo=UTC),
        minutes=60,
        by=MENTEE_ID,
        reason="TRAVEL",
    ),
    MeetingCancelled(meeting_id=MEETING_ID, by=MENTOR_ID, reason="CUSTOMER_OR_INCIDENT"),
    MeetingHeld(
        meeting_id=MEETING_ID,
        started_at=datetime(2026, 3, 17, 15, 5, tzinfo=UTC),
        minutes=55,
        reported_by=MENTEE_ID,
    ),
    MeetingMissed(
        meeting_id=MEETING_ID, absent="mentor", reported_by=MENTEE_ID, reason="TIME_WORKLOAD"
    ),
    MeetingConfirmed(meeting_id=MEETING_ID, by=MENTOR_ID),
    MeetingDisputed(meeting_id=MEETING_ID, by=MENTOR_ID),
    MeetingRetracted(meeting_id=MEETING_ID, by=MENTEE_ID),
    ConflictRaised(
        conflict_id=CONFLICT_ID,
        meeting_id=MEETING_ID,
        raised_by=MENTOR_MANAGER_ID,
        role="mentor_manager",
        reason="MGR_PRIORITY_MENTOR",
    ),
    ConflictAnswered(
        conflict_id=CONFLICT_ID,
        outcome="contingency",
        contingency=0,
        agreement_version=1,
        by=MENTEE_ID,
    ),
    GoalSet(goal_id=GOAL_ID, due_on=date(2026, 6, 30)),
    ProgressReported(goal_id=GOAL_ID, level=2, reported_by=MENTEE_ID),
    CheckInRecorded(
        check_in_id=CHECK_IN_ID,
        with_="mentee",
        by=ADMINISTRATOR_ID,
        meeting_as_agreed="partly",
        progress=2,
        obstacle="TIME_NO_SLOT",
        manager_respects_times="yes",
        rating=4,
        needs_help=False,
    ),
    SilenceExplained(by=MENTEE_ID, reason="TIME_WORKLOAD", next_meeting_on=date(2026, 4, 14)),
    PartnershipPaused(
        paused_on=date(2026, 5, 4), resumes_on=date(2026, 5, 18), reason="LEAVE_PLANNED"
    ),
    PartnershipResumed(resumed_on=date(2026, 5, 11)),
    PartnershipEnded(ended_on=date(2026, 8, 31), outcome="completed", reason="NO_LONGER_NEEDED"),
)
