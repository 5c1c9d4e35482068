"""The fold on the command line."""

import sys
from datetime import UTC, datetime
from typing import IO

import click

from services.accountability.derive import MalformedLineError, derive
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
    try:
        output = b"".join(derive(events, until, policy))
    except (GapError, MalformedLineError) as error:
        raise click.ClickException(str(error)) from error
    sys.stdout.buffer.write(output)
