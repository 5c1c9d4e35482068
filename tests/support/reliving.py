"""Spreadsheets to alerts without a server: the services' own rules, one after the other."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cli.importing import rows
from cli.importing.checks import line_of
from cli.importing.ids import partnership_id, person_id, program_id
from cli.importing.partnering import history
from cli.importing.sheets import Sheets, read_sheets
from cli.importing.steps import command
from services.accountability.derive import derive
from services.partnerships.history import relive
from services.partnerships.partnership.proposal import Candidate, Knowledge
from services.partnerships.schemas.importing import ImportPartnershipBody
from services.partnerships.told import Background
from shared.envelope import NewEvent
from shared.events.event import encode, event_type
from shared.events.partnerships import SOURCE, PartnershipEvent


def alerts_of(folder: Path, until: datetime) -> list[dict[str, Any]]:
    """The alert events that an import of the folder would lead to, by that time."""
    sheets = read_sheets(folder)
    lines = [
        json.dumps(line).encode()
        for row in sheets.rows(rows.PartnershipRow)
        for line in told(sheets, row)
    ]
    return [json.loads(line) for line in derive(lines, until)]


def keys_of(folder: Path) -> dict[str, str]:
    """Partnership ids, and what the spreadsheets call them."""
    sheets = read_sheets(folder)
    keys = [row.partnership for row in sheets.rows(rows.PartnershipRow)]
    return {str(partnership_id(sheets.program.key, key)): key for key in keys}


def told(sheets: Sheets, row: rows.PartnershipRow) -> Iterator[dict[str, Any]]:
    known = partnership_id(sheets.program.key, row.partnership)
    for number, new in enumerate(relived(sheets, row, known), start=1):
        yield {
            "id": str(new.id),
            "source": SOURCE,
            "subject": f"partnership-{known}",
            "type": event_type(type(new.event)),
            "time": new.occurred_at.isoformat(),
            "recordedtime": (new.recorded_at or new.occurred_at).isoformat(),
            "sequence": f"{number:010}",
            "data": json.loads(encode(new.event)),
        }


def relived(
    sheets: Sheets, row: rows.PartnershipRow, known: UUID
) -> Sequence[NewEvent[PartnershipEvent]]:
    people = {each.email: each for each in sheets.rows(rows.PersonRow)}
    ids = {email: person_id(email) for email in people}
    steps = history(sheets, row, program_id(sheets.program.key), ids)
    body = {"partnership_id": str(known), "commands": [command(step) for step in steps]}
    background = Background(
        partnership_id=known,
        known=Knowledge(
            terms_version=1,
            policy=sheets.program.terms.policy,
            mentor=candidate(row.mentor, people),
            mentee=candidate(row.mentee, people),
            partners_of_mentor=(),
        ),
        duration=sheets.program.terms.duration_weeks,
    )
    return relive(ImportPartnershipBody().load(body)["commands"], background)


def candidate(email: str, people: dict[str, rows.PersonRow]) -> Candidate:
    line = tuple(person_id(above) for above in line_of(email, people))
    return Candidate(person_id=person_id(email), terms_version=1, capacity=1, line=line)
