"""How an import speaks to services that are slow to hear, that fail, or that refuse."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cli.importing.api import Answer, Api, Call, UnreachableError
from cli.importing.sending import send_partnership
from cli.importing.steps import Step

PARTNERSHIP = UUID(int=7)
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
STEPS = [
    Step(at=BEGIN, by=UUID(int=1), do="propose", file="partnerships.csv", line=4),
    Step(
        at=BEGIN + timedelta(days=1),
        by=UUID(int=2),
        do="schedule_meeting",
        file="meetings.csv",
        line=10,
    ),
    Step(
        at=BEGIN + timedelta(days=9),
        by=UUID(int=2),
        do="report_held",
        file="meetings.csv",
        line=10,
    ),
    Step(
        at=BEGIN + timedelta(days=9),
        by=UUID(int=2),
        do="set_goal",
        file="goals.csv",
        line=3,
    ),
]


@dataclass(frozen=True, kw_only=True)
class Scripted(Api):
    """A service that gives these answers, one after the other; None is no connection."""

    answers: list[Answer | None]
    url: str = "http://partnerships.example"
    token: str = ""
    between_tries: float = 0
    keys: list[str] = field(default_factory=list)

    def attempt(self, call: Call) -> Answer | None:
        self.keys.append(call.headers()["Idempotency-Key"])
        return self.answers.pop(0)


def refusal(rule: str, **more: Any) -> Answer:
    return Answer(status=409, body={"type": f"/problems/{rule}", "detail": "Do better.", **more})


MADE = Answer(status=201, body={})


def test_it_waits_until_partnerships_has_heard_of_the_people() -> None:
    api = Scripted(answers=[refusal("enrollment-not-accepted"), refusal("terms-outdated"), MADE])
    assert send_partnership(api, PARTNERSHIP, STEPS).result == "new"


def test_it_gives_up_waiting_in_the_end() -> None:
    api = Scripted(answers=[refusal("enrollment-not-accepted")], patience=-1)
    assert send_partnership(api, PARTNERSHIP, STEPS).result == "refused"


def test_a_service_that_was_killed_is_asked_the_same_again() -> None:
    api = Scripted(answers=[None, Answer(status=503, body={}), None, MADE])
    assert send_partnership(api, PARTNERSHIP, STEPS).result == "new"
    assert len(set(api.keys)) == 1


def test_what_was_imported_before_is_no_news() -> None:
    api = Scripted(answers=[Answer(status=200, body={})])
    assert send_partnership(api, PARTNERSHIP, STEPS).result == "same"


def test_changed_rows_are_refused_with_all_their_lines() -> None:
    outcome = send_partnership(Scripted(answers=[refusal("import-differs")]), PARTNERSHIP, STEPS)
    assert str(outcome.problem) == (
        "partnerships.csv line 4: was imported before with other rows (partnerships.csv line 4, "
        "meetings.csv line 10, goals.csv line 3); restore those rows: history is never changed, "
        "and what comes later is said through the API"
    )


def test_a_refused_command_is_found_in_its_line() -> None:
    answer = refusal("meeting-in-past", errors={"commands": {"1": ["Do better."]}})
    outcome = send_partnership(Scripted(answers=[answer]), PARTNERSHIP, STEPS)
    assert str(outcome.problem) == "meetings.csv line 10: schedule_meeting: Do better."


@pytest.mark.parametrize("status", [401, 403])
def test_a_closed_door_ends_the_import(status: int) -> None:
    api = Scripted(answers=[Answer(status=status, body={"detail": "For: administrator."})])
    with pytest.raises(UnreachableError, match="does not let us in: For: administrator"):
        send_partnership(api, PARTNERSHIP, STEPS)


def test_silence_ends_the_import() -> None:
    with pytest.raises(UnreachableError, match=r"nothing answers at http://partnerships\.example"):
        send_partnership(Scripted(answers=[None], patience=-1), PARTNERSHIP, STEPS)
