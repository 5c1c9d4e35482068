"""From a request to a command on one partnership, for whoever may know of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.partnerships.callers import Caller, Eyes, caller
from services.partnerships.partnership.decider import Command, partnership
from services.partnerships.partnership.state import SIGNATORIES, Existing, Unproposed
from services.partnerships.queries import Row, find_partnership
from services.partnerships.stores import Stores, stream_of
from shared.envelope import History
from shared.event_store.store import Projection
from shared.events.partnerships import PartnershipEvent
from shared.http.commands import Answer, Tell, carry_out, nothing, required
from shared.http.fields import happened_at
from shared.http.problems import NotFoundProblem


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A partnership and the eyes that see it."""

    row: Row
    viewer: Caller
    eyes: Eyes

    @property
    def partner(self) -> UUID:
        """Whom a mentor or a mentee is together with."""
        is_mentor = self.row["mentor_id"] == self.viewer.person_id
        return self.row["mentee_id" if is_mentor else "mentor_id"]  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class Acting:
    stores: Stores

    def see(self, partnership_id: UUID) -> Seen:
        """Whose it is not is told the same as where there is none."""
        viewer = caller(self.stores.pool)
        row = required(
            find_partnership(self.stores.pool, partnership_id), "partnership", partnership_id
        )
        eyes = viewer.eyes({role: row[f"{role}_id"] for role in SIGNATORIES})
        return Seen(row=row, viewer=viewer, eyes=required(eyes, "partnership", partnership_id))

    def read(self, partnership_id: UUID) -> tuple[Existing, History[PartnershipEvent]]:
        history = self.stores.partnerships().read(stream_of(partnership_id))
        state = partnership.fold(history)
        if isinstance(state, Unproposed):
            raise NotFoundProblem("partnership", partnership_id)
        return state, history

    def act(  # noqa: PLR0913 - what each route has of its own
        self,
        partnership_id: UUID,
        body: dict[str, Any],
        make: Callable[..., Command],
        *,
        tell: Tell[PartnershipEvent] = nothing,
        keep: Sequence[Projection] = (),
        occurred_at: datetime | None = None,
        **fields: Any,
    ) -> Answer:
        """`fields` are those of the command; the rest is who says it, and when it happened."""
        seen = self.see(partnership_id)
        now = self.stores.clock()
        happened = happened_at(body, now)
        command = make(by=seen.viewer.actor, now=now, happened_at=body.get("time"), **fields)
        return carry_out(
            self.stores.partnerships(*keep),
            partnership,
            stream_of(partnership_id),
            command,
            actor=seen.viewer.name,
            occurred_at=min(occurred_at or happened, now) if "time" not in body else happened,
            tell=tell,
        )
