"""Ids that follow from what is imported, so that the same rows name the same things again."""

from uuid import UUID, uuid5

from cli.importing.rows import PersonRow

NAMESPACE = UUID("0b6c8f6e-3d0f-5d0b-9a5f-2f1b7f0d6a11")


def person_id(email: str) -> UUID:
    """One id in all programs of the company."""
    return uuid5(NAMESPACE, f"person/{email}")


def subject(row: PersonRow) -> str:
    """Who somebody is to the identity provider; it is in events, so never an address by default."""
    return row.subject or str(person_id(row.email))


def program_id(key: str) -> UUID:
    return uuid5(NAMESPACE, f"program/{key}")


def enrollment_id(program: str, email: str, role: str) -> UUID:
    return uuid5(NAMESPACE, f"program/{program}/enrollment/{role}/{email}")


def partnership_id(program: str, key: str) -> UUID:
    return uuid5(NAMESPACE, f"program/{program}/partnership/{key}")
