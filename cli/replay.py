"""`mentoring replay`: accountability's tables built anew from its journal, beside the live ones."""

import click

from cli.replaying.building import plan_command, resume_command, start_command
from cli.replaying.stopping import cancel_command, discard_command, pause_command, status_command
from cli.replaying.switching import compare_command, cutover_command, rollback_command


@click.group("replay")
def replay_group() -> None:
    """Build accountability's tables anew from its journal, beside the live ones, and switch.

    First plan, then start, compare and cutover; rollback puts back what was there before, until
    discard or the next start drops it. Start can be paused, cancelled or killed at any moment, and
    resume goes on. With --program or --partnership start repairs those in place.

    A replay sends nothing and says nothing: it writes tables, and the audit log. People's names are
    not replayed; they follow the topic of people.

    Exit codes: 0 done; 1 something differs, or was refused; 2 wrong usage; 3 paused or cancelled
    before its end.
    """


for command in (
    plan_command,
    start_command,
    status_command,
    pause_command,
    resume_command,
    cancel_command,
    compare_command,
    cutover_command,
    rollback_command,
    discard_command,
):
    replay_group.add_command(command)
