"""Which of the administrator's check-ins were due by a day, and which were done in time."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, chain, repeat

from services.accountability.calendar import count, merged
from services.accountability.story.story import Story
from shared.events.partnerships import CheckInRecorded
from shared.events.terms import Policy


def check_ins(story: Story, today: date) -> tuple[int, int]:
    """Count those whose grace has passed, and of them those done with both within it."""
    grace = timedelta(days=story.proposal.policy.check_in_grace_days)
    last = min(today - grace - timedelta(days=1), story.ended_on or today)
    due = list(_due_days(story, last))
    return len(due), sum(_done(story, day - grace, day + grace) for day in due)


def _due_days(story: Story, last: date) -> Iterator[date]:
    if story.begin is None:
        return
    spans = [(p.first_on.toordinal(), p.until_on.toordinal()) for p in story.pauses.spans]
    last = min(last, story.agreements[-1].draft.ends_on)
    for days in _days_after_begin(story.proposal.policy):
        day = date.fromordinal(count(merged(spans), story.begin.toordinal(), days))
        if day > last:
            return
        yield day


def _days_after_begin(policy: Policy) -> Iterator[int]:
    yield from policy.check_in_days
    if policy.check_in_every_days:
        start = max(policy.check_in_days, default=0)
        every = repeat(policy.check_in_every_days)
        yield from accumulate(chain([start + policy.check_in_every_days], every))


def _done(story: Story, first: date, last: date) -> bool:
    talked_with = {
        known.event.with_
        for known in story.facts
        if isinstance(known.event, CheckInRecorded) and first <= story.day_of(known.moment) <= last
    }
    return talked_with == {"mentor", "mentee"}
