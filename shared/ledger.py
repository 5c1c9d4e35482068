"""What a consumer keeps of what it hears: positions, journal, parked; all in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.database import Connection
from shared.heard import Heard, Raw
from shared.journal import Known, keep, known, known_ids
from shared.parked import Parked, park, take_out
from shared.positions import Partition, Position, move, take


class Ledger(Protocol):
    @property
    def connection(self) -> Connection:
        """What the service's own part of the transaction is written to."""

    @property
    def closed(self) -> bool: ...

    def transaction(self, *, force_rollback: bool = False) -> AbstractContextManager[object]: ...

    def take(self, partitions: Collection[Partition]) -> dict[Partition, Position]: ...

    def move(self, positions: Mapping[Partition, Position]) -> None: ...

    def known(self, streams: Collection[str]) -> Mapping[str, Known]: ...

    def known_ids(self, facts: Sequence[Heard]) -> dict[tuple[str, int], UUID]: ...

    def keep(self, facts: Sequence[Heard]) -> None: ...

    def park(self, records: Sequence[Parked]) -> None: ...

    def take_out(self, stream: str) -> Sequence[Raw]: ...


@dataclass(frozen=True)
class DatabaseLedger:
    connection: Connection

    @property
    def closed(self) -> bool:
        return self.connection.closed

    def transaction(self, *, force_rollback: bool = False) -> AbstractContextManager[object]:
        return self.connection.transaction(force_rollback=force_rollback)

    def take(self, partitions: Collection[Partition]) -> dict[Partition, Position]:
        return take(self.connection, partitions)

    def move(self, positions: Mapping[Partition, Position]) -> None:
        move(self.connection, positions)

    def known(self, streams: Collection[str]) -> Mapping[str, Known]:
        return known(self.connection, streams)

    def known_ids(self, facts: Sequence[Heard]) -> dict[tuple[str, int], UUID]:
        return known_ids(self.connection, facts)

    def keep(self, facts: Sequence[Heard]) -> None:
        keep(self.connection, facts)

    def park(self, records: Sequence[Parked]) -> None:
        park(self.connection, records)

    def take_out(self, stream: str) -> Sequence[Raw]:
        return take_out(self.connection, stream)
