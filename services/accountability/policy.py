"""Another policy: some of its fields replaced in the proposal, before that is folded."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec
from msgspec import Raw
from msgspec.json import decode, encode

from services.accountability.facts import Fact, UnreadableError
from shared.events.terms import Policy

Replacement: TypeAlias = Mapping[str, Raw]

FIELDS: tuple[str, ...] = Policy.__struct_fields__
_PROPOSED = "mentoring.PartnershipProposed.v1"


class UnknownPolicyError(ValueError):
    """Not some fields of a policy."""


def replacement(text: str | bytes) -> Replacement:
    """Read the fields that replace those of every pinned policy."""
    try:
        fields = decode(text, type=dict[str, Raw])
        decode(text, type=Policy)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnknownPolicyError(
            f"{error}; a policy is an object of {', '.join(FIELDS)}"
        ) from error
    for name in fields:
        if name not in FIELDS:
            raise UnknownPolicyError(f"{name!r} is no field of a policy: {', '.join(FIELDS)}")
    return fields


def with_policy(fact: Fact, fields: Replacement) -> Fact:
    """Replace the fields in a proposal; every other fact stays as it is."""
    if fact.type != _PROPOSED:
        return fact
    try:
        data = decode(fact.data, type=dict[str, Raw])
        pinned = decode(data.get("policy", b"{}"), type=dict[str, Raw])
    except msgspec.MsgspecError as error:
        raise UnreadableError(f"{fact.type} {fact.id}: {error}") from error
    data["policy"] = Raw(encode({**pinned, **fields}))
    return Fact(
        id=fact.id,
        sequence=fact.sequence,
        type=fact.type,
        recorded=fact.recorded,
        time=fact.time,
        data=encode(data),
    )
