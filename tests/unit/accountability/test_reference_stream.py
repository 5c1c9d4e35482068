"""What the reference takes from a file, and how it answers."""

from datetime import datetime, timedelta
from json import loads
from pathlib import Path

import pytest

from tests.reference.__main__ import derive, main, written
from tests.reference.facts import GapError, instant
from tests.support.histories.wire import Stream, Wire, identity, lines

BEGIN = instant("2027-01-04T09:00:00Z")
FAR = instant("2027-03-01T00:00:00Z")


def proposed(partnership_id: str) -> Stream:
    stream = Stream(partnership_id)
    stream.say("PartnershipProposed", BEGIN)
    return stream


def ended(stream: Stream, at: datetime, sequence: int) -> Wire:
    event = stream.say("PartnershipEnded", at, ended_on="2027-01-31")
    return event | {"sequence": f"{sequence:010}"}


@pytest.mark.parametrize("sequence", [0, 3])
def test_what_is_neither_next_nor_a_duplicate_is_a_gap(sequence: int) -> None:
    stream = proposed(identity("p1"))
    gap = ended(stream, BEGIN, sequence)
    with pytest.raises(GapError, match=f"^{stream.subject}$"):
        derive(lines([stream.events[0], gap]), BEGIN)


def test_a_gap_after_until_is_not_seen() -> None:
    stream = proposed(identity("p1"))
    gap = ended(stream, BEGIN + timedelta(microseconds=1), 3)
    assert derive(lines([stream.events[0], gap]), BEGIN) == []


def test_only_the_stream_itself_is_heard() -> None:
    stream = proposed(identity("p1"))
    foreign = ended(stream, BEGIN, 2) | {"source": "/mentoring/accountability"}
    nobody = ended(stream, BEGIN, 1) | {"subject": "person-1"}
    alone = derive(lines(stream.events[:1]), FAR)
    assert alone
    assert derive(lines([foreign, stream.events[0], nobody, foreign]), FAR) == alone


def test_partnerships_come_by_id_whatever_the_order() -> None:
    one, other = proposed(identity("p1")), proposed(identity("p2"))
    derived = derive(lines(other.events + one.events), FAR)
    ids = [loads(line)["data"]["partnership_id"] for line in derived]
    assert ids == [identity("p1")] * 2 + [identity("p2")] * 2


def test_instants_have_six_decimals_or_none() -> None:
    assert written(instant("2027-01-04T10:00:00.5+01:00")) == "2027-01-04T09:00:00.500000Z"
    assert written(instant("2027-01-04T09:00:00Z")) == "2027-01-04T09:00:00Z"


def test_a_gap_ends_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = proposed(identity("p1"))
    events = tmp_path / "events.jsonl"
    events.write_text("\n".join(lines([stream.events[0], ended(stream, BEGIN, 3)])))
    monkeypatch.setattr("sys.argv", ["reference", str(events), "--until", "2027-03-01T00:00:00Z"])
    assert main() == 1
    assert capsys.readouterr() == ("", f"{stream.subject}\n")
