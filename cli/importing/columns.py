"""The columns of each spreadsheet: what their cells hold, what an empty one means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, validates_schema

from cli.importing import cells, rows
from cli.importing.notation import parse_contingencies, parse_slots

EMPTY = {"load_default": None}
PAIR = ("mentor", "mentee")


@dataclass(frozen=True, kw_only=True)
class Need:
    """`column` must be filled when `of` is (with `value`, or with anything)."""

    of: str
    value: str | None = None
    column: str

    def problem(self, row: Mapping[str, str]) -> dict[str, str]:
        said = row.get(self.of)
        if said is None or self.column in row or self.value not in {None, said}:
            return {}
        return {self.column: f"is empty; {self.of} {said!r} needs it"}


def needs(of: str, *columns: str, value: str | None = None) -> tuple[Need, ...]:
    return tuple(Need(of=of, value=value, column=column) for column in columns)


class Columns(Schema):
    """A line of a spreadsheet; `row` is what it becomes."""

    row: ClassVar[type[rows.Row]]
    needs: ClassVar[tuple[Need, ...]] = ()

    class Meta:
        unknown = RAISE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def check_needs(self, data: Any, original_data: Mapping[str, str], **_: Any) -> None:
        del data
        found = [need.problem(original_data) for need in self.needs]
        problems = {column: [says] for problem in found for column, says in problem.items()}
        if problems:
            raise ValidationError(problems)


class PersonColumns(Columns):
    row = rows.PersonRow
    email = cells.email(required=True)
    name = cells.text(required=True)
    time_zone = cells.zone(required=True)
    manager = cells.email(**EMPTY)
    subject = cells.text(**EMPTY)


class EnrollmentColumns(Columns):
    row = rows.EnrollmentRow
    needs = needs("withdrawn_on", "reason")
    person = cells.email(required=True)
    role = cells.one_of(*PAIR, required=True)
    capacity = cells.number(1, load_default=1)
    requested_on = cells.moment(required=True)
    acknowledged_on = cells.moment(**EMPTY)
    manager_acknowledged_on = cells.moment(**EMPTY)
    withdrawn_on = cells.moment(**EMPTY)
    reason = cells.reason(**EMPTY)


class AgreementColumns(Columns):
    row: ClassVar[type[rows.Row]] = rows.AgreementRow
    partnership = cells.text(required=True)
    drafted_on = cells.moment(required=True)
    starts_on = cells.day(required=True)
    ends_on = cells.day(required=True)
    cadence_days = cells.number(1, required=True)
    slots = cells.Cell(parse_slots, required=True)
    notice_hours = cells.number(0, load_default=24)
    contingencies = cells.Cell(parse_contingencies, load_default=())
    agenda_hours = cells.number(0, load_default=24)
    review_on = cells.day(**EMPTY)
    mentor_signed = cells.moment(**EMPTY)
    mentee_signed = cells.moment(**EMPTY)
    mentor_manager_signed = cells.moment(**EMPTY)
    mentee_manager_signed = cells.moment(**EMPTY)


class PartnershipColumns(AgreementColumns):
    """A partnership with its first agreement, which may not be drafted yet."""

    row = rows.PartnershipRow
    needs = (
        *needs("drafted_on", "starts_on", "ends_on", "cadence_days", "slots"),
        *needs("ended_on", "outcome", "reason"),
    )
    mentor = cells.email(required=True)
    mentee = cells.email(required=True)
    time_zone = cells.zone(required=True)
    proposed_on = cells.moment(required=True)
    drafted_on = cells.moment(**EMPTY)
    starts_on = cells.day(**EMPTY)
    ends_on = cells.day(**EMPTY)
    cadence_days = cells.number(1, **EMPTY)
    slots = cells.Cell(parse_slots, load_default=())
    ended_on = cells.moment(**EMPTY)
    ended_by = cells.one_of(*PAIR, "administrator", load_default="administrator")
    outcome = cells.one_of("completed", "no_fault", "withdrawn", "rematched", "inactive", **EMPTY)
    reason = cells.reason(**EMPTY)


class MeetingColumns(Columns):
    row = rows.MeetingRow
    needs = (
        *needs("status", "planned", value="scheduled"),
        *needs("status", "planned", "moved_to", value="moved"),
        *needs("status", "planned", "absent", "reason", value="missed"),
        *needs("status", "planned", "reported_on", "reason", value="cancelled"),
        *needs("moved_to", "moved_on", "move_reason"),
        *needs("answer", "answered_on"),
    )
    partnership = cells.text(required=True)
    planned = cells.moment(**EMPTY)
    minutes = cells.number(1, 24 * 60, required=True)
    slot = cells.number(1, **EMPTY)
    scheduled_on = cells.moment(**EMPTY)
    moved_to = cells.moments(load_default=())
    moved_on = cells.moments(load_default=())
    moved_by = cells.one_of(*PAIR, load_default="mentee")
    move_reason = cells.reason(**EMPTY)
    status = cells.one_of("scheduled", "moved", "held", "missed", "cancelled", required=True)
    started = cells.moment(**EMPTY)
    reported_on = cells.moment(**EMPTY)
    by = cells.one_of(*PAIR, load_default="mentee")
    absent = cells.one_of(*PAIR, "both", **EMPTY)
    reason = cells.reason(**EMPTY)
    answer = cells.one_of("confirmed", "disputed", **EMPTY)
    answered_on = cells.moment(**EMPTY)
    retracted_on = cells.moment(**EMPTY)


class PauseColumns(Columns):
    row = rows.PauseRow
    partnership = cells.text(required=True)
    recorded_on = cells.moment(required=True)
    by = cells.one_of(*PAIR, "administrator", load_default="administrator")
    paused_on = cells.day(required=True)
    resumes_on = cells.day(required=True)
    reason = cells.reason(required=True)
    resumed_on = cells.moment(**EMPTY)


class GoalColumns(Columns):
    row = rows.GoalRow
    partnership = cells.text(required=True)
    goal = cells.text(required=True)
    set_on = cells.moment(required=True)
    due_on = cells.day(**EMPTY)
    progress = cells.Cell(cells.parse_progress, load_default=())


class CheckInColumns(Columns):
    row = rows.CheckInRow
    partnership = cells.text(required=True)
    on = cells.moment(required=True)
    with_ = cells.one_of(*PAIR, required=True, data_key="with")
    meeting_as_agreed = cells.one_of("yes", "partly", "no", required=True)
    progress = cells.number(0, 4, required=True)
    obstacle = cells.reason(**EMPTY)
    manager_respects_times = cells.one_of("yes", "no", "unknown", load_default="unknown")
    rating = cells.number(1, 5, required=True)
    needs_help = cells.yes_no(load_default=False)


class ConflictColumns(Columns):
    row = rows.ConflictRow
    needs = (*needs("answered_on", "outcome"), *needs("outcome", "answered_on"))
    partnership = cells.text(required=True)
    meeting = cells.moment(required=True)
    raised_on = cells.moment(required=True)
    role = cells.one_of("mentor_manager", "mentee_manager", required=True)
    reason = cells.reason(required=True)
    answered_on = cells.moment(**EMPTY)
    answered_by = cells.one_of("mentee", "administrator", load_default="mentee")
    outcome = cells.one_of("upheld", "contingency", "renegotiate", **EMPTY)
    contingency = cells.number(1, **EMPTY)


class ExplanationColumns(Columns):
    row = rows.ExplanationRow
    partnership = cells.text(required=True)
    on = cells.moment(required=True)
    by = cells.one_of(*PAIR, load_default="mentee")
    reason = cells.reason(required=True)
    next_meeting_on = cells.day(**EMPTY)
