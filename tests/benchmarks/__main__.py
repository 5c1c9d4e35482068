"""`python -m tests.benchmarks [ROW…]`: how fast each part is, beside what else does the same."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from deploy.local.infrastructure import Given
from tests.benchmarks.bench import Bench, bench
from tests.benchmarks.machine import machine
from tests.benchmarks.row import Row
from tests.benchmarks.rows import append, consume, due, effect, growth, memory, reads, relay, replay
from tests.benchmarks.table import as_json, markdown

ROWS: Mapping[str, Callable[[Bench], Row]] = {
    "append": append.measure,
    "relay": relay.measure,
    "consume": consume.measure,
    "replay": replay.measure,
    "due": due.measure,
    "reads": reads.measure,
    "effect": effect.measure,
    "memory": memory.measure,
    "growth": growth.measure,
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(ROWS)))
@click.option("--rounds", default=3, help="How often each contender has its turn.")
@click.option("--scale", default=1.0, help="Do this much of everything; 1 is the whole.")
@click.option("--minutes", default=1.0, help="How long memory is watched under load.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write results there.")
def main(
    names: Sequence[str], rounds: int, scale: float, minutes: float, json_file: Path | None
) -> None:
    """Measure ROWs (default: all) on a durable PostgreSQL and Kafka of their own.

    The table is Markdown on standard output. Status 1: a row missed a target.
    """
    given = Given()
    with bench(rounds=rounds, scale=scale, minutes=minutes, given=given) as servers:
        rows = [_measured(name, servers) for name in names or ROWS]
        known = machine(servers)
    click.echo(markdown(rows, known))
    if json_file is not None:
        json_file.write_text(json.dumps(as_json(rows, known), indent=1) + "\n", encoding="utf-8")
    sys.exit(not all(target.met for row in rows for target in row.targets))


def _measured(name: str, servers: Bench) -> Row:
    click.echo(f"{name} …", err=True)
    row = ROWS[name](servers)
    for figure in row.figures:
        click.echo(f"  {figure.name}: {figure}", err=True)
    for target in row.targets:
        click.echo(f"  {'reached' if target.met else 'MISSED'}: {target}", err=True)
    return row


if __name__ == "__main__":
    main()
