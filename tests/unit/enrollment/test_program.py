"""Programs and their numbered terms."""

from decimal import Decimal
from uuid import UUID

import pytest

from services.enrollment.program import (
    CreateProgram,
    DurationOutOfOrderError,
    NoProgramError,
    ProgramExistsError,
    PublishTerms,
    program,
)
from shared.events.enrollment import ProgramCreated, TermsPublished
from shared.events.event import own_digest
from shared.events.terms import DurationWeeks, Policy, Responsibilities
from tests.unit.enrollment.spec import Spec

given = Spec(program).given

ID = UUID(int=1)
created = ProgramCreated(program_id=ID, key="growth")
create = CreateProgram(program_id=ID, key="growth")
responsibilities = Responsibilities(mentor="a", mentee="b", manager="c", administrator="d")


def publish(
    least: int = 12, usual: int = 26, most: int = 52, policy: Policy | None = None
) -> PublishTerms:
    return PublishTerms(
        responsibilities=responsibilities,
        duration_weeks=DurationWeeks(least=least, usual=usual, most=most),
        policy=policy or Policy(),
    )


def published(*commands: PublishTerms) -> TermsPublished:
    """The last of the versions that the commands publish."""
    past: list[ProgramCreated | TermsPublished] = [created]
    for command in commands:
        past.extend(given(*past).when(command).events())
    last = past[-1]
    assert isinstance(last, TermsPublished)
    return last


def test_a_program_is_created_once() -> None:
    given().when(create).then(created)
    given(created).when(create).then_refused(ProgramExistsError)


def test_terms_are_numbered_from_1() -> None:
    assert published(publish()).terms_version == 1
    assert published(publish(), publish()).terms_version == 2


def test_the_digest_is_that_of_everything_else() -> None:
    terms = published(publish(policy=Policy(watch_factor=Decimal("1.10"))))

    assert terms.digest == own_digest(terms)
    assert terms.digest != published(publish(policy=Policy(watch_factor=Decimal("1.1")))).digest


def test_there_are_no_terms_without_a_program() -> None:
    given().when(publish()).then_refused(NoProgramError)


@pytest.mark.parametrize("weeks", [(13, 12, 52), (12, 53, 52), (3, 2, 1)])
def test_the_usual_length_lies_between_least_and_most(weeks: tuple[int, int, int]) -> None:
    given(created).when(publish(*weeks)).then_refused(DurationOutOfOrderError, "least <= usual")


def test_one_length_for_all_is_fine() -> None:
    assert published(publish(26, 26, 26)).duration_weeks.usual == 26
