"""How `mentoring replay` says what it found, and what it is doing."""

import sys
from datetime import timedelta

import click

from cli.replaying.options import Site
from cli.writing import show, table, write
from services.accountability.replay.comparing import Compared
from services.accountability.replay.planning import Plan
from services.accountability.replay.progress import Status, status
from services.accountability.replay.state import newest
from services.accountability.replay.switching import Outcome
from services.accountability.replay.workers import Progress, Tell

_SECONDS_BETWEEN_LINES = 5.0


def show_plan(plan: Plan) -> None:
    rows = [
        ("rebuilt", ", ".join(plan.tables)),
        ("read", f"{plan.events:,} events of {plan.streams:,} streams"),
        ("journal", _size(plan.journal_bytes)),
        ("live tables", _size(plan.live_bytes)),
        ("second set", f"about {_size(plan.bytes)} more on disk"),
        ("rate", f"about {plan.events_per_second:,} events a second"),
        ("time", f"about {_time(plan.seconds)}"),
    ]
    show(table(None, ("what", "how much"), rows))


def show_status(status: Status) -> None:
    rows = [
        ("replay", f"{status.replay_id}: {', '.join(status.projections)}"),
        ("state", status.state + (", a process is at work" if status.at_work else "")),
        ("parts", f"{status.parts_done:,} of {status.parts:,}"),
        ("events", f"{status.events_done:,} of {status.events:,}"),
        ("rate", f"{status.events_per_second:,} events a second"),
        ("left", None if status.seconds_left is None else _time(status.seconds_left)),
        ("started", status.started_at),
        ("built", status.built_at),
        ("switched", status.switched_at),
    ]
    show(table(None, ("what", "how much"), rows))


def _show_compared(outcome: Outcome) -> None:
    names = ("table", "live_rows", "other_rows", "live_checksum", "other_checksum", "differences")
    rows = [
        (
            each.table,
            each.live.rows,
            each.replayed.rows,
            each.live.checksum,
            each.replayed.checksum,
            each.differences,
        )
        for each in outcome.compared
    ]
    show(table(None, names, rows))
    for each in outcome.compared:
        for line in _differences(each):
            click.echo(line)


def _differences(compared: Compared) -> list[str]:
    return [
        f"{compared.table} {each.key}: live {each.live}, other {each.replayed}"
        for each in compared.first
    ]


def show_progress(left: int) -> Tell:
    """Write a line that renews itself on a terminal, else a line every few seconds.

    `left`: the events of the parts that are to be done.
    """
    said = [0.0]

    def tell(progress: Progress) -> None:
        on_terminal = sys.stderr.isatty()
        if on_terminal or progress.seconds - said[0] >= _SECONDS_BETWEEN_LINES:
            said[0] = progress.seconds
            line = _line(progress, left)
            click.echo(f"\r\x1b[K{line}" if on_terminal else line, err=True, nl=not on_terminal)

    return tell


def _line(progress: Progress, events: int) -> str:
    rate = progress.events_per_second
    share = progress.parts_done / progress.parts if progress.parts else 1
    left = _time(round(progress.seconds / share - progress.seconds)) if share else "unknown"
    return (
        f"{progress.parts_done:,} of {progress.parts:,} parts, {progress.events:,} of {events:,} "
        f"events, {rate:,.0f} a second, {left} left"
    )


def _time(seconds: int) -> str:
    return str(timedelta(seconds=seconds))


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def tell(site: Site, *, as_json: bool) -> None:
    """Say where the newest replay stands."""
    replay = newest(site.connection)
    if replay is None:
        raise click.ClickException("there was no replay yet: `mentoring replay plan` tells more")
    (write if as_json else show_status)(status(site.connection, replay))


def show_outcome(found: Outcome, *, as_json: bool) -> None:
    if as_json:
        write(found)
        return
    _show_compared(found)
    click.echo("switched" if found.switched else "nothing was switched")
    if found.differs and not found.switched:
        click.echo("after a fix they are to differ: `cutover --accept-differences`", err=True)


def show_repair(found: Outcome, *, as_json: bool) -> None:
    if as_json:
        write(found)
        return
    _show_compared(found)
    click.echo("put right in place" if found.switched else "nothing was changed")
