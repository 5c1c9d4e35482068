"""A hypothesis machine: anybody asks anything at any time, and the promises hold all the same."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.partnerships.partnership.asking import Actor
from services.partnerships.partnership.confirming import (
    ConfirmMeeting,
    DisputeMeeting,
    RetractReport,
)
from services.partnerships.partnership.conflicts import AnswerConflict, RaiseConflict
from services.partnerships.partnership.decider import Command, partnership
from services.partnerships.partnership.ending import End
from services.partnerships.partnership.reporting import ReportHeld, ReportMissed
from services.partnerships.partnership.scheduling import (
    CancelMeeting,
    MoveMeeting,
    NewMeeting,
    ScheduleMeeting,
)
from services.partnerships.partnership.signing import (
    DeclineAgreement,
    ReplaceSignatory,
    SignAgreement,
)
from services.partnerships.partnership.state import SIGNATORIES, Active, Proposed, State
from shared.errors import DomainError
from shared.events.partnerships import (
    AgreementDrafted,
    AgreementReplaced,
    AgreementSigned,
    ConflictAnswered,
    MeetingCancelled,
    MeetingHeld,
    MeetingMissed,
    MeetingRescheduled,
    MeetingScheduled,
    PartnershipActivated,
    PartnershipEnded,
    PartnershipEvent,
    SignatoryReplaced,
    SignatoryRole,
)
from tests.unit.partnerships.examples import (
    ADMINISTRATOR,
    DRAFT,
    MENTEE,
    MENTOR,
    NOW,
    PEOPLE,
    PROPOSE,
    STRANGER,
    an_id,
)

ACTORS = st.sampled_from([*PEOPLE.values(), ADMINISTRATOR, STRANGER])
PAIR = st.sampled_from([MENTOR, MENTEE])
ROLES = st.sampled_from(SIGNATORIES)
MEETINGS = st.sampled_from([an_id(number) for number in range(100, 104)])
HOURS = st.integers(min_value=-72, max_value=240).map(lambda hours: timedelta(hours=hours))
IN_FORCE = PartnershipActivated | AgreementReplaced


class PartnershipMachine(RuleBasedStateMachine):
    """Every event that a decision made is checked against all that was said before it."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self.state: State = partnership.initial
        self.said: list[PartnershipEvent] = []
        self.ask(PROPOSE)

    def ask(self, command: Command) -> None:
        with suppress(DomainError):
            self.append(partnership.decide(replace(command, now=self.now), self.state))

    def append(self, events: Sequence[PartnershipEvent]) -> None:
        self.check_append(events)
        for event in events:
            self.state = partnership.evolve(self.state, event, self.now)
            self.said.append(event)
            self.check(event)

    def check_append(self, events: Sequence[PartnershipEvent]) -> None:
        kinds = [type(event) for event in events]
        if MeetingCancelled in kinds:
            assert kinds in ([MeetingCancelled], [MeetingScheduled, MeetingCancelled])
        if ConflictAnswered in kinds:
            assert kinds in ([ConflictAnswered], [ConflictAnswered, MeetingRescheduled])
        assert not events or not any(isinstance(event, PartnershipEnded) for event in self.said)

    def check(self, event: PartnershipEvent) -> None:
        if isinstance(event, IN_FORCE):
            self.check_four_equal_digests(event.agreement_version)
        if isinstance(event, MeetingHeld):
            assert event.started_at <= self.now
        if isinstance(event, MeetingMissed):
            assert self.planned(event.meeting_id) <= self.now

    def check_four_equal_digests(self, agreement_version: int) -> None:
        digest = next(
            each.digest
            for each in self.said
            if isinstance(each, AgreementDrafted) and each.agreement_version == agreement_version
        )
        signed: dict[SignatoryRole, str] = {}
        for each in self.said:
            if isinstance(each, AgreementSigned) and each.agreement_version == agreement_version:
                signed[each.role] = each.digest
            if isinstance(each, SignatoryReplaced):
                signed.pop(each.role, None)
        assert signed == dict.fromkeys(SIGNATORIES, digest)

    def planned(self, meeting_id: UUID) -> datetime:
        plans = [
            each.starts_at
            for each in self.said
            if isinstance(each, MeetingScheduled | MeetingRescheduled)
            and each.meeting_id == meeting_id
        ]
        return plans[-1]

    @invariant()
    def the_version_in_force_is_the_last_that_all_four_signed(self) -> None:
        last = [each.agreement_version for each in self.said if isinstance(each, IN_FORCE)]
        assert isinstance(self.state, Active) <= bool(last)
        if isinstance(self.state, Active):
            assert self.state.in_force == last[-1]

    @rule(hours=st.integers(min_value=1, max_value=100))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: not isinstance(self.state, Active) or len(self.state.drafts) < 3)
    @rule(by=ACTORS, cadence=st.sampled_from([7, 14]))
    def draft(self, by: Actor, cadence: int) -> None:
        self.ask(replace(DRAFT, by=by, cadence_days=cadence))

    @rule(role=ROLES, by=st.none() | ACTORS, right=st.booleans())
    def sign(self, role: SignatoryRole, by: Actor | None, *, right: bool) -> None:
        if not isinstance(self.state, Proposed | Active) or not self.state.drafts:
            return
        text = self.state.drafts[-1].text
        signer = by or Actor(person_id=self.state.pair.people[role])
        digest = text.digest if right else "0" * 64
        self.ask(
            SignAgreement(
                now=self.now,
                by=signer,
                agreement_version=text.agreement_version,
                role=role,
                digest=digest,
            )
        )

    @precondition(lambda self: isinstance(self.state, Proposed | Active))
    @rule()
    def everybody_signs(self) -> None:
        for role in SIGNATORIES:
            self.sign(role=role, by=None, right=True)

    @rule(by=ACTORS, role=ROLES)
    def decline(self, by: Actor, role: SignatoryRole) -> None:
        newest = len(self.state.drafts) if isinstance(self.state, Proposed | Active) else 1
        self.ask(
            DeclineAgreement(
                now=self.now, by=by, agreement_version=newest, role=role, reason="OTHER"
            )
        )

    @rule(by=st.sampled_from([STRANGER, *PEOPLE.values()]))
    def a_new_manager(self, by: Actor) -> None:
        self.ask(ReplaceSignatory(now=self.now, role="mentor_manager", person_id=by.person_id))

    @rule(by=PAIR | ACTORS, meeting_id=MEETINGS, after=HOURS)
    def schedule(self, by: Actor, meeting_id: UUID, after: timedelta) -> None:
        self.ask(ScheduleMeeting(now=self.now, by=by, meeting=self.new(meeting_id, after)))

    @rule(by=PAIR | ACTORS, meeting_id=MEETINGS, after=HOURS)
    def move(self, by: Actor, meeting_id: UUID, after: timedelta) -> None:
        new = self.new(meeting_id, after)
        self.ask(
            MoveMeeting(
                now=self.now,
                by=by,
                meeting_id=meeting_id,
                starts_at=new.starts_at,
                minutes=30,
                reason="TRAVEL",
            )
        )

    @rule(by=PAIR, meeting_id=MEETINGS, instead=st.none() | MEETINGS, after=HOURS)
    def cancel(self, by: Actor, meeting_id: UUID, instead: UUID | None, after: timedelta) -> None:
        replacement = self.new(instead, after) if instead else None
        self.ask(
            CancelMeeting(
                now=self.now,
                by=by,
                meeting_id=meeting_id,
                reason="TRAVEL",
                replacement=replacement,
            )
        )

    @rule(by=PAIR | ACTORS, meeting_id=MEETINGS, after=HOURS, scheduled=st.booleans())
    def report_held(
        self, by: Actor, meeting_id: UUID, after: timedelta, *, scheduled: bool
    ) -> None:
        self.ask(
            ReportHeld(
                now=self.now,
                by=by,
                meeting_id=meeting_id,
                started_at=self.now + after,
                minutes=30,
                scheduled=scheduled,
            )
        )

    @rule(by=PAIR | ACTORS, meeting_id=MEETINGS)
    def report_missed(self, by: Actor, meeting_id: UUID) -> None:
        self.ask(
            ReportMissed(now=self.now, by=by, meeting_id=meeting_id, absent="both", reason="FORGOT")
        )

    @rule(
        by=PAIR | ACTORS,
        meeting_id=MEETINGS,
        kind=st.sampled_from([ConfirmMeeting, DisputeMeeting, RetractReport]),
    )
    def answer_report(
        self,
        by: Actor,
        meeting_id: UUID,
        kind: type[ConfirmMeeting | DisputeMeeting | RetractReport],
    ) -> None:
        self.ask(kind(now=self.now, by=by, meeting_id=meeting_id))

    @rule(by=ACTORS, meeting_id=MEETINGS, conflict=st.integers(min_value=1, max_value=4))
    def raise_conflict(self, by: Actor, meeting_id: UUID, conflict: int) -> None:
        self.ask(
            RaiseConflict(
                now=self.now,
                by=by,
                conflict_id=an_id(conflict),
                meeting_id=meeting_id,
                role="mentee_manager",
                reason="CUSTOMER_OR_INCIDENT",
            )
        )

    @rule(
        by=ACTORS,
        conflict=st.integers(min_value=1, max_value=4),
        contingency=st.none() | st.integers(min_value=0, max_value=2),
    )
    def answer_conflict(self, by: Actor, conflict: int, contingency: int | None) -> None:
        self.ask(
            AnswerConflict(
                now=self.now,
                by=by,
                conflict_id=an_id(conflict),
                outcome=None if contingency is None else "contingency",
                contingency=contingency,
            )
        )

    @rule(by=ACTORS, often=st.integers(min_value=0, max_value=9))
    def end(self, by: Actor, often: int) -> None:
        if not often:
            ended_on = date(2027, 3, 1)
            self.ask(
                End(now=self.now, by=by, ended_on=ended_on, outcome="no_fault", reason="OTHER")
            )

    def new(self, meeting_id: UUID, after: timedelta) -> NewMeeting:
        return NewMeeting(meeting_id=meeting_id, starts_at=self.now + after, minutes=30, slot=None)
