"""One pair of the example, told in days before today; it becomes lines of the spreadsheets."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from examples.cast import Person

Row = dict[str, Any]

CHECK_IN_DAYS = (14, 30, 60, 90, 150, 210, 270, 330)
CONTINGENCIES = (
    "manager_priority: move within 7 days; travel: remote; known_busy_period: shorten to 30",
    "manager_priority: alternative friday 09:00 45; absence: move within 14 days",
    "travel: remote; absence: move within 10 days",
)
SIGNED_BEFORE_START = {
    "mentee_signed": 14,
    "mentor_signed": 13,
    "mentee_manager_signed": 12,
    "mentor_manager_signed": 10,
}


def ago(days: int) -> str:
    return f"today{-days:+d}" if days else "today"


def usually(number: int, days: int) -> Row:
    """What becomes of most meetings: they are held, and a quarter is confirmed by the other."""
    if days <= 0:
        return {"status": "scheduled"}
    if number % 4 or days == 1:
        return {}
    return {"answer": "confirmed", "answered_on": ago(days - 1)}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """They meet every `cadence` days; `start` days ago is the first day of their agreement."""

    key: str
    mentor: Person
    mentee: Person
    start: int
    weeks: int = 26
    cadence: int = 14
    slot: str = "tuesday"
    at: str = "16:00"
    minutes: int = 60
    lines: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def say(self, file: str, **cells: Any) -> None:
        self.lines[file].append({"partnership": self.key, **cells})

    def agree(self, **changed: Any) -> None:
        """Proposed three weeks before the start, and signed by all in time."""
        signed = {role: ago(self.start + days) for role, days in SIGNED_BEFORE_START.items()}
        self.lines["partnerships"].append(
            {
                "partnership": self.key,
                "mentor": self.mentor.email,
                "mentee": self.mentee.email,
                "time_zone": self.mentee.time_zone,
                "proposed_on": ago(self.start + 21),
                "drafted_on": ago(self.start + 17),
                **self.terms(),
                **signed,
                **changed,
            }
        )

    def proposed(self) -> int:
        """How many days ago it was proposed."""
        return -int(self.lines["partnerships"][0]["proposed_on"].removeprefix("today"))

    def terms(self) -> Row:
        return {
            "starts_on": ago(self.start),
            "ends_on": ago(self.start - 7 * self.weeks),
            "cadence_days": self.cadence,
            "slots": f"{self.slot} {self.at} {self.mentee.time_zone} {self.minutes}",
            "notice_hours": 24,
            "contingencies": CONTINGENCIES[sum(map(ord, self.key)) % len(CONTINGENCIES)],
            "agenda_hours": 24,
        }

    def occasions(self, *, last: int | None = None) -> Iterator[int]:
        """Every `cadence` days from the first week on, down to `last` days ago.

        Else to the next that is ahead: a slot lies up to six days before its number of days ago.
        """
        stop = -6 - self.cadence if last is None else last - 1
        yield from range(self.start - 6, stop, -self.cadence)

    def in_slot(self, days: int, *, later: int = 0, at: str | None = None) -> str:
        shift = f"+{later}" if later else ""
        return f"{ago(days)} {self.slot}{shift} {at or self.at}"

    def meet(self, days: int, **changed: Any) -> None:
        """Meet in the slot, scheduled right after the time before."""
        first = days + self.cadence > self.start - 6
        before = ago(self.start + 9) if first else self.in_slot(days + self.cadence, at="19:00")
        self.say(
            "meetings",
            **{
                "planned": self.in_slot(days),
                "minutes": self.minutes,
                "slot": 1,
                "scheduled_on": before,
                "status": "held",
                **changed,
            },
        )

    def meet_regularly(self, *, last: int | None = None, but: dict[int, Row] | None = None) -> None:
        """Meet regularly; `but` says what was different at which occasion, counted from 1."""
        for number, days in enumerate(self.occasions(last=last), start=1):
            self.meet(days, **((but or {}).get(number) or usually(number, days)))

    def meet_once(self, days: int, **changed: Any) -> None:
        """Meet outside of the slots, on that very day."""
        usual = {"scheduled_on": ago(days + 3), "minutes": 45, "status": "held"}
        self.say("meetings", planned=f"{ago(days)} 11:00", **{**usual, **changed})

    def pursue_goals(self, *, until: int = 1) -> None:
        """Set a goal in the first week, and get on with it every five weeks."""
        days = [day for day in range(self.start - 30, until - 1, -35) if day > 0]
        progress = "; ".join(f"{ago(day)}: {min(1 + n // 2, 4)}" for n, day in enumerate(days))
        due_on = ago(self.start - 7 * self.weeks)
        self.say(
            "goals", goal="first", set_on=ago(self.start - 6), due_on=due_on, progress=progress
        )

    def check_in(self, *, until: int = 1, paused: int = 0, **changed: Any) -> None:
        """The administrator asks both, the day after each date that the terms name."""
        for number, day in enumerate(CHECK_IN_DAYS):
            on = self.start - day - 1 - (paused if day > CHECK_IN_DAYS[0] else 0)
            if on < until:
                return
            for partner in ("mentor", "mentee"):
                self.say(
                    "check_ins",
                    **{
                        "on": f"{ago(on)} 10:30",
                        "with": partner,
                        "meeting_as_agreed": "yes",
                        "progress": min(1 + number // 2, 4),
                        "manager_respects_times": "yes" if partner == "mentee" else "unknown",
                        "rating": 4 + (number + len(self.key) + (partner == "mentor")) % 2,
                        **changed,
                    },
                )


Story: TypeAlias = Callable[[Pair], None]
