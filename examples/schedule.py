"""Which pair goes which way, and since when. `start` is in days before today."""

from dataclasses import dataclass

from examples.pair import Story
from examples.stories import conflicts, endings, troubled, well


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
    fortnightly(well.well, 150),
    fortnightly(troubled.silent_since(24), 110),
    weekly(well.well, 90),
    fortnightly(endings.ended(150, "completed", "NO_LONGER_NEEDED", "mentee"), 332),
    monthly(well.well, 300),
    fortnightly(well.well_with_moves, 120),
    fortnightly(troubled.silent_since(34, explained=True), 130),
    fortnightly(well.well_after_a_pause, 140),
    fortnightly(well.new, 0),
    monthly(troubled.missed_twice, 150),
    fortnightly(well.new_rhythm, 77),
    fortnightly(well.signed_late, 42),
    fortnightly(well.reported_late, 100),
    fortnightly(endings.ended(120, "no_fault", "MOVED_ROLE"), 230),
    fortnightly(troubled.silent_since(49), 140),
    fortnightly(well.well, 45),
    fortnightly(conflicts.conflict_open, 70),
    weekly(well.well, 56),
    fortnightly(troubled.unsigned(31, 3), 3),
    fortnightly(conflicts.conflict_moved, 160),
    fortnightly(endings.ended(140, "completed", "NO_LONGER_NEEDED", "mentor"), 322),
    fortnightly(troubled.silent_since(78), 160),
    monthly(well.well, 220),
    fortnightly(well.on_pause, 98),
    fortnightly(well.missed_and_recovered, 130),
    fortnightly(troubled.nothing_planned, 60),
    fortnightly(well.well, 84),
    fortnightly(troubled.disputed, 112),
    weekly(well.well_after_a_pause, 70),
    fortnightly(troubled.never_met, 15),
    fortnightly(troubled.no_progress, 90),
    fortnightly(troubled.undrafted(55), 20),
    fortnightly(troubled.excused_late, 170),
    fortnightly(endings.given_up(60), 200),
    fortnightly(endings.past_its_end, 202),
    fortnightly(well.well, 126),
    fortnightly(troubled.not_asked, 56),
    fortnightly(conflicts.conflict_upheld, 98),
    fortnightly(well.retracted, 112),
    fortnightly(endings.ended(90, "withdrawn", "NOT_A_FIT", "mentee"), 150),
    monthly(well.well, 168),
    fortnightly(endings.ended(75, "rematched", "PARTNER_UNRESPONSIVE"), 120),
)
