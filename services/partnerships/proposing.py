"""Bring two people together: decided on what is known of them, and known still when appended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.partnerships.candidates.knowing import Pairing, lock_candidates, read_knowledge
from services.partnerships.partnership.proposal import Knowledge
from shared.database import Connection, Pool
from shared.envelope import Recorded


class KnowledgeChangedError(Exception):
    """Enrollment has said something meanwhile, or the mentor was given another mentee."""


@dataclass(frozen=True, kw_only=True)
class StillSo:
    """A projection for one proposal: what it was decided on is true, and stays so."""

    pairing: Pairing
    known: Knowledge

    def __call__(self, connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
        if not recorded:
            return
        lock_candidates(connection, self.pairing)
        if read_knowledge(connection, self.pairing) != self.known:
            raise KnowledgeChangedError


def know(pool: Pool, pairing: Pairing) -> Knowledge:
    with pool.connection() as connection:
        return read_knowledge(connection, pairing)
