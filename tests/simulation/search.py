"""Runs of random bytes, one after the other, until one fails; and the smallest that fails alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.simulation.run import run

LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class Failure:
    number: int
    choices: bytes
    error: Exception

    @property
    def what(self) -> str:
        """The last line says which invariant does not hold; those before it are what happened."""
        lines = str(self.error).strip().splitlines()
        return f"{type(self.error).__name__}: {lines[-1][:150] if lines else ''}"


def choices_of(seed: int, number: int) -> bytes:
    return Random(f"{seed}/{number}").randbytes(LENGTH)  # noqa: S311


def first_failure(seed: int, runs: int) -> Failure | None:
    for number in range(runs):
        choices = choices_of(seed, number)
        if (error := error_of(choices)) is not None:
            return Failure(number=number, choices=choices, error=error)
    return None


def error_of(choices: bytes) -> Exception | None:
    """What the code under test raises anywhere is a failure too."""
    try:
        run(choices)
    except Exception as error:  # noqa: BLE001
        return error
    return None


def shrunk(choices: bytes) -> bytes:
    """Leave out what can be left out, then make ordinary what can be ordinary."""
    smallest = choices
    while (smaller := next(filter(error_of, _simpler(smallest)), None)) is not None:
        smallest = smaller
    return smallest


def _simpler(choices: bytes) -> Iterator[bytes]:
    for size in (64, 16, 4, 1):
        for start in reversed(range(0, len(choices), size)):
            yield choices[:start] + choices[start + size :]
    for start in reversed(range(0, len(choices), 8)):
        if any(choices[start : start + 8]):
            yield choices[:start] + bytes(8) + choices[start + 8 :]
    for place, byte in enumerate(choices):
        if byte:
            yield choices[:place] + b"\0" + choices[place + 1 :]
