"""The benchmarks themselves run, in a hundredth of their size; nothing here looks at a time."""

from deploy.local.infrastructure import Given, Infrastructure
from tests.benchmarks.bench import bench
from tests.benchmarks.machine import machine
from tests.benchmarks.rows import due, relay
from tests.benchmarks.table import as_json, markdown


def test_a_row_gives_figures_beside_their_references(infrastructure: Infrastructure) -> None:
    infrastructure.wait_for_postgres()
    infrastructure.wait_for_kafka()
    given = Given(
        postgres_url=infrastructure.postgres_url,
        kafka_bootstrap_servers=infrastructure.kafka_bootstrap_servers,
    )

    with bench(rounds=1, scale=0.005, minutes=0, given=given) as servers:
        rows = [relay.measure(servers), due.measure(servers)]
        known = machine(servers)

    figures = [figure for row in rows for figure in row.figures]
    assert [len(figure.rounds) for figure in figures] == [1, 1, 1, 1, 50]
    assert all(round_ > 0 for figure in figures for round_ in figure.rounds)
    assert "relay ÷ bare producer loop" in markdown(rows, known)
    assert as_json(rows, known)["rows"][1]["targets"][0]["wanted"] == 1.0
