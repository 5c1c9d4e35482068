"""A small program as spreadsheets: one pair that met once. Tests change a cell and look."""

from collections.abc import Mapping
from pathlib import Path

PROGRAM = """{
  "key": "small", "time_zone": "Europe/Berlin", "administrator": "ada@small.example",
  "terms": {
    "responsibilities": {"mentor": "a", "mentee": "b", "manager": "c", "administrator": "d"},
    "duration_weeks": {"least": 12, "usual": 26, "most": 52}
  }
}"""

FILES: Mapping[str, str] = {
    "program.json": PROGRAM,
    "people.csv": (
        "email,name,time_zone,manager\n"
        "ada@small.example,Ada Admin,Europe/Berlin,\n"
        "bo@small.example,Bo Boss,Europe/Berlin,\n"
        "mo@small.example,Mo Mentor,Europe/Berlin,bo@small.example\n"
        "mia@small.example,Mia Mentee,America/New_York,bo@small.example\n"
    ),
    "enrollments.csv": (
        "person,role,capacity,requested_on,acknowledged_on,manager_acknowledged_on\n"
        "mo@small.example,mentor,2,2026-01-05,2026-01-05,2026-01-06\n"
        "mia@small.example,mentee,,2026-01-05,2026-01-05,2026-01-06\n"
    ),
    "partnerships.csv": (
        "partnership,mentor,mentee,time_zone,proposed_on,drafted_on,starts_on,ends_on,"
        "cadence_days,slots,contingencies,"
        "mentor_signed,mentee_signed,mentor_manager_signed,mentee_manager_signed\n"
        "P1,mo@small.example,mia@small.example,Europe/Berlin,2026-01-12,2026-01-13,2026-02-02,"
        "2026-08-03,14,tuesday 16:00 60; last thursday 09:00 45,travel: remote,"
        "2026-01-14,2026-01-15,2026-01-16,2026-01-17\n"
    ),
    "meetings.csv": ("partnership,planned,minutes,slot,status\nP1,2026-02-10 16:00,60,1,held\n"),
}


def write_spreadsheets(folder: Path, **changed: str) -> Path:
    """Write them; `people="…"` is another people.csv, or one more file."""
    for name, text in {**FILES, **{f"{stem}.csv": text for stem, text in changed.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def replaced(stem: str, old: str, new: str) -> dict[str, str]:
    """One file with one cell (or more) changed."""
    text = FILES[f"{stem}.csv"]
    if old not in text:
        raise ValueError(old)
    return {stem: text.replace(old, new)}
