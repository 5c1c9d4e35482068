"""An installation keeps its passwords and, where it can, its ports."""

import socket
from pathlib import Path

from deploy.local.keep import kept_password, kept_port


def test_a_password_is_the_same_the_next_time_and_nobody_else_reads_it(tmp_path: Path) -> None:
    first = kept_password(tmp_path, "enrollment")

    assert kept_password(tmp_path, "enrollment") == first
    assert kept_password(tmp_path, "partnerships") != first
    assert (tmp_path / "secrets" / "enrollment").stat().st_mode & 0o077 == 0


def test_a_port_is_kept_while_it_is_free(tmp_path: Path) -> None:
    first = kept_port(tmp_path, "web")

    assert kept_port(tmp_path, "web") == first


def test_a_port_that_was_taken_is_replaced_and_the_new_one_kept(tmp_path: Path) -> None:
    first = kept_port(tmp_path, "web")

    with socket.create_server(("127.0.0.1", first)):
        second = kept_port(tmp_path, "web")

    assert second != first
    assert kept_port(tmp_path, "web") == second
