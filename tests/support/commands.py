"""The `mentoring` command in the process of the test."""

import json
from typing import Any

from click.testing import CliRunner, Result

from cli.main import main


def run(*arguments: str, code: int = 0) -> Result:
    """Run it, expecting that exit code."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, f"{result.exit_code}: {result.output}{result.exception!r}"
    return result


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    """Run it for its JSON document."""
    found: dict[str, Any] = json.loads(run(*arguments, "--json", code=code).stdout)
    return found


def items(*arguments: str, code: int = 0) -> list[Any]:
    return list(answer(*arguments, code=code)["items"])
