"""`mentoring replay status | pause | cancel | discard`: from any terminal."""

import click

from cli.audit import as_operator
from cli.replaying.options import Site, dry_run_option, in_database
from cli.replaying.words import tell
from cli.writing import as_json_option
from services.accountability.replay.starting import discard
from services.accountability.replay.state import Replay, alone, become, required

_PATIENCE_SECONDS = 60


@click.command("status")
@in_database
@as_json_option
def status_command(site: Site, *, as_json: bool) -> None:
    """Tell how far the newest replay is, at what rate, and whether a process is at work on it."""
    tell(site, as_json=as_json)


@click.command("pause")
@dry_run_option
@as_operator
@in_database
@as_json_option
def pause_command(site: Site, *, dry_run: bool, as_json: bool) -> None:
    """Let the process that does it stop after the parts it has begun."""
    replay = required(site.connection, "running")
    with site.connection.transaction(force_rollback=dry_run):
        become(site.connection, replay, "paused")
        site.note("replay pause", {"replay_id": replay.replay_id})
    tell(site, as_json=as_json)


@click.command("cancel")
@dry_run_option
@as_operator
@in_database
@as_json_option
def cancel_command(site: Site, *, dry_run: bool, as_json: bool) -> None:
    """Give the replay up, and drop the tables that it has built. The live ones stay as they are."""
    replay = required(site.connection, "running", "paused", "built")
    if not dry_run:
        if replay.state == "running":
            become(site.connection, replay, "paused")
        _discard(site, replay, "replay cancel")
    tell(site, as_json=as_json)


@click.command("discard")
@dry_run_option
@as_operator
@in_database
@as_json_option
def discard_command(site: Site, *, dry_run: bool, as_json: bool) -> None:
    """Drop the tables that a cutover has retired: after that there is no rollback."""
    replay = required(site.connection, "switched")
    if not dry_run:
        _discard(site, replay, "replay discard")
    tell(site, as_json=as_json)


def _discard(site: Site, replay: Replay, command: str) -> None:
    with (
        alone(site.connection, patience_seconds=_PATIENCE_SECONDS),
        site.connection.transaction(),
    ):
        discard(site.connection, replay)
        site.note(command, {"replay_id": replay.replay_id})
