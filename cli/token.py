"""`mentoring token SUBJECT --role administrator`: a token of the development issuer, on stdout."""

import click
import requests

from cli.places import running
from shared.auth import ROLES

_TIMEOUT_SECONDS = 10


@click.command()
@click.argument("subject")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="May be repeated."
)
@click.option("--scope", "scopes", multiple=True, help="For integrations; may be repeated.")
@click.option(
    "--issuer",
    envvar="JWT_ISSUER",
    show_envvar=True,
    help="The issuer's address; else the running one's.",
)
def token(
    subject: str, roles: tuple[str, ...], scopes: tuple[str, ...], issuer: str | None
) -> None:
    """Print a bearer token for SUBJECT, made by the development issuer."""
    asked = {"subject": subject, "roles": list(roles), "scope": " ".join(scopes)}
    address = f"{(issuer or running().issuer).rstrip('/')}/token"
    try:
        answer = requests.post(address, json=asked, timeout=_TIMEOUT_SECONDS)
    except requests.ConnectionError as unreachable:
        raise click.ClickException(f"no issuer answers at {address}") from unreachable
    if not answer.ok:
        raise click.ClickException(f"the issuer refuses: {answer.text}")
    click.echo(answer.json()["access_token"])
