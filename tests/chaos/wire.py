"""TCP between any two of the system, which a test can delay, hold, cut, or rob of an answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

_CHUNK = 256 * 1024


@dataclass(kw_only=True, eq=False)
class Wire:
    """Listens on `port` and passes on to `target`, both of this machine."""

    name: str
    port: int
    target: int
    delay_seconds: float = 0.0
    held: bool = False
    robbed: int = 0
    _marker: bytes = b""
    _to_rob: int = 0
    _links: set["_Link"] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None

    def hold(self) -> None:
        """Nothing passes and nothing is closed: neither side knows about the other."""
        self.held = True

    def let_go(self) -> None:
        """What was held passes on, late."""
        self.held = False

    def cut(self) -> None:
        """Break off every connection; new ones can be made."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._cut)

    def rob(self, marker: bytes, times: int) -> None:
        """Pass on what holds the marker, and break off instead of passing on the answer."""
        self._marker, self._to_rob = marker, times

    def heal(self) -> None:
        self.delay_seconds, self._to_rob = 0.0, 0
        if self.held:
            self.held = False
            self.cut()

    def takes(self, sent: bytes) -> bool:
        """Whether the answer to this is to be taken away."""
        if self._to_rob and self._marker in sent:
            self._to_rob -= 1
            self.robbed += 1
            return True
        return False

    async def listen(self) -> asyncio.Server:
        self._loop = asyncio.get_running_loop()
        return await asyncio.start_server(self._connected, "127.0.0.1", self.port)

    async def end(self) -> None:
        while self._links:
            self._cut()
            await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(wire=self, near=(reader, writer), far=upstream)
        self._links.add(link)
        await link.run()
        self._links.discard(link)

    def _cut(self) -> None:
        for link in list(self._links):
            link.cut()


_Side = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(kw_only=True, eq=False)
class _Link:
    wire: Wire
    near: _Side
    far: _Side
    robbing: bool = False

    async def run(self) -> None:
        await asyncio.gather(self._pass_on(outward=True), self._pass_on(outward=False))

    def cut(self) -> None:
        for _, writer in (self.near, self.far):
            writer.transport.abort()

    async def _pass_on(self, *, outward: bool) -> None:
        source, sink = (self.near, self.far) if outward else (self.far, self.near)
        with suppress(OSError):
            while chunk := await source[0].read(_CHUNK):
                await self._wait()
                if outward:
                    self.robbing = self.robbing or self.wire.takes(chunk)
                elif self.robbing:
                    break
                sink[1].write(chunk)
                await sink[1].drain()
        # One end of a pair that is gone takes the other with it, as a dead process does.
        self.cut()

    async def _wait(self) -> None:
        if self.wire.delay_seconds:
            await asyncio.sleep(self.wire.delay_seconds)
        while self.wire.held:  # noqa: ASYNC110 - it is set from other threads
            await asyncio.sleep(0.02)


@contextmanager
def carried(wires: list[Wire]) -> Iterator[None]:
    """Run the wires in a thread of their own."""
    ended, ready = Event(), Event()
    thread = Thread(target=lambda: asyncio.run(_carry(wires, ready, ended)))
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        ended.set()
        thread.join()


async def _carry(wires: list[Wire], ready: Event, ended: Event) -> None:
    servers = [await wire.listen() for wire in wires]
    ready.set()
    await asyncio.to_thread(ended.wait)
    for server in servers:
        server.close()
    for wire in wires:
        wire.heal()
        await wire.end()
