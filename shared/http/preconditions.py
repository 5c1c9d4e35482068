"""ETag and If-Match: the version of a stream, and that the caller has seen it."""

import re

from flask import request

from shared.errors import VersionConflictError
from shared.http.problems import Problem

_OURS = re.compile(r'"(\d{1,9})"', re.ASCII)
_WELL_FORMED = re.compile(r'\*|(W/)?"[!#-~]*"')


def etag(version: int) -> dict[str, str]:
    """The headers that tell a version."""
    return {"ETag": f'"{version}"'}


def if_match() -> int | None:
    """The version the caller has seen; required for PUT and DELETE, checked when given for POST."""
    value = demand_if_match()
    if value is None or value == "*":
        return None
    if not (tag := _OURS.fullmatch(value)):
        raise VersionConflictError
    return int(tag.group(1))


def demand_if_match() -> str | None:
    """The header's value, if it is there where it has to be, and well formed."""
    value = request.headers.get("If-Match")
    if value is None and request.method in {"PUT", "DELETE"}:
        raise Problem(
            428,
            "if-match-required",
            "Send If-Match with the ETag of the version that this change is meant for.",
        )
    if value is not None and not _WELL_FORMED.fullmatch(value):
        raise Problem(400, "malformed-if-match", 'Send If-Match as one ETag, such as "3", or as *.')
    return value
