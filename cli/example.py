"""The example program: loaded into a running system, and what the system found wrong in it."""

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.importing.api import Api, development_token
from cli.importing.command import administrator, checked, today_of
from cli.importing.example import EXAMPLE, write_example
from cli.importing.ids import subject
from cli.importing.running import Import
from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack

LEVELS = {"decision": "bold red", "managers": "red", "red": "dark_orange", "watch": "yellow"}


def load_example(stack: Stack, say: Callable[[str], None]) -> None:
    """Import it, with the dates of the day when it was first loaded; return when all is heard."""
    folder = stack.folder / "example"
    write_example(folder, today_of(EXAMPLE))
    sheets = checked(folder)
    token = development_token(stack.addresses.issuer, subject(administrator(sheets)))
    enrollment, partnerships = (
        Api(url=stack.url(service), token=token) for service in ("enrollment", "partnerships")
    )
    program = Import(
        sheets=sheets, enrollment=enrollment, partnerships=partnerships, dry=False, say=say
    )
    summary = program.run()
    for problem in summary.problems:
        say(str(problem))
    say(summary.as_text(dry=False))
    wait_until_heard(stack.database_url("accountability"))


def show_alerts(stack: Stack, console: Console) -> None:
    """As the administrator's work list has them: the worst first."""
    token = development_token(stack.addresses.issuer, "administrator")
    accountability = Api(url=stack.url("accountability"), token=token)
    pairs = {
        pair["partnership_id"]: pair for pair in accountability.find("/partnerships", limit="200")
    }
    table = Table("level", "mentee and mentor", "alert", "what it says", "due", title="Open alerts")
    for alert in accountability.find("/alerts"):
        pair = pairs[alert["partnership_id"]]
        table.add_row(
            f"[{LEVELS[alert['level']]}]{alert['level']}[/]",
            f"{_name(pair['mentee'])}, {_name(pair['mentor'])}",
            alert["rule"],
            alert["says"],
            alert["due_at"][:10],
        )
    console.print(table)


def show_addresses(stack: Stack, console: Console) -> None:
    for service, url in stack.addresses.services.items():
        console.print(f"{service:<15} {url}/docs")
    console.print(f"{'kafka':<15} {stack.kafka_bootstrap}")
    console.print(f"{'everything else':<15} {stack.addresses_file}")
    console.print("Ctrl-C stops it; the data stays.")


def _name(person: dict[str, Any]) -> str:
    return str(person["name"] or person["person_id"])
