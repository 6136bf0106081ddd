"""The web server in a thread. In: an app, a host and a port. Out: a server that starts at once or says why not, and stops in seconds."""

import socket
import threading
import time
from collections.abc import Sequence
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from intake import errors

STOP_SECONDS: Final = 3
START_SECONDS: Final = 10.0
MOST_CONNECTIONS: Final = 256  # pages that stay open all day keep theirs
THIS_MACHINE: Final = ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104 - told, not bound
LARGEST_HEAD: Final = 16 * 1024  # octets of a request before its body


class Server:
    """Started and stopped once. `proxies` are addresses whose forwarded headers are believed."""

    def __init__(self, app: ASGIApp, *, host: str, port: int, proxies: Sequence[str] = ()) -> None:
        self._host, self._port = host, port
        self._socket: socket.socket | None = None
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, date_header=True, lifespan="off",
            limit_concurrency=MOST_CONNECTIONS, h11_max_incomplete_event_size=LARGEST_HEAD, timeout_keep_alive=5,
            timeout_graceful_shutdown=STOP_SECONDS, http="h11", ws="none",
            # Who the browser is and whether it spoke https is believed of the configured proxies alone.
            proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies),
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    @property
    def port(self) -> int:
        """The port in use; the system's choice where 0 was asked for."""
        return self._port if self._socket is None else int(self._socket.getsockname()[1])

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = "localhost" if self._host in THIS_MACHINE else self._host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def listen(self) -> None:
        """Take the address. Raises errors.PersonNeeded where it cannot be had."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((self._host, self._port))
            self._socket.listen()
        except OSError as error:
            self._socket.close()
            self._socket = None
            raise errors.PersonNeeded(
                f"[web] {self._host} port {self._port} cannot be had ({error.strerror}): stop what uses it, or set another port"
            ) from None

    def start(self) -> None:
        """Serve in a thread, listening first where nobody asked for it. Raises as `listen`."""
        if self._socket is None:
            self.listen()
        self._thread.start()
        ends = time.monotonic() + START_SECONDS
        while not self._server.started and self._thread.is_alive() and time.monotonic() < ends:
            time.sleep(0.01)

    def stop(self) -> None:
        """Let requests in hand finish, then end; never raises."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS + 1)
        if self._socket is not None:
            self._socket.close()

    def _run(self) -> None:
        assert self._socket is not None
        self._server.run(sockets=[self._socket])
