"""Marshmallow fields for cells. Each refusal says what the cell may hold."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import ValidationError
from marshmallow.fields import Field
from marshmallow.validate import OneOf

from cli.importing.moments import Moment, is_relative, parse_moment
from shared.events.reasons import REASONS

FILLED: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "is empty; fill it in",
    "null": "is empty; fill it in",
}


class Cell(Field[Any]):
    """A cell read by `parse`, whose ValueError becomes `{value!r} {says}`."""

    def __init__(
        self, parse: Callable[[str], Any], says: str | None = None, **options: Any
    ) -> None:
        super().__init__(error_messages=FILLED, **options)
        self._parse = parse
        self._says = says

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> Any:
        del attr, data
        try:
            return self._parse(value)
        except ValueError as error:
            raise ValidationError(
                f"{value!r} {self._says}" if self._says else str(error)
            ) from error


def text(**options: Any) -> Cell:
    return Cell(str, **options)


def email(**options: Any) -> Cell:
    return Cell(parse_email, "is no e-mail address; write e.g. 'ada@example.com'", **options)


def moment(**options: Any) -> Cell:
    return Cell(parse_absolute, **options)


def moments(**options: Any) -> Cell:
    return Cell(parse_moments, **options)


def day(**options: Any) -> Cell:
    return Cell(parse_day, **options)


def number(least: int, most: int | None = None, **options: Any) -> Cell:
    upper = "" if most is None else f" to {most}"
    return Cell(
        lambda cell: parse_number(cell, least, most),
        f"is no whole number from {least}{upper}",
        **options,
    )


def zone(**options: Any) -> Cell:
    return Cell(parse_zone, "is no time zone; write e.g. 'Europe/Berlin'", **options)


def one_of(*choices: str, **options: Any) -> Cell:
    says = "{input!r} is not one of: {choices}"
    return Cell(str, validate=OneOf(choices, error=says), **options)


def reason(**options: Any) -> Cell:
    return one_of(*REASONS, **options)


def yes_no(**options: Any) -> Cell:
    return Cell(parse_yes_no, "is neither 'yes' nor 'no'", **options)


def parse_email(cell: str) -> str:
    name, at, host = cell.partition("@")
    if not (name and at and host) or " " in cell:
        raise ValueError(cell)
    return cell.lower()


def parse_absolute(cell: str) -> Moment:
    try:
        return parse_moment(cell)
    except ValueError as error:
        raise ValueError(date_help(cell)) from error


def date_help(cell: str) -> str:
    if is_relative(cell):
        return (
            f"{cell!r} is relative to today, so that tomorrow it would be another history; "
            "`mentoring example` writes such files with dates"
        )
    return f"{cell!r} is no date; write e.g. '2026-03-10' or '2026-03-10 16:00'"


def parse_moments(cell: str) -> Sequence[Moment]:
    return tuple(parse_absolute(part.strip()) for part in cell.split(";"))


def parse_day(cell: str) -> date:
    found = parse_absolute(cell)
    if found.at is not None:
        raise ValueError(f"{cell!r} has a time; write only the date, e.g. '2026-03-10'")
    return found.day


def parse_number(cell: str, least: int, most: int | None) -> int:
    found = int(cell)
    if found < least or (most is not None and found > most):
        raise ValueError(cell)
    return found


def parse_zone(cell: str) -> str:
    try:
        return ZoneInfo(cell).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(cell) from error


def parse_yes_no(cell: str) -> bool:
    return (
        {"yes": True, "no": False}[cell.lower()] if cell.lower() in {"yes", "no"} else neither(cell)
    )


def neither(cell: str) -> bool:
    raise ValueError(cell)


def parse_progress(cell: str) -> Sequence[tuple[Moment, int]]:
    """Read `2026-03-10: 1; 2026-05-02: 3`."""
    return tuple(parse_level(part.strip()) for part in cell.split(";"))


def parse_level(part: str) -> tuple[Moment, int]:
    when, colon, level = part.rpartition(": ")
    if not colon or level not in {"0", "1", "2", "3", "4"}:
        raise ValueError(f"{part!r} is no progress; write e.g. '2026-03-10: 2' with a level 0 to 4")
    return parse_absolute(when), int(level)
