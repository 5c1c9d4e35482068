"""Imported history: the same commands with their own times, each through the decider. Pure."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from services.partnerships.partnership.decider import partnership
from services.partnerships.told import Background, Told, command_of
from shared.envelope import NewEvent
from shared.errors import DomainError, RefusedInHistoryError
from shared.events.partnerships import MeetingHeld, PartnershipEvent


def relive(
    commands: Sequence[Told], background: Background
) -> Sequence[NewEvent[PartnershipEvent]]:
    """All events of a history, from nothing; each recorded when its source recorded it."""
    state, events = partnership.initial, list[NewEvent[PartnershipEvent]]()
    for index, told in enumerate(commands):
        try:
            decided = partnership.decide(command_of(told, background, state), state)
        except DomainError as refusal:
            raise RefusedInHistoryError(index, refusal) from refusal
        for event in decided:
            happened_at = _happened_at(told, event)
            state = partnership.evolve(state, event, happened_at)
            events.append(
                NewEvent(
                    id=uuid5(background.partnership_id, f"imported/{len(events)}"),
                    event=event,
                    occurred_at=happened_at,
                    recorded_at=told["at"],
                )
            )
    return events


def _happened_at(told: Told, event: PartnershipEvent) -> datetime:
    usual = event.started_at if isinstance(event, MeetingHeld) else told["at"]
    happened_at: datetime = told.get("time", usual)
    return happened_at
