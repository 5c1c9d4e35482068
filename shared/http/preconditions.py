"""ETag and If-Match: the version of a stream, and that the caller has seen it."""

import re

from flask import request

from shared.errors import VersionConflictError
from shared.http.problems import Problem

_TAG = re.compile(r'"(\d{1,10})"')


def etag(version: int) -> dict[str, str]:
    """The headers that tell a version."""
    return {"ETag": f'"{version}"'}


def if_match() -> int | None:
    """The version the caller has seen; required for PUT and DELETE, checked when given for POST."""
    value = request.headers.get("If-Match")
    if value is None:
        _demand_if_changing()
        return None
    if value.strip() == "*":
        return None
    if not (tag := _TAG.fullmatch(value.strip())):
        raise VersionConflictError
    return int(tag.group(1))


def _demand_if_changing() -> None:
    if request.method in {"PUT", "DELETE"}:
        raise Problem(
            428,
            "if-match-required",
            "Send If-Match with the ETag of the version that this change is meant for.",
        )
