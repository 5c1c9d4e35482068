"""What this service does with what enrollment says: keep it, and answer for the partnerships."""

from collections.abc import Sequence

import msgspec

from services.partnerships.candidates.hearing import (
    erase,
    keep_departure,
    keep_enrollment,
    keep_manager,
    keep_person,
    keep_terms,
    keep_withdrawal,
)
from services.partnerships.names import apply_names
from services.partnerships.reacting import react
from services.partnerships.reactions import (
    Asked,
    on_absence,
    on_departure,
    on_manager,
    on_return,
    on_withdrawal,
)
from shared.database import Connection
from shared.events import enrollment
from shared.events.enrollment import (
    EnrollmentAccepted,
    EnrollmentWithdrawn,
    ManagerChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    TermsPublished,
    UnavailabilityEnded,
    UnavailabilityPlanned,
)
from shared.events.event import Event
from shared.events.partnerships import TOPIC
from shared.heard import Heard, PoisonedError
from shared.hearing import Hearing
from shared.vocabulary import UnknownTypeError, decode

_NAMES = frozenset(type_.rpartition(".")[0] for type_ in enrollment.VOCABULARY)


def apply(connection: Connection, facts: Sequence[Heard]) -> None:
    for heard in facts:
        event = _event(heard)
        _keep(connection, heard, event)
        for asked in _reactions(connection, heard, event):
            react(connection, heard, asked)


HEARING = Hearing(
    group="partnerships",
    own_topic=TOPIC,
    topics=(enrollment.TOPIC, enrollment.PEOPLE_TOPIC),
    apply=apply,
    apply_people=apply_names,
)


def _event(heard: Heard) -> Event | None:
    """Nothing for what is not in the language; a version that is not known stops its stream."""
    try:
        return decode(heard.type, heard.data, enrollment.VOCABULARY)
    except UnknownTypeError as unknown:
        if heard.type.rpartition(".")[0] in _NAMES:
            raise PoisonedError(heard, f"{heard.type} is of a version not known here") from unknown
        return None
    except msgspec.DecodeError as unreadable:
        raise PoisonedError(heard, str(unreadable)) from unreadable


def _keep(connection: Connection, heard: Heard, event: Event | None) -> None:
    match event:
        case TermsPublished():
            keep_terms(connection, heard, event)
        case PersonRegistered():
            keep_person(connection, event)
        case ManagerChanged():
            keep_manager(connection, event)
        case PersonLeft():
            keep_departure(connection, event)
        case PersonErased():
            erase(connection, event)
        case EnrollmentAccepted():
            keep_enrollment(connection, heard, event)
        case EnrollmentWithdrawn():
            keep_withdrawal(connection, event, heard.recorded_at)


def _reactions(connection: Connection, heard: Heard, event: Event | None) -> Sequence[Asked]:
    match event:
        case EnrollmentWithdrawn():
            return on_withdrawal(connection, heard, event)
        case PersonLeft():
            return on_departure(connection, heard, event)
        case UnavailabilityPlanned():
            return on_absence(connection, heard, event)
        case UnavailabilityEnded():
            return on_return(connection, heard, event)
        case ManagerChanged():
            return on_manager(connection, heard, event)
        case _:
            return []
