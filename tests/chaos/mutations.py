"""`python -m tests.chaos.mutations`: each promise with its safety removed, and the test that tells.

Every mutation is made in a copy of this checkout, in which the named test has to fail.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", ".local", "__pycache__", ".*_cache")
PEACE, KILLED, DOUBLED, CUT_OFF = (
    f"tests/chaos/test_chaos.py::test_every_promise_is_kept[{plan}]"
    for plan in ("peace", "killed", "doubled", "cut-off")
)
LOST = "tests/integration/pipes/test_relay.py::test_one_record_lost_among_many_stops_the_round"


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """`file` may be a pattern: a later migration says again what an earlier one said."""

    name: str
    file: str
    safe: str
    unsafe: str
    test: str


MUTATIONS = [
    Mutation(
        name="a consumer that has lost its partitions writes all the same",
        file="shared/positions.py",
        safe="            AND mine.fence = new.fence\n",
        unsafe="",
        test=DOUBLED,
    ),
    Mutation(
        name="a relay that another has replaced goes on",
        file="shared/unsaid.py",
        safe="WHERE fence = %s\n",
        unsafe="WHERE %s > 0\n",
        test=DOUBLED,
    ),
    Mutation(
        name="the checkpoint moves before the records are written",
        file="shared/relaying.py",
        safe="        self._note(settle(sending.events))\n",
        unsafe="        self._outbox.said(sending.round, None)\n"
        "        self._note(settle(sending.events))\n",
        test=KILLED,
    ),
    Mutation(
        name="what is behind an open transaction is read",
        file="shared/unsaid.py",
        safe=' AND xid < %s::text::xid8\n    ORDER BY xid, position\n    LIMIT %s\n"""  # noqa',
        unsafe=" AND (xid < %s::text::xid8 OR true)\n"
        '    ORDER BY xid, position\n    LIMIT %s\n"""  # noqa',
        test=PEACE,
    ),
    Mutation(
        name="positions move in a transaction of their own",
        file="shared/listening.py",
        safe="        with self._metrics.batch_seconds.time():\n",
        unsafe="        with self._ledger.transaction():\n"
        "            self._ledger.move(moved)\n"
        "        with self._metrics.batch_seconds.time():\n",
        test=KILLED,
    ),
    Mutation(
        name="what was heard before is not known again",
        file="shared/intake.py",
        safe="heard.version <= head.version and heard.id not in forks",
        unsafe="heard.version < 0",
        test=CUT_OFF,
    ),
    Mutation(
        name="an idempotency key is not looked at",
        file="shared/event_store/store.py",
        safe="    if request is None:\n        return None, None, None\n",
        unsafe="    if request is None or request:\n        return None, None, None\n",
        test=KILLED,
    ),
    Mutation(
        name="an older transaction may append behind a younger one",
        file="shared/migrations/*.sql",
        safe="            AND s.last_xid <= this_xid\n",
        unsafe="",
        test=PEACE,
    ),
    Mutation(
        name="the watermark is the time, whatever is under way",
        file="shared/watermark.py",
        safe="            return self._marks[0][1]\n        return None\n",
        unsafe="            return self._marks[-1][1]\n        return None\n",
        test=CUT_OFF,
    ),
    Mutation(
        name="a mark's time is not written down",
        file="shared/unsaid.py",
        safe='"UPDATE relay SET through = greatest(through, clock_timestamp()) RETURNING through"',
        unsafe='"SELECT clock_timestamp()"',
        test=CUT_OFF,
    ),
    Mutation(
        name="time passes for streams that are parked",
        file="services/accountability/projections/cases.py",
        safe="                AND dropped_at IS NULL\n",
        unsafe="                AND false\n",
        test=CUT_OFF,
    ),
    Mutation(
        name="rules see the time that it is, not the time up to which all is known",
        file="shared/listening.py",
        safe="            reached = self._watermarks.reached(partition, position.offset)\n",
        unsafe="            reached = self._watermarks.reached(partition, 1 << 60)\n",
        test=DOUBLED,
    ),
    Mutation(
        name="only some of the futures of a round are looked at",
        file="shared/kafka/producer.py",
        safe="    for future in sent:\n",
        unsafe="    for future in list(sent)[-1:]:\n",
        test=LOST,
    ),
]


@click.command()
@click.argument("words", nargs=-1)
def main(words: tuple[str, ...]) -> None:
    """Try every mutation, or those whose name contains one of WORDS."""
    chosen = [each for each in MUTATIONS if not words or any(word in each.name for word in words)]
    for mutation in chosen:
        if not present(mutation):
            raise click.ClickException(f"{mutation.name}: {mutation.file} has changed")
    survivors = [each for each in chosen if not caught(each)]
    sys.exit(1 if survivors else 0)


def caught(mutation: Mutation) -> bool:
    with tempfile.TemporaryDirectory(prefix="mentoring-mutation-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for file in copy.glob(mutation.file):
            file.write_text(file.read_text().replace(mutation.safe, mutation.unsafe))
        failed = _run(copy, mutation.test)
    click.echo(f"{'caught  ' if failed else 'SURVIVED'} {mutation.name}: {mutation.test}")
    click.echo("".join(f"    {line}\n" for line in failed[:3]), nl=False)
    return bool(failed)


def present(mutation: Mutation) -> bool:
    counts = [file.read_text().count(mutation.safe) for file in ROOT.glob(mutation.file)]
    return max(counts, default=0) == 1


def _run(copy: Path, test: str) -> list[str]:
    """What failed; nothing if the test passes."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", test],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("E  ")]
    if done.returncode > 1 or "\nERROR tests/" in done.stdout:
        raise click.ClickException(done.stdout[-2_000:])
    return told if done.returncode else []


if __name__ == "__main__":
    main()
