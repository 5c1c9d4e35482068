"""A line of a history that cannot be taken is told by its number, in words."""

import json
from pathlib import Path
from uuid import UUID

import click
import pytest

from cli.moving.lines import read_streams
from shared.events.enrollment import SOURCE

STRANGE = {
    "specversion": "1.0",
    "id": str(UUID(int=1)),
    "type": "mentoring.Strange.v1",
    "source": SOURCE,
    "subject": "program-1",
    "time": "2027-01-01T00:00:00Z",
    "recordedtime": "2027-01-01T00:00:00Z",
    "sequence": "0000000001",
    "partitionkey": "program-1",
    "correlationid": str(UUID(int=2)),
    "actor": "ada",
    "datacontenttype": "application/json",
    "data": {},
}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            {"person_id": "1"},
            "line 1 is no such event: Object missing required field `specversion`",
        ),
        (STRANGE, "line 1: mentoring.Strange.v1 is no type of event that is known here"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told(
    line: dict[str, object], words: str, tmp_path: Path
) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(click.ClickException) as refused:
        list(read_streams(file))
    assert refused.value.message == words
