"""What the people of the pairs do all day, at random: plan, meet, miss, quarrel, report, talk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, TypeAlias
from uuid import uuid4

from shared.clock import now
from tests.chaos.asking import Client, GaveUpError
from tests.chaos.pairs import SINCE, Pair, make_pair, written
from tests.chaos.record import Acknowledged, Outcome

# A meeting has a minute of the last two months to itself, most of the time.
_MINUTES = int(SINCE / timedelta(minutes=1)) - 10
_REASONS = ("FORGOT", "TIME_WORKLOAD", "LEAVE_SICK", "TRAVEL")


@dataclass(frozen=True, kw_only=True)
class Acting:
    """One client: it acts for anybody, in pairs that others act in at the same time."""

    client: Client
    pairs: list[Pair]
    rng: Random

    def act(self) -> None:
        action = self.rng.choices(list(ACTIONS), list(ACTIONS.values()))[0]
        action(self, self.rng.choice(self.pairs))

    def ask(self, pair: Pair, role: str, path: str, body: Mapping[str, Any]) -> Outcome:
        return self.client.ask(pair.tokens[role], "partnerships", f"{pair.path}{path}", body)

    def one_of_the_two(self) -> str:
        return self.rng.choice(("mentor", "mentee"))

    def plan(self, pair: Pair) -> None:
        """A meeting of the past, told to have been planned before it."""
        starts_at = now() - timedelta(minutes=self.rng.randrange(1, _MINUTES))
        meeting_id = str(uuid4())
        body = {
            "meeting_id": meeting_id,
            "starts_at": written(starts_at),
            "minutes": 1,
            "time": written(starts_at - timedelta(hours=self.rng.choice((1, 30)))),
        }
        self._speak_of(pair, meeting_id, self.ask(pair, "mentee", "/meetings", body))

    def plan_ahead(self, pair: Pair) -> None:
        meeting_id = str(uuid4())
        starts_at = now() + timedelta(minutes=self.rng.randrange(60, 60 * 24 * 30))
        body = {"meeting_id": meeting_id, "starts_at": written(starts_at), "minutes": 1}
        self._speak_of(pair, meeting_id, self.ask(pair, "mentee", "/meetings", body))

    def meet(self, pair: Pair) -> None:
        meeting_id = str(uuid4())
        started_at = now() - timedelta(minutes=self.rng.randrange(1, _MINUTES))
        body = {
            "meeting_id": meeting_id,
            "started_at": written(started_at),
            "minutes": 1,
            "note": f"a note on {meeting_id}",
        }
        told = self.ask(pair, self.one_of_the_two(), "/held-meetings", body)
        self._speak_of(pair, meeting_id, told)

    def miss(self, pair: Pair) -> None:
        body = {"absent": "mentee", "reason": self.rng.choice(_REASONS)}
        self._about_a_meeting(pair, "missed", body)

    def cancel(self, pair: Pair) -> None:
        self._about_a_meeting(pair, "cancellation", {"reason": self.rng.choice(_REASONS)})

    def answer(self, pair: Pair) -> None:
        self._about_a_meeting(
            pair, self.rng.choice(("confirmation", "dispute", "retraction", "retraction")), {}
        )

    def claim(self, pair: Pair) -> None:
        if pair.meetings:
            meeting_id = self.rng.choice(pair.meetings)
            body = {"meeting_id": meeting_id, "reason": "MGR_PRIORITY_MENTEE"}
            self.ask(pair, "mentee_manager", "/conflicts", body)

    def aim(self, pair: Pair) -> None:
        goal_id = str(uuid4())
        told = self.ask(pair, "mentee", "/goals", {"goal_id": goal_id, "text": f"goal {goal_id}"})
        if isinstance(told, Acknowledged):
            pair.goals.append(goal_id)

    def progress(self, pair: Pair) -> None:
        if pair.goals:
            goal_id, level = self.rng.choice(pair.goals), self.rng.randrange(5)
            self.ask(pair, self.one_of_the_two(), f"/goals/{goal_id}/progress", {"level": level})

    def check_in(self, pair: Pair) -> None:
        body = {
            "with": self.one_of_the_two(),
            "meeting_as_agreed": "partly",
            "progress": 2,
            "obstacle": "TIME_WORKLOAD",
            "manager_respects_times": "unknown",
            "rating": 3,
            "needs_help": False,
        }
        self.ask(pair, "administrator", "/check-ins", body)

    def be_away(self, pair: Pair) -> None:
        """Planned in enrollment; partnerships answers with a pause of its own."""
        role = self.one_of_the_two()
        first = (now() + timedelta(days=self.rng.randrange(-30, 30))).date()
        body = {
            "from_on": str(first),
            "until_on": str(first + timedelta(days=self.rng.randrange(1, 10))),
            "reason": "LEAVE_PLANNED",
        }
        path = f"/enrollments/{pair.enrollments[role]}/unavailability"
        self.client.ask(pair.tokens[role], "enrollment", path, body)

    def handle(self, pair: Pair) -> None:
        """An administrator sees an alert, at the same time as the consumer writes of it."""
        token = pair.tokens["administrator"]
        path = f"/alerts?partnership_id={pair.partnership_id}"
        shown = self.client.get(token, "accountability", path)
        for alert in (shown or {"items": []})["items"][:1]:
            path = f"/alerts/{alert['alert_id']}/acknowledgement"
            self.client.ask(token, "accountability", path, {})

    def begin(self, _pair: Pair) -> None:
        self.pairs.append(make_pair(self.client))

    def _speak_of(self, pair: Pair, meeting_id: str, told: Outcome) -> None:
        if isinstance(told, Acknowledged):
            pair.meetings.append(meeting_id)

    def _about_a_meeting(self, pair: Pair, what: str, body: Mapping[str, Any]) -> None:
        if pair.meetings:
            # Mostly of a new one, on which not all has been said.
            meeting_id = self.rng.choice(pair.meetings[-5:])
            self.ask(pair, self.one_of_the_two(), f"/meetings/{meeting_id}/{what}", body)


Action: TypeAlias = Callable[[Acting, Pair], None]
ACTIONS: Mapping[Action, int] = {
    Acting.plan: 20,
    Acting.plan_ahead: 8,
    Acting.meet: 15,
    Acting.miss: 20,
    Acting.cancel: 8,
    Acting.answer: 15,
    Acting.claim: 8,
    Acting.aim: 2,
    Acting.progress: 4,
    Acting.check_in: 8,
    Acting.be_away: 4,
    Acting.handle: 6,
    Acting.begin: 1,
}


def keep_acting(acting: Acting) -> None:
    """Until everybody is to stop."""
    while not acting.client.waiting.is_set():
        try:
            acting.act()
        except GaveUpError:
            continue
