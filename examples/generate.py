"""Writes the example program: `python -m examples.generate`. Dates are relative to today."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

from cli.importing.sheets import FILES
from examples.cast import ADMINISTRATOR, EMAILS, MENTEES, MENTORS, PEOPLE, Person
from examples.pair import Pair, Row, ago
from examples.program import PROGRAM
from examples.schedule import PLANS, Plan

FOLDER = Path(__file__).parent / "first-steps"
SLOTS = (("tuesday", "16:00"), ("thursday", "09:30"), ("wednesday", "11:00"), ("monday", "14:00"))


def pairs() -> Iterator[Pair]:
    mentors = {region: cycle(found) for region, found in MENTORS.items()}
    slots = cycle(SLOTS)
    for number, (plan, (region, mentee)) in enumerate(zip(PLANS, by_turns(), strict=True), 1):
        yield told(plan, f"P{number:02}", next(mentors[region]), mentee, next(slots))


def by_turns() -> Iterator[tuple[str, Person]]:
    """Mentees of all regions in turn, so that each way to go happens all over the world."""
    waiting = {region: [m for r, m in MENTEES if r == region] for region in MENTORS}
    while any(waiting.values()):
        for region, people in waiting.items():
            if people:
                yield region, people.pop(0)


def told(plan: Plan, key: str, mentor: Person, mentee: Person, slot: tuple[str, str]) -> Pair:
    day, at = slot
    pair = Pair(
        key=key,
        mentor=mentor,
        mentee=mentee,
        start=plan.start,
        weeks=plan.weeks,
        cadence=plan.cadence,
        slot=plan.slot or day,
        at=at,
    )
    plan.story(pair)
    return pair


def people() -> list[Row]:
    return [
        {
            "email": person.email,
            "name": person.name,
            "time_zone": person.time_zone,
            "manager": EMAILS[person.manager] if person.manager else "",
            "subject": f"staff-{number}",
        }
        for number, person in enumerate(PEOPLE, 1001)
    ]


def enrollments(found: list[Pair]) -> list[Row]:
    """Everybody enrolled well before their first partnership was proposed."""
    mentees = [(pair.mentee, "mentee", 1, pair.proposed() + 9) for pair in found]
    taken = Counter(pair.mentor.name for pair in found)
    mentors = {
        pair.mentor.name: (pair.mentor, "mentor", taken[pair.mentor.name], 390) for pair in found
    }
    return [
        {
            "person": person.email,
            "role": role,
            "capacity": capacity,
            "requested_on": ago(days),
            "acknowledged_on": ago(days),
            "manager_acknowledged_on": ago(days - 2),
        }
        for person, role, capacity, days in (*mentors.values(), *mentees)
    ]


def write(folder: Path, file: str, lines: Iterable[Mapping[str, Any]]) -> None:
    found = list(lines)
    used = [name for line in found for name, cell in line.items() if cell != ""]
    with (folder / file).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(
            opened, list(dict.fromkeys(used)), lineterminator="\n", extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(found)


def generate(folder: Path = FOLDER) -> None:
    found = list(pairs())
    program = {**PROGRAM, "administrator": ADMINISTRATOR.email}
    (folder / "program.json").write_text(json.dumps(program, indent=2) + "\n", encoding="utf-8")
    write(folder, "people.csv", people())
    write(folder, "enrollments.csv", enrollments(found))
    for file in list(FILES)[2:]:
        name = file.removesuffix(".csv")
        write(folder, file, (line for pair in found for line in pair.lines.get(name, ())))


if __name__ == "__main__":
    generate()
