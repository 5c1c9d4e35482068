"""What is remembered of one partnership: enough for every rule, and it travels as JSON.

Instants are ticks and days are ordinals, as in `calendar`. Only the fold changes a case.
"""

from typing import NamedTuple, TypeAlias

import msgspec

from services.accountability.calendar import NEVER, Day, Span, Tick
from services.accountability.narrow import PinnedPolicy
from shared.events.accountability import Told

RuleIndex: TypeAlias = int
LevelIndex: TypeAlias = int


class Mark(msgspec.Struct, array_like=True, gc=False):
    """A fact that is remembered: its id, when it happened, and that local date."""

    event_id: str
    moment: Tick
    day: Day


class Blame(msgspec.Struct, array_like=True, gc=False):
    """A fact that makes a meeting fail, unless its reason is protected."""

    event_id: str
    sequence: int
    protected: bool


class Report(msgspec.Struct, array_like=True, gc=False):
    """The last word on a meeting: held at `started_at`, or missed (None, with the blame)."""

    event_id: str
    started_at: Tick | None = None
    day: Day = 0
    missed: Blame | None = None


class Meeting(msgspec.Struct, array_like=True, omit_defaults=True, gc=False):
    scheduled: bool = False
    starts_at: Tick | None = None
    day: Day = 0
    cancelled: bool = False
    late: Blame | None = None  # the last cancellation that was not in time
    report: Report | None = None
    disputed: bool = False


class Agreement(msgspec.Struct, array_like=True, gc=False):
    """What is in force, and the fact that put it in force."""

    event_id: str
    starts_on: Day
    ends_on: Day
    cadence_days: int
    notice_hours: int


class Rhythm(NamedTuple):
    """After how many days of silence each level is due."""

    watch: int = 0
    red: int = 0
    managers: int = 0
    decision: int = 0


class Rhythms(msgspec.Struct, array_like=True, gc=False):
    """Before the first meeting, and after any other."""

    starting: Rhythm = Rhythm()
    going: Rhythm = Rhythm()


class Conflict(msgspec.Struct, array_like=True, gc=False):
    conflict_id: str
    meeting_id: str
    raised: Mark


class Finding(msgspec.Struct, array_like=True, gc=False):
    """What a rule says: on what basis, with which evidence, and which level is due when."""

    basis: str
    evidence: list[str]
    deadlines: list[tuple[Tick, LevelIndex]]


class OpenAlert(msgspec.Struct, array_like=True, gc=False):
    alert_id: str
    basis: str
    level: LevelIndex
    due: Tick  # of the raise
    told: list[Told]


class Schedule(msgspec.Struct, array_like=True, gc=False):
    """Every meeting, and what the rules ask of all of them, kept in order."""

    meetings: dict[str, Meeting] = {}
    pending: list[Day] = []
    held: list[tuple[Tick, str, Day]] = []
    failed: list[tuple[Tick, str]] = []
    reported_held: list[Day] = []


class Case(msgspec.Struct, omit_defaults=True, gc=False):
    partnership_id: str
    version: int = 0
    at: Tick = -NEVER
    advanced: Tick = -NEVER
    program_id: str = ""
    time_zone: str = "UTC"
    policy: PinnedPolicy = PinnedPolicy()
    proposed: Mark | None = None
    activated: Mark | None = None
    ended: bool = False
    agreement: Agreement | None = None
    quickened: Mark | None = None  # the last replacement that made the cadence smaller
    pauses: list[Span] = []
    paused: list[Span] = []  # the same dates, merged
    schedule: Schedule = msgspec.field(default_factory=Schedule)
    rhythm: Rhythms = msgspec.field(default_factory=Rhythms)
    conflicts: list[Conflict] = []
    answered: list[str] = []
    goals: list[str] = []
    goal_set: Mark | None = None
    progress: Mark | None = None
    levels: dict[str, int] = {}
    check_ins: dict[str, list[Tick]] = {}
    checked_in: dict[str, Day] = {}  # the last of these dates, mentor's and mentee's
    findings: list[Finding | None] = msgspec.field(default_factory=lambda: [None] * 8)
    due: list[Tick] = msgspec.field(default_factory=lambda: [NEVER] * 8)  # by rule: what is next
    alerts: list[OpenAlert | None] = msgspec.field(default_factory=lambda: [None] * 8)
    raised: dict[str, int] = {}

    @property
    def next_due(self) -> Tick:
        """When time alone would next change something."""
        return min(self.due)

    @property
    def active(self) -> bool:
        return self.proposed is not None and self.activated is not None and not self.ended
