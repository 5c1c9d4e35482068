"""What is logged of an error: where it went wrong, and no value that it went wrong with."""

import json
import logging

import pytest

from shared.logging import configure_logging
from shared.settings import LogSettings


def refuse(body: dict[str, str]) -> None:
    raise ValueError(f"a row is refused\nDETAIL:  Failing row contains ({body['name']}).")


def test_a_traceback_tells_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:], logging.root.level
    configure_logging(LogSettings(level="INFO"), service="enrollment", process="web")
    try:
        refuse({"name": "Mia Plaintext"})
    except ValueError:
        logging.getLogger("any").exception("request failed")
    logging.root.handlers, logging.root.level = before
    written = capsys.readouterr().err
    assert json.loads(written)["exception"][0]["exc_value"] == "a row is refused"
    assert "Plaintext" not in written
