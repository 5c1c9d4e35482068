"""Count one partnership's story, as of an instant."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction

from services.accountability.reports.check_ins import check_ins
from services.accountability.reports.numbers import Numbers
from services.accountability.story.agreements import InForce, Occurrence
from services.accountability.story.meetings import Meeting
from services.accountability.story.story import Story
from shared.events.partnerships import (
    ConflictAnswered,
    ConflictRaised,
    GoalSet,
    PartnershipActivated,
    ProgressReported,
)


def count(story: Story, now: datetime) -> Numbers:
    passed = [slot for slot in _slots_so_far(story, now) if slot.starts_at <= now]
    due, on_time = check_ins(story, story.day_of(now))
    answers = [k.event.outcome for k in story.facts if isinstance(k.event, ConflictAnswered)]
    return Numbers(
        partnerships=1,
        slots_passed=len(passed),
        slots_met=sum(_met(story, slot) for slot in passed),
        meetings_expected=_expected(story, story.day_of(now)),
        meetings_held=sum(meeting.held_at is not None for meeting in story.meetings.values()),
        days_since_last_held=tuple(_days_since_last_held(story, now)),
        with_next_meeting=int(story.next_meeting_at(now) is not None),
        notices_of_moves_hours=tuple(
            move.notice_hours for meeting in story.meetings.values() for move in meeting.moves
        ),
        conflicts_raised=sum(isinstance(k.event, ConflictRaised) for k in story.facts),
        conflicts_upheld=answers.count("upheld"),
        contingencies_used=answers.count("contingency"),
        check_ins_due=due,
        check_ins_on_time=on_time,
        goal_levels=tuple(_goal_levels(story)),
        days_to_sign=tuple(_days_to_sign(story)),
        days_to_first_meeting=tuple(_days_to_first_meeting(story)),
        reasons=Counter(_reasons(story)),
    )


def _slots_so_far(story: Story, now: datetime) -> Iterator[Occurrence]:
    if story.begin is not None:
        yield from story.slots(story.begin, story.day_of(now))


def _met(story: Story, slot: Occurrence) -> bool:
    """Tell whether a meeting was held on the slot's day, or had been agreed for it and was held."""
    return any(_fills(story, meeting, slot) for meeting in story.meetings.values())


def _fills(story: Story, meeting: Meeting, slot: Occurrence) -> bool:
    if meeting.held_at is None:
        return False
    agreed = meeting.times if meeting.slot == slot.slot else []
    return slot.day in {story.day_of(at) for at in (*agreed, meeting.held_at)}


def _expected(story: Story, today: date) -> int:
    return int(sum(_expected_of(story, agreement, today) for agreement in story.agreements))


def _expected_of(story: Story, agreement: InForce, today: date) -> Fraction:
    """One meeting for each whole rhythm of days that counted, over all agreements together."""
    last = min(agreement.last_on, today, story.ended_on or today)
    span = (last - agreement.first_on).days
    days = (agreement.first_on + timedelta(days=n) for n in range(span))
    counted = sum(not story.pauses.cover(day) for day in days)
    return Fraction(counted, agreement.draft.cadence_days)


def _days_since_last_held(story: Story, now: datetime) -> Iterator[int]:
    if story.last_held_at is not None:
        yield (story.day_of(now) - story.day_of(story.last_held_at)).days


def _goal_levels(story: Story) -> Iterator[int]:
    levels: dict[object, int] = {}
    for known in story.facts:
        match known.event:
            case GoalSet(goal_id=goal_id):
                levels.setdefault(goal_id, 0)
            case ProgressReported(goal_id=goal_id, level=level):
                levels[goal_id] = level
    yield from levels.values()


def _days_to_sign(story: Story) -> Iterator[int]:
    for known in story.facts:
        if isinstance(known.event, PartnershipActivated):
            yield (story.day_of(known.moment) - story.day_of(story.facts[0].moment)).days


def _days_to_first_meeting(story: Story) -> Iterator[int]:
    held = [meeting.held_at for meeting in story.meetings.values() if meeting.held_at]
    if held and story.begin is not None:
        yield (story.day_of(min(held)) - story.begin).days


def _reasons(story: Story) -> Iterator[str]:
    """Yield every reason code given, whatever for."""
    for known in story.facts:
        reason = getattr(known.event, "reason", None) or getattr(known.event, "obstacle", None)
        if reason is not None:
            yield reason
