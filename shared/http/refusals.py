"""Refusals of what a field holds that its JSON Schema cannot say."""

from shared.errors import DomainError

FIRST_YEAR, LAST_YEAR = 1970, 2199


class DateOutOfRangeError(DomainError):
    rule = "date-out-of-range"

    def __init__(self, value: str) -> None:
        super().__init__(f"{value} is not a date of the years {FIRST_YEAR} to {LAST_YEAR}.")


class UnknownTimeZoneError(DomainError):
    rule = "unknown-time-zone"

    def __init__(self, value: str) -> None:
        super().__init__(
            f"{value} is not a time zone; use a name of the IANA database, such as Europe/Berlin."
        )
