"""The frame of one partnership's history: its people, its zone, its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from cli.importing.moments import MORNING, Moment
from cli.importing.rows import Row
from cli.importing.sheets import file_of
from cli.importing.steps import Step

EVENING = time(18)


@dataclass(frozen=True, kw_only=True)
class Course:
    """`people` holds the ids of the four signatories and the administrator, by role."""

    partnership_id: UUID
    zone: ZoneInfo
    people: Mapping[str, UUID]

    def id_of(self, kind: str, key: str) -> UUID:
        return uuid5(self.partnership_id, f"{kind}/{key}")

    def instant(self, when: Moment, default: time = MORNING) -> datetime:
        return when.instant(self.zone, default)

    def step(
        self, row: Row, at: datetime | Moment, by: str, do: str, says: Mapping[str, Any]
    ) -> Step:
        return Step(
            at=self.instant(at) if isinstance(at, Moment) else at,
            by=self.people[by],
            do=do,
            says=says,
            file=file_of(type(row)),
            line=row.line,
        )


def other(partner: str) -> str:
    return "mentee" if partner == "mentor" else "mentor"
