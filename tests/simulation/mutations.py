"""The deliberate bugs, and what each is meant to show is looked at."""

from types import ModuleType

from shared import batch, intake, listening, outbox, relaying, watermark
from tests.simulation import accountability, broker, ledger, store, unsaid
from tests.simulation.mutating import Mutation


def _mutation(name: str, module: ModuleType, function: str, text: str, instead: str) -> Mutation:
    return Mutation(name=name, module=module, function=function, text=text, instead=instead)


MUTATIONS = [
    _mutation(
        "the relay's fence is left out",
        unsaid,
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
        unsaid,
        "MemoryUnsaid.oldest_open",
        "cluster.oldest_open()",
        "cluster.next_number",
    ),
    _mutation(
        "the order of positions alone",
        unsaid,
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
        unsaid,
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
        "a partition is read from its beginning",
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
