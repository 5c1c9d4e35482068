"""The fold on the command line."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import IO

import click

from services.accountability.derive import MalformedLineError, as_of, derive, what_if
from services.accountability.fold import GapError
from services.accountability.policy import Replacement, UnknownPolicyError, replacement


class InstantType(click.ParamType[datetime]):
    """An instant with its offset, as 2027-06-01T00:00:00Z."""

    name = "instant"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an instant like 2027-06-01T00:00:00Z", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} needs an offset, as in 2027-06-01T00:00:00Z", param, ctx)
        return instant.astimezone(UTC)


class PolicyType(click.ParamType[Replacement]):
    """Some fields of a policy, as a JSON object."""

    name = "json"

    def convert(
        self, value: str | Replacement, param: click.Parameter | None, ctx: click.Context | None
    ) -> Replacement:
        if not isinstance(value, str):
            return value
        try:
            return replacement(value)
        except UnknownPolicyError as error:
            self.fail(str(error), param, ctx)


@click.command("derive")
@click.argument("events", type=click.File("rb"))
@click.option("--until", required=True, type=InstantType(), help="Fold up to this instant.")
@click.option("--policy", type=PolicyType(), help="Replace these fields of every policy.")
def derive_command(events: IO[bytes], until: datetime, policy: Replacement | None) -> None:
    """Say every alert event that follows from EVENTS, one CloudEvent a line."""
    _write(lambda: derive(events, until, policy))


@click.command("derive-as-of")
@click.argument("events", type=click.File("rb"))
@click.option("--until", required=True, type=InstantType(), help="What was known then.")
def derive_as_of_command(events: IO[bytes], until: datetime) -> None:
    """Show each partnership of EVENTS as it was known at an instant, with its open alerts."""
    _write(lambda: as_of(events, until))


@click.command("derive-what-if")
@click.argument("events", type=click.File("rb"))
@click.option("--until", required=True, type=InstantType(), help="Fold up to this instant.")
@click.option("--policy", required=True, type=PolicyType(), help="Replace these fields.")
def derive_what_if_command(events: IO[bytes], until: datetime, policy: Replacement) -> None:
    """Show the alerts that another policy would make appear, disappear or move."""
    _write(lambda: what_if(list(events), until, policy))


def _write(lines: Callable[[], Iterable[bytes]]) -> None:
    """Write all, or nothing but what is wrong."""
    try:
        output = b"".join(lines())
    except (GapError, MalformedLineError) as error:
        raise click.ClickException(str(error)) from error
    sys.stdout.buffer.write(output)
