"""An import from beginning to end: program, people, enrollments, partnerships, in this order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from cli.importing import rows
from cli.importing.api import Api
from cli.importing.enrolling import Terms, enrolling
from cli.importing.ids import enrollment_id, partnership_id
from cli.importing.outcome import Outcome, Summary
from cli.importing.partnering import history
from cli.importing.registering import (
    by_rank,
    publish_terms,
    register_person,
    register_program,
    same,
)
from cli.importing.sending import send_enrollment, send_partnership
from cli.importing.sheets import Sheets
from cli.importing.steps import Step

T = TypeVar("T")

THREADS = 6


@dataclass(frozen=True, kw_only=True)
class Import:
    """`say` is told of every stage as it is done; `ids` are people by their e-mail."""

    sheets: Sheets
    enrollment: Api
    partnerships: Api
    dry: bool
    say: Callable[[str], None]
    ids: dict[str, UUID] = field(default_factory=dict)
    summary: Summary = field(default_factory=Summary)

    def run(self) -> Summary:
        """What one stage cannot do, the next would only stumble over: then it ends there."""
        terms = self.program()
        for stage in (self.people, self.enrollments, self.pairs):
            if self.summary.problems:
                break
            stage(terms)
        return self.summary

    def program(self) -> Terms:
        program = register_program(self.enrollment, self.sheets.program, dry=self.dry)
        outcome, terms = publish_terms(
            self.enrollment, self.sheets.program, program.id, dry=self.dry
        )
        self.done("program", [program.outcome, outcome])
        return terms

    def people(self, _terms: Terms) -> None:
        def register(row: rows.PersonRow) -> list[Outcome]:
            return [register_person(self.enrollment, row, self.ids, dry=self.dry)]

        found = self.sheets.rows(rows.PersonRow)
        outcomes = [outcome for rank in by_rank(found) for outcome in in_parallel(register, rank)]
        self.done("people", outcomes)

    def enrollments(self, terms: Terms) -> None:
        people = {row.email: row for row in self.sheets.rows(rows.PersonRow)}
        found = [
            (row, enrolling(row, people[row.person], self.ids, terms).steps())
            for row in self.sheets.rows(rows.EnrollmentRow)
        ]
        self.done("enrollments", in_parallel(self.enroll, found))

    def enroll(self, found: tuple[rows.EnrollmentRow, list[Step]]) -> list[Outcome]:
        row, steps = found
        known = enrollment_id(self.sheets.program.key, row.person, row.role)
        if self.dry:
            return [self.looked_up(self.enrollment, f"/enrollments/{known}", "enrollments")]
        return [send_enrollment(self.enrollment, known, steps)]

    def pairs(self, terms: Terms) -> None:
        found = {
            row.partnership: history(self.sheets, row, terms.program_id, self.ids)
            for row in self.sheets.rows(rows.PartnershipRow)
        }
        self.done("partnerships", in_parallel(self.pair, by_mentor(self.sheets, found)))

    def pair(self, found: Sequence[tuple[str, list[Step]]]) -> list[Outcome]:
        """One mentor's partnerships, in the order in which they were proposed: capacity counts."""
        return [self.one_pair(key, steps) for key, steps in found]

    def one_pair(self, key: str, steps: list[Step]) -> Outcome:
        known = partnership_id(self.sheets.program.key, key)
        if self.dry:
            return self.looked_up(self.partnerships, f"/partnerships/{known}", "partnerships")
        return send_partnership(self.partnerships, known, steps)

    def looked_up(self, api: Api, path: str, kind: str) -> Outcome:
        return Outcome(kind=kind, result="new") if api.get(path) is None else same(kind)

    def done(self, stage: str, outcomes: Iterable[Outcome]) -> None:
        found = list(outcomes)
        self.summary.add(found)
        self.say(f"{stage}: {len(found)} done")


def in_parallel(work: Callable[[T], list[Outcome]], items: Iterable[T]) -> list[Outcome]:
    with ThreadPoolExecutor(THREADS) as pool:
        return [outcome for outcomes in pool.map(work, items) for outcome in outcomes]


def by_mentor(sheets: Sheets, found: dict[str, list[Step]]) -> list[list[tuple[str, list[Step]]]]:
    groups: dict[str, list[tuple[str, list[Step]]]] = defaultdict(list)
    for row in sheets.rows(rows.PartnershipRow):
        groups[row.mentor].append((row.partnership, found[row.partnership]))
    return [sorted(group, key=lambda each: each[1][0].at) for group in groups.values()]
