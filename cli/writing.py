"""How commands write what they found: one JSON document, for whoever asks for it."""

from typing import Any

import click

from shared.events.event import encode

as_json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")


def write(found: Any) -> None:
    click.echo(encode(found).decode())
