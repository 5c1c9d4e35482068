"""The reason codes that facts carry, by class."""

from typing import Literal, TypeAlias, get_args

ProtectedReason: TypeAlias = Literal["LEAVE_SICK", "LEAVE_PLANNED"]
TimeReason: TypeAlias = Literal["TIME_NO_SLOT", "TIME_WORKLOAD", "CUSTOMER_OR_INCIDENT", "TRAVEL"]
ManagerReason: TypeAlias = Literal["MGR_PRIORITY_MENTOR", "MGR_PRIORITY_MENTEE"]
ParticipantReason: TypeAlias = Literal[
    "FORGOT",
    "NO_SHOW",
    "PARTNER_UNRESPONSIVE",
    "NO_AGENDA",
    "NOT_A_FIT",
    "NO_LONGER_NEEDED",
    "PRIVATE",
]
SystemReason: TypeAlias = Literal[
    "TECHNICAL", "MOVED_ROLE", "LEFT_COMPANY", "PROGRAM_RULE", "OTHER"
]
Reason: TypeAlias = ProtectedReason | TimeReason | ManagerReason | ParticipantReason | SystemReason

PROTECTED: frozenset[str] = frozenset(get_args(ProtectedReason))
TIME: frozenset[str] = frozenset(get_args(TimeReason))
REASONS: tuple[Reason, ...] = tuple(
    code
    for reasons in (ProtectedReason, TimeReason, ManagerReason, ParticipantReason, SystemReason)
    for code in get_args(reasons)
)
