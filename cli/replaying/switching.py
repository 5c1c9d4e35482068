"""`mentoring replay compare | cutover | rollback`: the two sets of tables, side by side."""

import click

from cli.audit import as_operator
from cli.replaying.options import Site, dry_run_option, in_database
from cli.replaying.words import show_outcome
from cli.writing import as_json_option
from services.accountability.replay.state import alone, required
from services.accountability.replay.switching import compare_now, cut_over, roll_back


@click.command("compare")
@in_database
@as_json_option
def compare_command(site: Site, *, as_json: bool) -> None:
    """Bring the second set up to date and compare it with the live one. Exit code 1: they differ.

    After a cutover the other set is the one that was retired.
    """
    with alone(site.connection):
        found = compare_now(site.connection, "built", "switched")
    show_outcome(found, as_json=as_json)
    if found.differs:
        raise SystemExit(1)


@click.command("cutover")
@click.option("--accept-differences", is_flag=True, help="Also where they differ: after a fix.")
@dry_run_option
@as_operator
@in_database
@as_json_option
def cutover_command(site: Site, *, accept_differences: bool, dry_run: bool, as_json: bool) -> None:
    """Catch up, compare, and put the second set in the place of the live one, in one transaction.

    Consumers wait meanwhile, readers only while the tables change places. Where the two sets differ
    nothing is switched, and the exit code is 1, unless you accept it.
    """
    with alone(site.connection):
        required(site.connection, "built")
        found = (
            compare_now(site.connection, "built")
            if dry_run
            else cut_over(
                site.connection,
                accept_differences=accept_differences,
                noted=site.noted("replay cutover", {"accept_differences": accept_differences}),
            )
        )
    show_outcome(found, as_json=as_json)
    if found.differs and not accept_differences:
        raise SystemExit(1)


@click.command("rollback")
@dry_run_option
@as_operator
@in_database
@as_json_option
def rollback_command(site: Site, *, dry_run: bool, as_json: bool) -> None:
    """Put the tables back that were there before the cutover, with all that has come since.

    What has come since is folded by the code that you run this with.
    """
    with alone(site.connection):
        required(site.connection, "switched")
        found = (
            compare_now(site.connection, "switched")
            if dry_run
            else roll_back(site.connection, noted=site.noted("replay rollback", {}))
        )
    show_outcome(found, as_json=as_json)
