"""What stands around a process: its settings, its log, and where the issuer does not start."""

import json
import logging

import pytest
from environs import EnvError

from deploy.issuer.__main__ import main as issuer
from shared.logging import configure_logging
from shared.settings import LogSettings, auth_settings, environment, kafka_settings, web_settings


@pytest.mark.parametrize("named", [None, "production", "Development", "test"])
def test_the_issuer_starts_in_development_only(
    monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.delenv("MENTORING_ENVIRONMENT", raising=False)
    if named is not None:
        monkeypatch.setenv("MENTORING_ENVIRONMENT", named)

    assert environment() == "production"
    with pytest.raises(SystemExit, match="development"):
        issuer()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092")
    monkeypatch.setenv("JWT_ISSUER", "https://issuer.example")
    monkeypatch.setenv("JWT_AUDIENCE", "mentoring")
    monkeypatch.delenv("JWKS_URL", raising=False)
    monkeypatch.delenv("PORT", raising=False)

    assert kafka_settings().bootstrap_servers == ("one:9092", "two:9092")
    assert auth_settings().jwks_url is None
    with pytest.raises(EnvError, match="PORT"):
        web_settings()


def test_an_event_in_the_log_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:], logging.root.level
    configure_logging(LogSettings(level="INFO"), service="enrollment", process="relay")

    logging.getLogger("pipes").info("relayed", extra={"position": 7})
    logging.root.handlers, logging.root.level = before

    line = json.loads(capsys.readouterr().err)
    assert (line["message"], line["position"], line["level"]) == ("relayed", 7, "info")
    assert (line["service"], line["process"]) == ("enrollment", "relay")
