"""Scenario files: compact lines in, CloudEvents and canonical alert events out."""

from dataclasses import dataclass, field
from datetime import datetime
from json import loads
from pathlib import Path
from re import fullmatch
from typing import Any
from uuid import UUID, uuid5

from tests.reference.__main__ import canonical
from tests.reference.facts import decode, instant
from tests.support.histories.wire import FILLING, Stream, identity, lines

NAMESPACE = UUID("6f1d7a3e-5a0c-5c1e-9b1e-0a3d2c4b5e6f")
PARTNERSHIP_ID = identity("p1")
INSTANTS = ("starts_at", "started_at", "happened")
KINDS = ("meeting", "goal", "conflict")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    lines: list[str]
    until: datetime
    what_if: str | None
    only: list[str]
    expected: list[str]

    def picked(self, derived: list[str]) -> list[str]:
        """Leave out the rules that this scenario is not about."""
        if not self.only:
            return derived
        return [line for line in derived if loads(line)["data"]["rule"] in self.only]


def read(path: Path) -> Scenario:
    text = path.read_text(encoding="utf-8")
    told = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    head, rest = told[: told.index("events")], told[told.index("events") + 1 :]
    events, expected = rest[: rest.index("expect")], rest[rest.index("expect") + 1 :]
    said = dict(line.split(": ", 1) for line in head)
    return Scenario(
        lines=happened(events, said.get("zone", "UTC"), decode(said.get("policy", "{}"))),
        until=instant(said["until"]),
        what_if=said.get("what-if"),
        only=said.get("only", "").split(),
        expected=Expected().all(expected),
    )


def fields(words: list[str]) -> dict[str, Any]:
    return dict(value(*word.split("=", 1)) for word in words)


def value(name: str, text: str) -> tuple[str, Any]:
    if name in KINDS:
        return f"{name}_id", identity(text)
    if name in INSTANTS or name.endswith("_at"):
        return name, canonical(instant(text)).strip('"')
    return name, int(text) if fullmatch(r"\d+", text) else text


def happened(events: list[str], zone: str, policy: dict[str, Any]) -> list[str]:
    """Say the events, each with the fields that its line gives."""
    stream, repeated = Stream(PARTNERSHIP_ID), 0
    for line in events:
        at, name, *words = line.split()
        data = fields(words)
        if name == "PartnershipProposed":
            data = {"time_zone": zone, "policy": policy} | data
        time, sequence = data.pop("happened", at), data.pop("sequence", None)
        event = stream.say(name, instant(at), instant(time), **data)
        if "." in name:
            event["type"] = name
        elif name not in FILLING:
            raise ValueError(f"{name} is no event")
        repeated += sequence is not None
        event["sequence"] = f"{sequence or stream.said - repeated:010}"
    return lines(stream.events)


@dataclass
class Expected:
    """Writes expected lines out in full, as the fold does."""

    open: dict[str, str] = field(default_factory=dict)

    def all(self, expected: list[str]) -> list[str]:
        return [canonical(self.event(line)) for line in expected]

    def event(self, line: str) -> dict[str, Any]:
        at_text, what, rule, how, *words = line.split()
        given, at = dict(word.split("=", 1) for word in words), instant(at_text)
        kind = f"Alert{what.capitalize()}"
        data: dict[str, Any] = {"by_event": ids(given.get("by"))}
        if kind == "AlertRaised":
            basis = ids(given["basis"])
            name = f"{PARTNERSHIP_ID}/{rule}/{basis}/{given.get('n', 0)}"
            self.open[rule] = str(uuid5(NAMESPACE, name))
            data |= {"basis": basis, "evidence": [ids(e) for e in given["evidence"].split(",")]}
        if kind in ("AlertRaised", "AlertEscalated"):
            data |= {"level": how, "due_at": instant(given["due"]), "raised_at": at}
        else:
            data |= {"level" if kind == "AlertEased" else "reason": how, "at": at}
        if kind != "AlertEased":
            data["tell"] = given["tell"].split(",")
        data |= {
            "alert_id": self.open[rule],
            "partnership_id": PARTNERSHIP_ID,
            "program_id": identity("program"),
            "rule": rule,
        }
        return {"type": kind, "data": data}


def ids(name: str | None) -> str | None:
    """`e2` and `m1` are ids, `start` and `check-in-1` are not."""
    return identity(name) if name and fullmatch(r"[emcg]\d+", name) else name
