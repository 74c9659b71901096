"""What stands between a program and a server, and may pass nothing on, or little by little."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class Relay:
    """Listens on a `port`. Once a program has sent `until`, what the server says is lost; from the start where it is
    empty. `least` is how little is passed on at once, 50 times a second."""

    def __init__(self, to: int, until: bytes | None, least: int) -> None:
        self._to, self._until, self._least = to, until, least
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        self.port: int = self._listener.getsockname()[1]
        self.silent = Event()
        self._ends: list[socket.socket] = []

    def serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near, _ = self._listener.accept()
                far = socket.socket()
                far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
                far.connect(("127.0.0.1", self._to))
                self._ends += [near, far]
                if self._until == b"":
                    self.silent.set()
                for one, other in ((near, far), (far, near)):
                    Thread(target=self._pass_on, args=(one, other, one is near), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, of_program: bool) -> None:
        with suppress(OSError):
            while data := one.recv(self._least or 1 << 16):
                if self._least:
                    time.sleep(0.02)
                if of_program and self._until and self._until in data:
                    self.silent.set()
                if of_program or not self.silent.is_set():
                    other.sendall(data)
        other.close()

    def close(self) -> None:
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def relayed(url: str, until: bytes | None = None, least: int = 0) -> Iterator[tuple[str, Relay]]:
    """The address of a server behind a relay."""
    before, _, rest = url.rpartition(":")
    port, _, database = rest.partition("/")
    relay = Relay(int(port), until, least)
    Thread(target=relay.serve, daemon=True).start()
    try:
        yield f"{before}:{relay.port}/{database}", relay
    finally:
        relay.close()
