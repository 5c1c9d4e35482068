"""`python -m services.accountability web | relay | consumer | migrate`."""

import gc
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from services.accountability.app import make_app
from services.accountability.hearing import HEARING
from services.accountability.observing import AlertEvents, open_alerts, replay_progress
from shared.events.accountability import SOURCE, TOPIC
from shared.http.server import run_web
from shared.migrations import SHARED, migrate
from shared.processes import consumer, relay
from shared.relaying import Speaker
from shared.settings import database_settings

MIGRATIONS = Path(__file__).parent / "migrations"

SPEAKER = Speaker(source=SOURCE, topic=TOPIC)

# A batch makes hundreds of thousands of objects and no cycle among them; looking for cycles as
# often as is usual took a quarter of the time.
_OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


def listen() -> None:
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    consumer("accountability", HEARING, open_alerts, AlertEvents(), replay_progress)


PROCESSES: Mapping[str, Callable[[], None]] = {
    "web": lambda: run_web("accountability", make_app),
    "relay": lambda: relay("accountability", SPEAKER),
    "consumer": listen,
    "migrate": lambda: migrate(database_settings().url, SHARED, MIGRATIONS),
}


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in PROCESSES:
        raise SystemExit(f"say one of: {', '.join(PROCESSES)}")
    PROCESSES[arguments[0]]()


if __name__ == "__main__":
    main(sys.argv[1:])
