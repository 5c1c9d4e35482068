"""Histories of enrollments and partnerships, as the services' import routes take them."""

import time
from collections.abc import Sequence
from uuid import UUID

import requests

from cli.importing.api import Answer, Api, RefusedError
from cli.importing.outcome import Outcome
from cli.importing.problems import Problem
from cli.importing.steps import Step, command, lines_of

# What partnerships says while it has not heard yet what enrollment knows.
NOT_HEARD_YET = frozenset(
    {
        "enrollment-not-accepted",
        "no-manager",
        "not-found",
        "terms-outdated",
        "unknown-person",
        "unknown-program",
    }
)
OTHER_CONTENT = "import-differs"


def send_enrollment(api: Api, enrollment_id: UUID, steps: Sequence[Step]) -> Outcome:
    body = {"enrollment_id": enrollment_id, "commands": [command(step) for step in steps]}
    try:
        return sent("enrollments", api.post("/imports/enrollments", body))
    except RefusedError as error:
        return refusal("enrollments", error.answer, steps)


def send_partnership(api: Api, partnership_id: UUID, steps: Sequence[Step]) -> Outcome:
    """Send it again until partnerships has heard of its people, which takes a moment."""
    body = {"partnership_id": partnership_id, "commands": [command(step) for step in steps]}
    deadline = time.monotonic() + api.patience
    while True:
        try:
            return sent("partnerships", api.post("/imports/partnerships", body))
        except RefusedError as error:
            if error.answer.rule not in NOT_HEARD_YET or time.monotonic() > deadline:
                return refusal("partnerships", error.answer, steps)
        api.wait()


def sent(kind: str, answer: Answer) -> Outcome:
    again = answer.status == requests.codes.ok
    return Outcome(kind=kind, result="same" if again else "new")


def refusal(kind: str, answer: Answer, steps: Sequence[Step]) -> Outcome:
    problems = step_problems(answer, steps)
    first = Problem(file=steps[0].file, line=steps[0].line, says=explained(answer, steps))
    return Outcome(kind=kind, result="refused", problem=problems[0] if problems else first)


def step_problems(answer: Answer, steps: Sequence[Step]) -> list[Problem]:
    """What the service found wrong with single commands: `errors.commands.<index>`."""
    match answer.body:
        case {"errors": {"commands": dict(wrong)}}:
            found = [(steps[int(number)], says) for number, says in wrong.items()]
            return [
                Problem(file=step.file, line=step.line, says=f"{step.do}: {as_text(says)}")
                for step, says in found
            ]
        case _:
            return []


def as_text(says: object) -> str:
    return "; ".join(map(str, says)) if isinstance(says, list) else str(says)


def explained(answer: Answer, steps: Sequence[Step]) -> str:
    if answer.rule == OTHER_CONTENT:
        return (
            f"was imported before with other rows ({lines_of(steps)}); restore those rows: "
            "history is never changed, and what comes later is said through the API"
        )
    return f"{answer.detail} ({lines_of(steps)})"
