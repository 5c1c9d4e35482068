"""`Idempotency-Key`: a POST sent twice is done once, and answered alike."""

import re
from hashlib import sha256
from typing import Any

from flask import request

from shared.envelope import Request
from shared.events.event import canonical
from shared.http.guard import principal
from shared.http.json import json_body
from shared.http.problems import Problem

_KEY = re.compile(r"[!-~]{1,200}")


def idempotent(answer: Any) -> Request | None:
    """What makes this command repeatable; `answer` is kept. PUT and DELETE are so anyway."""
    if request.method != "POST":
        return None
    return Request(key=_scoped(idempotency_key()), digest=request_digest(), answer=answer)


def idempotency_key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Problem(
            400,
            "idempotency-key-required",
            "Send an Idempotency-Key header of 1 to 200 printable characters, new for each request "
            "and the same when it is sent again; a UUID does.",
        )
    return key


def _scoped(key: str) -> str:
    """Keys of different callers never meet; hashed, so that no subject is kept for good."""
    return sha256(f"{principal().subject}\n{key}".encode()).hexdigest()


def request_digest() -> str:
    """The same actor, method, path and body, however the body's JSON is laid out."""
    circumstances = f"{principal().subject}\n{request.method}\n{request.path}\n"
    return sha256(circumstances.encode() + canonical(json_body())).hexdigest()
