"""Facts and alerts of one partnership in one order, as the fold came by them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from services.accountability.story.known import Known
from services.accountability.timeline.entry import Entry, is_hidden, of_alert, of_fact
from services.accountability.viewer import CONTENT_RULES, View
from shared.envelope import Recorded
from shared.events.accountability import AlertAcknowledged, AlertDismissed, AlertSnoozed

# Instant, place of the fact in its stream (0: before those of the instant), then the order said.
Place: TypeAlias = tuple[datetime, int, int]
_LAST = 2**31


def timeline(
    facts: Sequence[Known], alerts: Sequence[Recorded[Any]], view: View
) -> Sequence[Entry]:
    placed = [*_facts(facts, view), *_alerts(facts, alerts, view)]
    return [entry for _, entry in sorted(placed, key=lambda pair: pair[0])]


def _facts(facts: Sequence[Known], view: View) -> Iterator[tuple[Place, Entry]]:
    for known in facts:
        if not is_hidden(known.event, view):
            yield (known.at, known.version, 0), of_fact(known, view)


def _alerts(
    facts: Sequence[Known], alerts: Sequence[Recorded[Any]], view: View
) -> Iterator[tuple[Place, Entry]]:
    versions = {known.id: known.version for known in facts}
    for recorded in alerts:
        if view == "full" or recorded.event.rule not in CONTENT_RULES:
            entry = of_alert(recorded, view)
            yield (entry.at, _after(recorded.event, versions), recorded.version), entry


def _after(event: Any, versions: dict[UUID, int]) -> int:
    """What time did stands before the facts of its instant, what a fact did behind that fact."""
    if isinstance(event, AlertAcknowledged | AlertSnoozed | AlertDismissed):
        return _LAST
    return versions.get(event.by_event, 0)
