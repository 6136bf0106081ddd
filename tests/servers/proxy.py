"""A TCP proxy that cuts the line after so many octets from the server, for the faults of a network."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Self


class CuttingProxy:
    """Forwards connections to `target`; `cut_after` octets from the server each connection is dropped, None lets all pass."""

    def __init__(self, target: int) -> None:
        self.cut_after: int | None = None
        self.silent = False  # True: octets from the server are swallowed, the line stays up
        self.connections = 0
        self._target = target
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True, name="proxy").start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop_all()

    def drop_all(self) -> None:
        """Drop every line now."""
        for line in self._sockets:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._sockets.clear()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                server = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [client, server]
                threading.Thread(target=self._forward, args=(client, server, False), daemon=True).start()
                threading.Thread(target=self._forward, args=(server, client, True), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket, from_server: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while octets := source.recv(65_536):
                if from_server and self.silent:
                    continue
                limit = self.cut_after if from_server else None
                if limit is not None and passed + len(octets) > limit:
                    target.sendall(octets[: limit - passed])
                    break
                target.sendall(octets)
                passed += len(octets)
        for line in (source, target):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cutting(target: int) -> Iterator[CuttingProxy]:
    """A proxy in front of port `target`, gone at the end of the block."""
    with CuttingProxy(target) as proxy:
        yield proxy
