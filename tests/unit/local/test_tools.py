"""What a machine lacks is named in one line, with what to install."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import tools
from deploy.local.errors import MissingToolError
from deploy.local.tools import find_java, find_maven, find_postgres


@pytest.mark.parametrize(
    ("find", "package"),
    [(find_postgres, "postgresql"), (find_java, "openjdk-17-jre-headless"), (find_maven, "maven")],
)
def test_a_missing_program_is_named_with_what_to_install(
    find: Callable[[], Path], package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "POSTGRES_FOLDERS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(MissingToolError, match=f"apt-get install {package}") as refusal:
        find()

    assert "\n" not in str(refusal.value)


def test_a_java_that_is_too_old_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(MissingToolError, match="Java 17 or newer"):
        find_java()
