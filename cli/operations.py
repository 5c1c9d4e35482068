"""For operators: verify what was recorded, look at a past instant, try another policy."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from cli.matching import BUCKETS, Match, match
from cli.places import Places, accountability_option, running, with_kafka
from cli.sources import STORES
from cli.writing import show, table
from services.accountability.alerts.alert import Alert
from services.accountability.asking import alert_answers, open_as_of, what_if, what_if_answer
from services.accountability.cli import InstantType, PolicyType
from services.accountability.policy import Replacement
from services.accountability.verify.verify import verify
from shared.clock import now
from shared.database import connect
from shared.events.event import encode, written

_json = click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
_program = click.option("--program", type=click.UUID, help="Of one program; else of all.")


@click.command("verify")
@accountability_option
@click.option("--topics", is_flag=True, help="Also that each topic is what its service recorded.")
@with_kafka
@_json
def verify_command(places: Places, database: str | None, *, topics: bool, as_json: bool) -> None:
    """Derive every alert anew, and prove that all that was recorded and kept is exactly that.

    With --topics each service's store is compared with its topic, by checksums, and the first
    events that differ are shown. Exit code 1 if anything differs.
    """
    with connect(database or places.database("accountability")) as connection:
        found = verify(connection)
    matches = _matches(places) if topics else []
    if as_json:
        _write({**asdict(found), "topics": matches} if topics else found)
    else:
        for difference in found.differences:
            click.echo(f"partnership {difference.partnership_id}: {difference.where} differs")
        click.echo(
            f"{found.partnerships} partnerships, {found.alert_events} alert events, "
            f"{len(found.differences)} differences"
        )
        for each in matches:
            _tell_of(each)
    if found.differences or any(each.buckets_that_differ for each in matches):
        raise SystemExit(1)


def _matches(places: Places) -> list[Match]:
    matches = []
    for service, store in STORES.items():
        click.echo(f"reading {store.topic}", err=True)
        with connect(places.database(service)) as connection:
            matches.append(match(connection, places.kafka_settings(), service, store))
    return matches


def _tell_of(found: Match) -> None:
    for difference in found.differences:
        click.echo(f"{found.topic}: {difference.stream} {difference.version} {difference.problem}")
    click.echo(
        f"{found.topic}: {found.events} events, {found.records} records, "
        f"{found.buckets_that_differ} of {BUCKETS} buckets differ"
    )


@click.command("as-of")
@click.argument("instant", type=InstantType())
@_program
@accountability_option
@_json
def as_of_command(
    instant: datetime, program: UUID | None, database: str | None, *, as_json: bool
) -> None:
    """Tell which alerts were open at INSTANT, from what was known then."""
    with connect(_address(database)) as connection:
        alerts = open_as_of(connection, program, instant)
        answers = alert_answers(connection, alerts)
    if as_json:
        _write({"items": answers})
    else:
        _show({"open": alerts})


@click.command("what-if")
@click.option("--policy", type=PolicyType(), required=True, help="The fields to replace, as JSON.")
@click.option("--until", type=InstantType(), help="Up to when; else now.")
@_program
@accountability_option
@_json
def what_if_command(
    policy: Replacement,
    until: datetime | None,
    program: UUID | None,
    database: str | None,
    *,
    as_json: bool,
) -> None:
    """Tell which alerts would appear, disappear or move under another policy."""
    with connect(_address(database)) as connection:
        found = what_if(connection, program, until or now(), policy)
        answer = what_if_answer(connection, found)
    if as_json:
        _write(answer)
    else:
        moved = [move.after for move in found.move]
        _show({"appears": found.appear, "disappears": found.disappear, "moves": moved})


def _address(database: str | None) -> str:
    return database or running().databases["accountability"]


def _write(found: Any) -> None:
    click.echo(encode(found).decode())


def _show(groups: Any) -> None:
    rows = [(word, *_cells(alert)) for word, alerts in groups.items() for alert in alerts]
    show(table(None, ("", "partnership", "rule", "level", "due"), rows))


def _cells(alert: Alert) -> tuple[str, ...]:
    return str(alert.partnership_id), alert.rule, alert.level, written(alert.due_at)
