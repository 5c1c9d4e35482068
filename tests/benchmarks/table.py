"""Rows as people read them, and as programs do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tests.benchmarks.row import Row


def markdown(rows: Sequence[Row], machine: Mapping[str, str]) -> str:
    return "\n".join(
        [*_lines(rows), "", *(f"* {name}: {value}" for name, value in machine.items())]
    )


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    yield "| row | measured: median (least to most) | targets |"
    yield "|---|---|---|"
    for row in rows:
        figures = [f"{figure.name}: {figure}" for figure in row.figures]
        targets = [f"{'✓' if target.met else '✗'} {target}" for target in row.targets]
        notes = [f"*{note}*" for note in row.notes]
        about = f"**{row.name}**: {row.about}"
        yield f"| {about} | {'<br>'.join([*figures, *notes])} | {'<br>'.join(targets)} |"


def as_json(rows: Sequence[Row], machine: Mapping[str, str]) -> dict[str, Any]:
    return {"machine": dict(machine), "rows": [_row(row) for row in rows]}


def _row(row: Row) -> dict[str, Any]:
    return asdict(row) | {
        "figures": [asdict(figure) | {"median": figure.median} for figure in row.figures],
        "targets": [asdict(target) | {"met": target.met} for target in row.targets],
    }
