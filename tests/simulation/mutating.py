"""A deliberate bug: a text in one function, and what takes its place for a while."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Mutation:
    name: str
    module: ModuleType
    function: str
    text: str
    instead: str


@contextmanager
def mutated(mutation: Mutation) -> Iterator[None]:
    owner, name = _owner(mutation)
    original = owner.__dict__[name]
    source = inspect.getsource(original)
    if mutation.text not in source:
        raise LookupError(f"{mutation.function} does not say {mutation.text!r}")
    changed, kept = source.replace(mutation.text, mutation.instead), original.__code__
    # Whoever has imported the function has the changed one too.
    original.__code__ = _compiled(changed, name, original.__globals__).__code__
    try:
        yield
    finally:
        original.__code__ = kept


def _compiled(source: str, name: str, names: dict[str, Any]) -> Any:
    """A method keeps its indentation in a class of its own."""
    made: dict[str, Any] = {}
    if source.startswith(" "):
        exec(f"class Around:\n{source}", names, made)  # noqa: S102 - our own text
        return made["Around"].__dict__[name]
    exec(source, names, made)  # noqa: S102 - our own text
    return made[name]


def _owner(mutation: Mutation) -> tuple[Any, str]:
    owner: Any = mutation.module
    *outer, name = mutation.function.split(".")
    for each in outer:
        owner = getattr(owner, each)
    return owner, name
