"""`mentoring run` and `mentoring stack`: the whole system on this machine."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import FrameType

import click
from psycopg import OperationalError
from rich.console import Console

from cli.example import load_example, show_addresses, show_alerts
from cli.importing.api import RefusedError, UnreachableError
from cli.importing.problems import UnreadableError
from cli.places import running
from deploy.local.addresses import HOME
from deploy.local.errors import StackError
from deploy.local.infrastructure import given_by_environment
from deploy.local.stack import Stack
from deploy.local.starting import running_stack
from deploy.local.watching import watch


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=HOME,
    help="Where data, logs and addresses are kept; see MENTORING_ADDRESSES in `mentoring --help`.",
)
@click.option("--example/--no-example", default=True, help="Load the example program, or do not.")
@click.option("--revive", is_flag=True, help="Start again what ended, instead of stopping.")
def run(folder: Path, *, example: bool, revive: bool) -> None:
    """Start everything, load the example program, show its alerts, run until Ctrl-C."""
    try:
        with stopped_by_signals(), running_stack(folder, given_by_environment()) as stack:
            # Beside the watch: a process may end, and be started again, while it is loaded.
            Thread(target=present, args=(stack,), kwargs={"example": example}, daemon=True).start()
            watch(stack, click.echo, revive=revive)
    except StackError as error:
        raise click.ClickException(str(error)) from error


@click.group()
def stack() -> None:
    """Look at what `mentoring run` started."""


@stack.command()
@click.option("--shell", is_flag=True, help="The services' as variables, for `eval`.")
def addresses(*, shell: bool) -> None:
    """Print where everything is."""
    found = running()
    click.echo(found.as_shell() if shell else found.as_json())


def present(stack: Stack, *, example: bool) -> None:
    console = Console()
    try:
        if example:
            load_example(stack, console.print)
            show_alerts(stack, console)
    except (OperationalError, RefusedError, StackError, UnreachableError, UnreadableError) as error:
        click.echo(f"the example program is not loaded: {error}", err=True)
    show_addresses(stack, console)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Whichever way one asks it to stop, it stops once, and in order."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for each in signals:
        signal.signal(each, stop)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("stopped")
