"""`python -m tests.simulation.mutations [NAME...]`: how soon each deliberate bug is found.

A mutation is a text in one function of the real code, or of a port in memory, and what takes its
place. One that is not found says that the simulation does not look there.
"""

import inspect
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from shared import batch, intake, listening, outbox, relaying, watermark
from tests.simulation import accountability, broker, ledger, store
from tests.simulation.search import first_failure

_MOST_RUNS = 1_000


@dataclass(frozen=True, kw_only=True)
class Mutation:
    name: str
    module: ModuleType
    function: str
    text: str
    instead: str


def _mutation(name: str, module: ModuleType, function: str, text: str, instead: str) -> Mutation:
    return Mutation(name=name, module=module, function=function, text=text, instead=instead)


MUTATIONS = [
    _mutation(
        "the relay's fence is left out",
        store,
        "MemoryUnsaid.move",
        "if row.fence != fence:",
        "if False:",
    ),
    _mutation(
        "the partitions' fence is left out",
        ledger,
        "MemoryLedger.move",
        ".fence != position.fence",
        ".fence < 0",
    ),
    _mutation(
        "read up to the newest transaction, not the oldest open one",
        store,
        "MemoryUnsaid.oldest_open",
        "cluster.oldest_open()",
        "cluster.next_number",
    ),
    _mutation(
        "the order of positions alone",
        store,
        "MemoryUnsaid.events",
        "after < row.place and row.number < below",
        "after[1] < row.position",
    ),
    _mutation(
        "the checkpoint is moved before all is written",
        relaying,
        "Relaying.finish",
        "        self._note(settle(sending.events))\n",
        "        self._outbox.said(sending.round, None)\n"
        "        self._note(settle(sending.events))\n",
    ),
    _mutation(
        "futures are not looked at",
        relaying,
        "Relaying.finish",
        "self._note(settle(sending.events))",
        "pass",
    ),
    _mutation(
        "a full round counts as all there is",
        outbox,
        "Outbox._round",
        "self.read_to[0] if more_events else below",
        "below",
    ),
    _mutation(
        "a mark counts before all below it is read",
        watermark,
        "Marks.through",
        "if self._marks and self._marks[0][0] < below:",
        "if self._marks:",
    ),
    _mutation(
        "the watermark is the time of the read",
        relaying,
        "Relaying.finish",
        "through = self._newer_through(sending.round.below)",
        "through = self._outbox.mark()[1]",
    ),
    _mutation(
        "a watermark's offsets are those of yesterday",
        relaying,
        "Relaying._say",
        "offsets=self._offsets",
        "offsets=dict.fromkeys(self._offsets, 0)",
    ),
    _mutation(
        "a mark's time is not written down before its number is taken",
        store,
        "MemoryUnsaid.mark",
        "self.session.write(RELAY, RELAY, replace(row, through=at))",
        "at = now",
    ),
    _mutation(
        "what waits behind a record that failed is written",
        broker,
        "MemoryProducer.fail",
        "self.stop()",
        "pass",
    ),
    _mutation(
        "an overtaken transaction appends",
        store,
        "MemoryStore._head",
        "known.number > number",
        "False",
    ),
    _mutation(
        "the idempotency key is left out",
        store,
        "MemoryStore._known",
        "if found is None:",
        "if True:",
    ),
    _mutation(
        "positions are moved outside the transaction",
        listening,
        "Listening._take_in",
        "            self._ledger.move(moved)\n",
        "",
    ),
    _mutation(
        "duplicates are not dropped",
        intake,
        "sort_out",
        "heard.version <= head.version and heard.id not in forks",
        "False",
    ),
    _mutation(
        "time passes for a parked stream",
        accountability,
        "_due",
        "and not waiting(session, str(stream))",
        "",
    ),
    _mutation(
        "time passes for a history half heard",
        accountability,
        "_is_due",
        "return due and (imported_at is None or imported_at < through)",
        "return due",
    ),
    _mutation(
        "a watermark counts before its offsets are reached",
        listening,
        "Listening._let_time_pass",
        "self._watermarks.reached(partition, position.offset)",
        "self._watermarks.reached(partition, 1 << 40)",
    ),
    _mutation(
        "nobody seeks",
        listening,
        "Listening._take",
        "self._subscription.seek(offsets)",
        "self._subscription.seek(dict.fromkeys(offsets, 0))",
    ),
    _mutation(
        "a failure is tried again half done",
        batch,
        "process",
        "with ledger.transaction():",
        "if True:",
    ),
]


@contextmanager
def mutated(mutation: Mutation) -> Iterator[None]:
    owner, name = _owner(mutation)
    original = owner.__dict__[name]
    source = inspect.getsource(original)
    if mutation.text not in source:
        raise LookupError(f"{mutation.function} does not say {mutation.text!r}")
    changed, kept = source.replace(mutation.text, mutation.instead), original.__code__
    # Whoever has imported the function has the changed one too.
    original.__code__ = _compiled(changed, name, original.__globals__).__code__
    try:
        yield
    finally:
        original.__code__ = kept


def _compiled(source: str, name: str, names: dict[str, Any]) -> Any:
    """A method keeps its indentation in a class of its own."""
    made: dict[str, Any] = {}
    if source.startswith(" "):
        exec(f"class Around:\n{source}", names, made)  # noqa: S102 - our own text
        return made["Around"].__dict__[name]
    exec(source, names, made)  # noqa: S102 - our own text
    return made[name]


def _owner(mutation: Mutation) -> tuple[Any, str]:
    owner: Any = mutation.module
    *outer, name = mutation.function.split(".")
    for each in outer:
        owner = getattr(owner, each)
    return owner, name


def main(names: list[str]) -> int:
    logging.disable(logging.CRITICAL)
    missed = 0
    for mutation in MUTATIONS:
        if names and not any(name in mutation.name for name in names):
            continue
        with mutated(mutation):
            found = first_failure(seed=1, runs=_MOST_RUNS)
        missed += found is None
        told = "not found" if found is None else f"run {found.number}: {found.what}"
        sys.stdout.write(f"{mutation.name}: {told}\n")
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
