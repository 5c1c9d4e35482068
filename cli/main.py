"""The one command line. Each part of the system adds its commands here."""

from typing import Any

import click

from cli.audit import audit_command
from cli.backfill import backfill_command
from cli.importing.command import example_command, import_command
from cli.lag import lag_command
from cli.moving.exporting import export_command
from cli.moving.loading import import_history_command
from cli.operations import as_of_command, verify_command, what_if_command
from cli.parked import parked_group
from cli.places import failures_told
from cli.purging import purge_command
from cli.recovering import rebuild_command, restored_command
from cli.refilling import refill_command
from cli.replay import replay_group
from cli.stack import run, stack
from cli.streams import streams_group
from cli.token import token
from cli.topics import topics_group
from services.accountability.cli import derive_as_of_command, derive_command, derive_what_if_command


class Commands(click.Group):
    """None of them shows a traceback where a server is down."""

    def invoke(self, ctx: click.Context) -> Any:
        with failures_told():
            return super().invoke(ctx)


@click.group(cls=Commands)
def main() -> None:
    """Mentoring programs: enrollment, partnerships, accountability.

    Data goes to stdout, progress to stderr. Exit code 0: done, and all is well; 1: something is
    wrong, or refused; 2: the command could not be understood. What changes something has a
    --dry-run where it can, and is noted in the audit log under the name given with --as.

    Commands look at what `make run` started. For what `mentoring run --folder FOLDER` started let
    the variable MENTORING_ADDRESSES name FOLDER/addresses.json.

    Completion of commands and options, in bash (likewise zsh_source, fish_source):

      eval "$(_MENTORING_COMPLETE=bash_source mentoring)"
    """


main.add_command(run)
main.add_command(stack)
main.add_command(token)
main.add_command(derive_command)
main.add_command(derive_as_of_command)
main.add_command(derive_what_if_command)
main.add_command(example_command)
main.add_command(import_command)
main.add_command(verify_command)
main.add_command(as_of_command)
main.add_command(what_if_command)
main.add_command(purge_command)
main.add_command(audit_command)
main.add_command(parked_group)
main.add_command(lag_command)
main.add_command(topics_group)
main.add_command(streams_group)
main.add_command(backfill_command)
main.add_command(restored_command)
main.add_command(rebuild_command)
main.add_command(refill_command)
main.add_command(replay_group)
main.add_command(export_command)
main.add_command(import_history_command)
