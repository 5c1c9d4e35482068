"""Histories of enrollments and partnerships, as the services' import routes take them."""

import time
from collections.abc import Sequence
from uuid import UUID

import requests

from cli.importing.api import Answer, Api, RefusedError, pause
from cli.importing.outcome import Outcome
from cli.importing.problems import Problem
from cli.importing.steps import Step, command, lines_of

PATIENCE_SECONDS = 60.0
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
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return sent("partnerships", api.post("/imports/partnerships", body))
        except RefusedError as error:
            if error.answer.rule not in NOT_HEARD_YET or time.monotonic() > deadline:
                return refusal("partnerships", error.answer, steps)
        pause()


def sent(kind: str, answer: Answer) -> Outcome:
    again = answer.status == requests.codes.ok
    return Outcome(kind=kind, result="same" if again else "new")


def refusal(kind: str, answer: Answer, steps: Sequence[Step]) -> Outcome:
    step = failed_step(answer, steps)
    if step is not None:
        problem = Problem(file=step.file, line=step.line, says=f"{step.do}: {answer.detail}")
    else:
        problem = Problem(file=steps[0].file, line=steps[0].line, says=explained(answer, steps))
    return Outcome(kind=kind, result="refused", problem=problem)


def failed_step(answer: Answer, steps: Sequence[Step]) -> Step | None:
    """The first step that the service found wrong, if it says which: `errors.commands.<index>`."""
    match answer.body:
        case {"errors": {"commands": dict(wrong)}}:
            numbers = [int(number) for number in wrong if str(number).isdigit()]
            return steps[min(numbers)] if numbers and min(numbers) < len(steps) else None
        case _:
            return None


def explained(answer: Answer, steps: Sequence[Step]) -> str:
    if answer.rule == OTHER_CONTENT:
        return (
            f"was imported before with other rows ({lines_of(steps)}); restore those rows: "
            "history is never changed, and what comes later is said through the API"
        )
    return f"{answer.detail} ({lines_of(steps)})"
