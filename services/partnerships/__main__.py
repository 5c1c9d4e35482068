"""`python -m services.partnerships web | relay | consumer | migrate`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from services.partnerships.app import make_app
from services.partnerships.consumer import HEARING
from shared.events.partnerships import SOURCE, TOPIC
from shared.http.server import run_web
from shared.migrations import SHARED, migrate
from shared.processes import consumer, relay
from shared.relaying import Speaker
from shared.settings import database_settings

MIGRATIONS = Path(__file__).parent / "migrations"

SPEAKER = Speaker(source=SOURCE, topic=TOPIC)

PROCESSES: Mapping[str, Callable[[], None]] = {
    "web": lambda: run_web("partnerships", make_app),
    "relay": lambda: relay("partnerships", SPEAKER),
    "consumer": lambda: consumer("partnerships", HEARING),
    "migrate": lambda: migrate(database_settings().url, SHARED, MIGRATIONS),
}


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in PROCESSES:
        raise SystemExit(f"say one of: {', '.join(PROCESSES)}")
    PROCESSES[arguments[0]]()


if __name__ == "__main__":
    main(sys.argv[1:])
