"""One believable pair in Berlin, as events and as commands; tests vary what they are about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from services.partnerships.partnership.asking import Actor
from services.partnerships.partnership.drafting import DraftAgreement
from services.partnerships.partnership.proposal import Candidate, Knowledge, Propose
from services.partnerships.partnership.scheduling import NewMeeting, ScheduleMeeting
from services.partnerships.partnership.signing import SignAgreement
from services.partnerships.partnership.state import SIGNATORIES
from shared.events.agreement import (
    AlternativeSlot,
    Contingency,
    MoveWithinDays,
    Remote,
    Shorten,
    Slot,
)
from shared.events.event import sealed
from shared.events.partnerships import (
    AgreementDrafted,
    AgreementSigned,
    MeetingHeld,
    MeetingScheduled,
    PartnershipActivated,
    PartnershipEvent,
    PartnershipProposed,
    SignatoryRole,
)
from shared.events.terms import DurationWeeks, Policy

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def an_id(number: int) -> UUID:
    return UUID(int=number)


MENTOR, MENTEE, MENTOR_MANAGER, MENTEE_MANAGER = (Actor(person_id=an_id(n)) for n in range(1, 5))
ADMINISTRATOR = Actor(person_id=an_id(5), is_administrator=True)
STRANGER = Actor(person_id=an_id(6))
PEOPLE: dict[SignatoryRole, Actor] = dict(
    zip(SIGNATORIES, (MENTOR, MENTEE, MENTOR_MANAGER, MENTEE_MANAGER), strict=True)
)
MEETING, OTHER_MEETING, CONFLICT, GOAL, CHECK_IN = (an_id(n) for n in range(20, 25))
PARTNERSHIP, PROGRAM = an_id(30), an_id(31)

TUESDAYS = Slot(weekday="tuesday", local_time=time(9), time_zone=BERLIN, minutes=60)
THURSDAYS = Slot(weekday="thursday", local_time=time(16), time_zone=BERLIN, minutes=45)
DURATION = DurationWeeks(least=12, usual=26, most=52)
REMOTE = Contingency(for_="travel", then=Remote())
WITHIN_A_WEEK = Contingency(for_="manager_priority", then=MoveWithinDays(days=7))
ON_THURSDAY = Contingency(for_="known_busy_period", then=AlternativeSlot(slot=THURSDAYS))
SHORTER = Contingency(for_="absence", then=Shorten(minutes=30))

MENTOR_CANDIDATE = Candidate(
    person_id=MENTOR.person_id, terms_version=2, capacity=2, line=(MENTOR_MANAGER.person_id,)
)
MENTEE_CANDIDATE = Candidate(
    person_id=MENTEE.person_id, terms_version=2, capacity=1, line=(MENTEE_MANAGER.person_id,)
)
KNOWN = Knowledge(
    terms_version=2,
    policy=Policy(),
    mentor=MENTOR_CANDIDATE,
    mentee=MENTEE_CANDIDATE,
    partners_of_mentor=(),
)
PROPOSE = Propose(
    now=NOW,
    by=ADMINISTRATOR,
    partnership_id=PARTNERSHIP,
    program_id=PROGRAM,
    mentor_id=MENTOR.person_id,
    mentee_id=MENTEE.person_id,
    time_zone=BERLIN,
    known=KNOWN,
)
DRAFT = DraftAgreement(
    now=NOW,
    by=MENTEE,
    starts_on=date(2027, 1, 11),
    ends_on=date(2027, 7, 11),
    cadence_days=14,
    slots=(TUESDAYS,),
    notice_hours=48,
    contingencies=(REMOTE, WITHIN_A_WEEK),
    agenda_hours=24,
    review_on=date(2027, 4, 12),
    duration=DURATION,
)

PROPOSED = PartnershipProposed(
    partnership_id=PARTNERSHIP,
    program_id=PROGRAM,
    mentor_id=MENTOR.person_id,
    mentee_id=MENTEE.person_id,
    mentor_manager_id=MENTOR_MANAGER.person_id,
    mentee_manager_id=MENTEE_MANAGER.person_id,
    time_zone=BERLIN,
    terms_version=2,
    policy=Policy(),
)


def drafted(agreement_version: int = 1, *contingencies: Contingency) -> AgreementDrafted:
    return sealed(
        AgreementDrafted(
            agreement_version=agreement_version,
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            cadence_days=DRAFT.cadence_days,
            slots=DRAFT.slots,
            notice_hours=DRAFT.notice_hours,
            contingencies=contingencies or DRAFT.contingencies,
            scheduler="mentee",
            agenda_hours=DRAFT.agenda_hours,
            review_on=DRAFT.review_on,
            digest="",
        )
    )


def signed(role: SignatoryRole, text: AgreementDrafted | None = None) -> AgreementSigned:
    text = text or drafted()
    return AgreementSigned(
        agreement_version=text.agreement_version,
        signer_id=PEOPLE[role].person_id,
        role=role,
        digest=text.digest,
    )


def sign(role: SignatoryRole, text: AgreementDrafted | None = None) -> SignAgreement:
    text = text or drafted()
    return SignAgreement(
        now=NOW,
        by=PEOPLE[role],
        agreement_version=text.agreement_version,
        role=role,
        digest=text.digest,
    )


ACTIVATED = PartnershipActivated(
    agreement_version=1,
    starts_on=DRAFT.starts_on,
    ends_on=DRAFT.ends_on,
    cadence_days=DRAFT.cadence_days,
    notice_hours=DRAFT.notice_hours,
)


def an_active_pair(*contingencies: Contingency) -> tuple[PartnershipEvent, ...]:
    text = drafted(1, *contingencies)
    return (PROPOSED, text, *(signed(role, text) for role in SIGNATORIES), ACTIVATED)


ACTIVE = an_active_pair()
# A Tuesday at nine in Berlin, eight days ahead.
TUESDAY = datetime(2027, 3, 9, 8, tzinfo=UTC)
DAY, WEEK, HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)


def scheduled(
    meeting_id: UUID = MEETING, starts_at: datetime = TUESDAY, slot: int | None = 0
) -> MeetingScheduled:
    return MeetingScheduled(
        meeting_id=meeting_id, starts_at=starts_at, minutes=60, slot=slot, by=MENTEE.person_id
    )


SCHEDULE = ScheduleMeeting(
    now=NOW,
    by=MENTEE,
    meeting=NewMeeting(meeting_id=MEETING, starts_at=TUESDAY, minutes=60, slot=0),
)


def schedule(starts_at: datetime, slot: int | None = None) -> ScheduleMeeting:
    return replace(SCHEDULE, meeting=replace(SCHEDULE.meeting, starts_at=starts_at, slot=slot))


def held(by: Actor = MENTOR, started_at: datetime = NOW - DAY) -> MeetingHeld:
    return MeetingHeld(
        meeting_id=MEETING, started_at=started_at, minutes=60, reported_by=by.person_id
    )
