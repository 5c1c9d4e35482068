"""Contenders run in processes of their own, so that none pays for what another left behind."""

import gc
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

T = TypeVar("T")

_spawn = get_context("spawn")
_barriers: list[Barrier] = []
_GARBAGE = 50_000  # as the services' own processes have it


def fresh(function: Callable[..., T], *arguments: Any) -> T:
    return together(function, [arguments])[0]


def together(function: Callable[..., T], arguments: Sequence[Sequence[Any]]) -> list[T]:
    """Call it in as many processes as there are arguments; `all_ready` lets them start as one."""
    number = len(arguments)
    with ProcessPoolExecutor(number, _spawn, _set_up, (_spawn.Barrier(number),)) as pool:
        return list(pool.map(function, *zip(*arguments, strict=True)))


def _set_up(barrier: Barrier) -> None:
    _barriers.append(barrier)
    gc.set_threshold(_GARBAGE)


def all_ready() -> None:
    _barriers[-1].wait()
