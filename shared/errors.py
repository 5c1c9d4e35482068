"""Refusals. A service's own derive from `DomainError`; the edges turn each into an answer."""

from typing import ClassVar


class DomainError(Exception):
    """A rule refuses. The message says what would be accepted; `rule` is the rule's stable name."""

    rule: ClassVar[str] = "refused"


class VersionConflictError(Exception):
    """Somebody else has appended to this stream meanwhile."""


class IdempotencyKeyReusedError(Exception):
    """The Idempotency-Key was used before, for another request."""


class RefusedInHistoryError(Exception):
    """The command at `index` of a history was refused."""

    def __init__(self, index: int, refusal: DomainError) -> None:
        super().__init__(str(refusal))
        self.index = index
        self.refusal = refusal
