"""The one command line. Each part of the system adds its commands here."""

import click

from cli.stack import run, stack


@click.group()
def main() -> None:
    """Mentoring programs: enrollment, partnerships, accountability."""


main.add_command(run)
main.add_command(stack)
