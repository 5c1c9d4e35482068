"""`mentoring lag`: how far behind is what."""

from dataclasses import asdict, fields
from threading import Event
from typing import Any

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table

from cli.lagging import ConsumerLag, Lag, ParkedLag, RelayLag, measure
from cli.places import Places, with_kafka
from cli.writing import as_json_option, show, table, write

_EVERY_SECONDS = 2.0


@click.command("lag")
@with_kafka
@click.option(
    "--fail-above",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    help="Exit code 1 if anything is further behind than that.",
)
@click.option("--watch", is_flag=True, help="Look again every two seconds, until Ctrl-C.")
@as_json_option
def lag_command(places: Places, fail_above: float | None, *, watch: bool, as_json: bool) -> None:
    """Tell how far relays and consumers are behind, in records and in seconds.

    A relay is behind its service's store, a consumer behind the end of each partition. The
    watermark's age is how far the time that the rules know lies in the past: a second or two if
    all is well. The oldest open transaction of the database cluster holds both back. With --json
    and --watch it writes a document a line.
    """
    if not watch:
        lag = measure(places)
        if as_json:
            write(asdict(lag))
        else:
            show(*_tables(lag))
        _require(lag, fail_above)
        return
    with Live(console=Console(stderr=as_json), auto_refresh=False) as live:
        while True:
            lag = measure(places)
            if as_json:
                write(asdict(lag))
            else:
                live.update(Group(*_tables(lag)), refresh=True)
            _require(lag, fail_above)
            Event().wait(_EVERY_SECONDS)


def _require(lag: Lag, fail_above: float | None) -> None:
    above = [] if fail_above is None else list(lag.above(fail_above))
    for each in above:
        click.echo(f"above {fail_above:g} s: {each}", err=True)
    if above:
        raise SystemExit(1)


def _tables(lag: Lag) -> list[Table]:
    return [
        _table("Relays", RelayLag, lag.relays),
        _table("Consumers", ConsumerLag, lag.consumers),
        _table("Parked", ParkedLag, lag.parked),
    ]


def _table(title: str, kind: Any, rows: list[Any]) -> Table:
    names = [field.name for field in fields(kind)]
    return table(title, names, ([getattr(row, name) for name in names] for row in rows))
