"""Which pair goes which way, and since when. `start` is in days before today."""

from dataclasses import dataclass

from examples import stories
from examples.stories import Story


@dataclass(frozen=True, kw_only=True)
class Plan:
    story: Story
    start: int
    cadence: int = 14
    weeks: int = 26
    slot: str = ""


def fortnightly(story: Story, since: int, weeks: int = 26) -> Plan:
    return Plan(story=story, start=aligned(since, 14), weeks=weeks)


def weekly(story: Story, since: int, weeks: int = 26) -> Plan:
    return Plan(story=story, start=aligned(since, 7), cadence=7, weeks=weeks)


def monthly(story: Story, since: int, weeks: int = 52) -> Plan:
    return Plan(story=story, start=aligned(since, 28), cadence=28, weeks=weeks)


def aligned(since: int, cadence: int) -> int:
    """So that they met in the last week, and the next time is ahead."""
    return since - since % cadence + 7


PLANS = (
    fortnightly(stories.well, 150),
    fortnightly(stories.silent_since(24), 110),
    weekly(stories.well, 90),
    fortnightly(stories.ended(150, "completed", "NO_LONGER_NEEDED", "mentee"), 332),
    monthly(stories.well, 300),
    fortnightly(stories.well_with_moves, 120),
    fortnightly(stories.silent_since(34, explained=True), 130),
    fortnightly(stories.well_after_a_pause, 140),
    fortnightly(stories.new, 0),
    monthly(stories.missed_twice, 150),
    fortnightly(stories.new_rhythm, 77),
    fortnightly(stories.signed_late, 42),
    fortnightly(stories.reported_late, 100),
    fortnightly(stories.ended(120, "no_fault", "MOVED_ROLE"), 230),
    fortnightly(stories.silent_since(49), 140),
    fortnightly(stories.well, 45),
    fortnightly(stories.conflict_open, 70),
    weekly(stories.well, 56),
    fortnightly(stories.unsigned(31, 3), 3),
    fortnightly(stories.conflict_moved, 160),
    fortnightly(stories.ended(140, "completed", "NO_LONGER_NEEDED", "mentor"), 322),
    fortnightly(stories.silent_since(78), 160),
    monthly(stories.well, 220),
    fortnightly(stories.on_pause, 98),
    fortnightly(stories.missed_and_recovered, 130),
    fortnightly(stories.nothing_planned, 60),
    fortnightly(stories.well, 84),
    fortnightly(stories.disputed, 112),
    weekly(stories.well_after_a_pause, 70),
    fortnightly(stories.never_met, 15),
    fortnightly(stories.no_progress, 90),
    fortnightly(stories.undrafted(55), 20),
    fortnightly(stories.excused_late, 170),
    fortnightly(stories.given_up(60), 200),
    fortnightly(stories.past_its_end, 202),
    fortnightly(stories.well, 126),
    fortnightly(stories.not_asked, 56),
    fortnightly(stories.conflict_upheld, 98),
    fortnightly(stories.retracted, 112),
    fortnightly(stories.ended(90, "withdrawn", "NOT_A_FIT", "mentee"), 150),
    monthly(stories.well, 168),
    fortnightly(stories.ended(75, "rematched", "PARTNER_UNRESPONSIVE"), 120),
)
