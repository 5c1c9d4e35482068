"""`mentoring replay plan | start | resume`: the second set of tables is built."""

import os
from collections.abc import Sequence
from uuid import UUID

import click

from cli.audit import as_operator
from cli.replaying.options import Site, dry_run_option, in_database, projections_option
from cli.replaying.words import show_plan, show_progress, show_repair, tell
from cli.writing import as_json_option, write
from services.accountability.replay.folded import PREFIX
from services.accountability.replay.planning import plan
from services.accountability.replay.progress import status
from services.accountability.replay.projections import DIRECTORY
from services.accountability.replay.repairing import partnerships_of, repair
from services.accountability.replay.starting import begin, run
from services.accountability.replay.state import alone, become, newest, required
from services.accountability.replay.switching import Outcome
from services.accountability.replay.workers import Pace, Processes
from shared.database import Connection

STOPPED = 3

_workers = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default=True,
    help="So many processes.",
)
_rate = click.option(
    "--rate",
    type=click.IntRange(1),
    metavar="N",
    help="At most N events a second on average, in whole parts; else all it can.",
)


@click.command("plan")
@projections_option
@_workers
@in_database
@as_json_option
def plan_command(site: Site, projections: Sequence[str], workers: int, *, as_json: bool) -> None:
    """Count what would be read, and estimate time and space from a sample."""
    found = plan(site.connection, projections, workers)
    (write if as_json else show_plan)(found)


@click.command("start")
@projections_option
@click.option("--program", type=click.UUID, help="Repair this program's partnerships in place.")
@click.option(
    "--partnership", "partnerships", type=click.UUID, multiple=True, help="Repair it in place."
)
@_workers
@_rate
@dry_run_option
@as_operator
@in_database
@as_json_option
def start_command(  # noqa: PLR0913, PLR0917 - one for each option
    site: Site,
    projections: Sequence[str],
    program: UUID | None,
    partnerships: Sequence[UUID],
    workers: int,
    rate: int | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Build a second set of tables; `cutover` then puts it in the place of the live one.

    With --program or --partnership the rows of those partnerships are put right in place instead.
    """
    if program or partnerships:
        _repair(site, projections, program, partnerships, dry_run=dry_run, as_json=as_json)
    elif dry_run:
        (write if as_json else show_plan)(plan(site.connection, projections, workers))
    else:
        with alone(site.connection):
            arguments = {"projections": projections}
            begin(site.connection, projections, site.noted("replay start", arguments))
            _run(site, Pace(workers=workers, events_per_second=rate))
        _ended(site, as_json=as_json)


@click.command("resume")
@_workers
@_rate
@dry_run_option
@as_operator
@in_database
@as_json_option
def resume_command(
    site: Site, workers: int, rate: int | None, *, dry_run: bool, as_json: bool
) -> None:
    """Go on with a replay that was paused, interrupted or killed. Nothing is done twice."""
    replay = required(site.connection, "running", "paused")
    if dry_run:
        tell(site, as_json=as_json)
        return
    with alone(site.connection):
        with site.connection.transaction():
            become(site.connection, replay, "running")
            site.note("replay resume", {"replay_id": replay.replay_id})
        _run(site, Pace(workers=workers, events_per_second=rate))
    _ended(site, as_json=as_json)


def _run(site: Site, pace: Pace) -> None:
    found = status(site.connection, required(site.connection, "running"))
    show = show_progress(found.events - found.events_done)
    run(site.connection, Processes(url=site.url, pace=pace, tell=show))


def _ended(site: Site, *, as_json: bool) -> None:
    tell(site, as_json=as_json)
    known = newest(site.connection)
    if known is None or known.state != "built":
        raise SystemExit(STOPPED)


def _repair(  # noqa: PLR0913 - one for each option
    site: Site,
    projections: Sequence[str],
    program: UUID | None,
    partnerships: Sequence[UUID],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    some = [name for name in projections if name != DIRECTORY]
    if not some:
        raise click.UsageError("the directory is not of a partnership: replay it as a whole")
    ids = [*partnerships, *(partnerships_of(site.connection, program) if program else ())]
    if not ids:
        raise click.ClickException("no partnership of that program was ever heard of")
    _require_heard_of(site.connection, partnerships)
    arguments = {"projections": some, "program": program, "partnerships": list(partnerships)}
    noted = site.noted("replay start", arguments)
    compared = repair(site.connection, some, ids, noted, dry_run=dry_run)
    found = Outcome(switched=not dry_run, streams=len(ids), compared=compared)
    show_repair(found, as_json=as_json)


def _require_heard_of(connection: Connection, partnerships: Sequence[UUID]) -> None:
    streams = [f"{PREFIX}{each}" for each in partnerships]
    row = connection.execute(
        """
        SELECT stream
        FROM unnest(%s::text[]) AS asked (stream)
        WHERE NOT EXISTS (SELECT FROM journal WHERE journal.stream = asked.stream)
        """,
        (streams,),
    ).fetchone()
    if row is not None:
        raise click.ClickException(
            f"{row[0]} was never heard of: "
            "`mentoring streams find --type PartnershipProposed` tells which there are"
        )
