"""A service that is killed while it answers is asked again."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from cli.importing.api import Api, Call

HALF = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n"


@pytest.fixture
def dying() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = Thread(target=answer_by_half, args=(server,))
        answering.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        answering.join()


def answer_by_half(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(HALF)


def test_half_an_answer_is_no_answer(dying: str) -> None:
    api = Api(url=dying, token="any")  # noqa: S106 - nobody looks at it

    assert api.attempt(Call(method="GET", path="/programs")) is None
