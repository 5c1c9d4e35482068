"""The facts of a partnership as they were heard; those that nobody reads are not opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from services.accountability.calendar import UnknownZoneError
from services.accountability.narrow import READ, PartnershipEnded, Read
from shared.events.partnerships import VOCABULARY


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One event of a partnership's stream as it was heard; `time` is when it happened."""

    id: str
    sequence: int
    type: str
    recorded: datetime
    time: datetime | None = None
    data: bytes = b"{}"


class UnreadableError(Exception):
    """A fact that the rules need cannot be read."""


class UnknownVersionError(Exception):
    """A known fact in a version that is not known: newer code has to read it."""


_ENDED = "mentoring.PartnershipEnded.v1"
_decoders: Mapping[str, msgspec.json.Decoder[Read]] = {
    f"mentoring.{fact.__name__}.v1": msgspec.json.Decoder(fact) for fact in READ
}
_names = frozenset(known.rsplit(".", 1)[0] for known in VOCABULARY)


def read(fact: Fact) -> Read | None:
    """Read what the rules need of a fact; None if they need nothing of it."""
    if fact.type == _ENDED:
        return PartnershipEnded()
    decoder = _decoders.get(fact.type)
    if decoder is None:
        return None
    try:
        return decoder.decode(fact.data)
    except (msgspec.MsgspecError, UnknownZoneError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{fact.type} {fact.id}: {error}") from error


def refuse_unknown_version(fact: Fact) -> None:
    """Refuse a known name in a version that this code does not know."""
    if fact.type not in VOCABULARY and fact.type.rpartition(".")[0] in _names:
        raise UnknownVersionError(f"{fact.type} {fact.id}: its version is not known here")
