"""Refusals that need to look beyond one stream: at other people, programs and enrollments."""

from uuid import UUID

from shared.errors import DomainError


class KeyTakenError(DomainError):
    rule = "program-key-taken"

    def __init__(self, key: str) -> None:
        super().__init__(f"Another program has the key {key}; choose another one.")


class SubjectTakenError(DomainError):
    rule = "subject-taken"

    def __init__(self) -> None:
        super().__init__("Another person has this subject; each stands for one person.")


class SubjectNamesError(DomainError):
    rule = "subject-names-the-person"

    def __init__(self) -> None:
        super().__init__(
            "A subject stays in events for good, so it must not hold the person's address: send an "
            "opaque `sub`, the same as in their tokens."
        )


class UnknownPersonError(DomainError):
    rule = "unknown-person"

    def __init__(self, field: str, person_id: UUID) -> None:
        super().__init__(
            f"{field} {person_id} is nobody here: name a person who is registered and has not left."
        )


class UnknownProgramError(DomainError):
    rule = "unknown-program"

    def __init__(self, program_id: UUID) -> None:
        super().__init__(f"There is no program {program_id}; name one that exists.")


class UnknownTermsError(DomainError):
    rule = "unknown-terms"

    def __init__(self, version: int) -> None:
        super().__init__(f"The program has no terms {version}; name a version that is published.")


class ReportingCircleError(DomainError):
    rule = "reporting-circle"

    def __init__(self) -> None:
        super().__init__(
            "The manager would report to their own report: name somebody who does not."
        )


class AlreadyEnrolledError(DomainError):
    rule = "already-enrolled"

    def __init__(self) -> None:
        super().__init__(
            "The person has an open enrollment in this program and role: use or withdraw that."
        )


class ManagerReplacedError(DomainError):
    rule = "manager-replaced"

    def __init__(self) -> None:
        super().__init__(
            "The participant's manager has changed meanwhile: the new manager has to acknowledge."
        )
