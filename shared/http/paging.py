"""Lists a page at a time: a cursor holds the sort key of the last row, so pages never shift."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

import msgspec
from flask import request
from marshmallow import fields
from marshmallow.validate import Length, Range

from shared.http.fields import Body
from shared.http.problems import Problem

_LONGEST_NUMBER = 18

Answer: TypeAlias = tuple[Mapping[str, Any], int, Mapping[str, str]]


class PageQuery(Body):
    """The query parameters of every list."""

    limit = fields.Integer(load_default=50, validate=Range(min=1, max=200))
    cursor = fields.String(validate=Length(max=500), metadata={"description": "From `next`."})


@dataclass(frozen=True, kw_only=True)
class Page:
    """Which rows are asked for: `limit` of them, after the sort key `after` (all of them text)."""

    limit: int
    after: tuple[str, ...] | None

    @property
    def after_number(self) -> int:
        """For a list that is sorted by one whole number of at least 1."""
        number = self.after[0] if self.after else "0"
        if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
            raise _no_such_page()
        return int(number)


def page_of(query: Mapping[str, Any], *, keys: int = 1) -> Page:
    """The page a query asks for; `keys` is how many columns the list is sorted by."""
    cursor = query.get("cursor")
    return Page(limit=query["limit"], after=_decode(cursor, keys) if cursor else None)


def page_answer(rows: Sequence[Any], page: Page, last_key: Sequence[object]) -> Answer:
    """`{"items", "next"}` and a Link header. `last_key`: the sort key of the last row, as texts."""
    if len(rows) < page.limit:
        return {"items": rows, "next": None}, 200, {}
    cursor = _encode([str(part) for part in last_key])
    arguments = {**request.args.to_dict(), "limit": page.limit, "cursor": cursor}
    link = f'<{request.path}?{urlencode(arguments)}>; rel="next"'
    return {"items": rows, "next": cursor}, 200, {"Link": link}


def _encode(key: Sequence[str]) -> str:
    return urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def _decode(cursor: str, keys: int) -> tuple[str, ...]:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = msgspec.json.decode(text, type=tuple[str, ...])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as malformed:
        raise _no_such_page() from malformed
    if len(key) != keys or any("\0" in part for part in key):
        raise _no_such_page()
    return key


def _no_such_page() -> Problem:
    return Problem(404, "no-such-page", "The cursor is not one of this list; take it from `next`.")
