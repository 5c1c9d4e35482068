"""Lines of meetings.csv as commands: planned, moved, reported, answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cli.importing.course import EVENING, Course, other
from cli.importing.moments import Moment
from cli.importing.rows import MeetingRow
from cli.importing.steps import Step

# Without `scheduled_on`, a meeting counts as scheduled a week ahead: the usual rhythm.
AHEAD = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    course: Course
    row: MeetingRow
    active_at: datetime | None

    def steps(self) -> Iterator[Step]:
        yield from self.plan()
        yield from self.report()
        if self.row.answer is not None and self.row.answered_on is not None:
            do = {"confirmed": "confirm_meeting", "disputed": "dispute_meeting"}[self.row.answer]
            yield self.step(self.evening(self.row.answered_on), other(self.row.by), do)
        if self.row.retracted_on is not None:
            yield self.step(self.evening(self.row.retracted_on), self.row.by, "retract_report")

    def plan(self) -> Iterator[Step]:
        if self.row.planned is None:
            return
        starts_at = self.course.instant(self.row.planned)
        slot = None if self.row.slot is None else self.row.slot - 1
        yield self.step(
            self.scheduled_at(starts_at),
            "mentee",
            "schedule_meeting",
            starts_at=starts_at.isoformat(),
            minutes=self.row.minutes,
            slot=slot,
        )
        yield from self.moves()

    def scheduled_at(self, starts_at: datetime) -> datetime:
        if self.row.scheduled_on is not None:
            return self.course.instant(self.row.scheduled_on)
        usual = starts_at - AHEAD
        return usual if self.active_at is None else max(usual, self.active_at)

    def moves(self) -> Iterator[Step]:
        for moved_on, moved_to in zip(self.row.moved_on, self.row.moved_to, strict=True):
            yield self.step(
                self.course.instant(moved_on),
                self.row.moved_by,
                "move_meeting",
                starts_at=self.course.instant(moved_to).isoformat(),
                minutes=self.row.minutes,
                reason=self.row.move_reason,
            )

    def report(self) -> Iterator[Step]:
        row = self.row
        match row.status:
            case "held":
                started_at = self.course.instant(self.started()).isoformat()
                says = {"started_at": started_at, "minutes": row.minutes}
                yield self.step(self.reported_at(), row.by, "report_held", **says)
            case "missed":
                says = {"absent": row.absent, "reason": row.reason}
                yield self.step(self.reported_at(), row.by, "report_missed", **says)
            case "cancelled" if row.reported_on is not None:
                at = self.course.instant(row.reported_on)
                yield self.step(at, row.by, "cancel_meeting", reason=row.reason)

    def started(self) -> Moment:
        """When it began: as given, else as last planned."""
        known = (self.row.started, *reversed(self.row.moved_to), self.row.planned)
        return next(moment for moment in known if moment is not None)

    def reported_at(self) -> datetime:
        """Right after the meeting, unless a later day is given; in its evening, if without time."""
        over = self.course.instant(self.started()) + timedelta(minutes=self.row.minutes)
        if self.row.reported_on is None:
            return over
        reported_at = self.evening(self.row.reported_on)
        same_day = (
            self.row.reported_on.at is None and self.row.reported_on.day == self.started().day
        )
        return max(over, reported_at) if same_day else reported_at

    def evening(self, when: Moment) -> datetime:
        return self.course.instant(when, EVENING)

    def step(self, at: datetime, by: str, do: str, **says: object) -> Step:
        key = self.row.planned or self.started()
        meeting_id = self.course.id_of("meeting", self.course.instant(key).isoformat())
        return self.course.step(self.row, at, by, do, {"meeting_id": str(meeting_id), **says})
