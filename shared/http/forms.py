"""The written forms that values have in requests: patterns, codes, names of zones."""

import re
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from marshmallow import ValidationError

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII)
ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def exactly(value: Any, pattern: re.Pattern[str], accepted: str) -> str:
    """The value, if it is text and the whole of it is of the pattern."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValidationError(accepted)
    return value


@cache
def zones() -> frozenset[str]:
    """The zones of the pinned `tzdata` package: the system's may be others."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def codes(literal: Any) -> list[Any]:
    """The values of a `Literal`, or of a union of them."""
    found: list[Any] = []
    for argument in get_args(literal):
        found.extend(codes(argument) if get_args(argument) else [argument])
    return found
