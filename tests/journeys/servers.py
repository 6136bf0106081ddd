"""A Dovecot of a test's own, which may be stopped and started again while the service runs."""

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from tests.servers import dovecot as real
from tests.servers import processes
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.tokens import TokenStub


class OwnDovecot:
    """Up until `stop`; its mails stay."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server = server
        self._user = user
        self._running = ExitStack()
        self._process: psutil.Process | None = None

    def start(self) -> None:
        """Returns once it answers."""
        command = [processes.program("dovecot"), "-F", "-c", str(self.server.folder / "dovecot.conf")]
        log = self.server.folder / "start.log"
        process = self._running.enter_context(processes.running(command, port=self.server.lmtp_port, log=log, user=self._user))
        processes.await_port(self.server.imaps_port, process, self.server.log)
        processes.await_port(self.server.imap_port, process, self.server.log)
        self._process = psutil.Process(process.pid)

    def stop(self) -> None:
        """Every line is dropped, and nobody listens any more. Dovecot's children would serve who is logged in for a while yet."""
        children = self._process.children(recursive=True) if self._process is not None and self._process.is_running() else []
        self._running.close()
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        self._running = ExitStack()


@contextmanager
def own_dovecot(certificates: Certificates, tokens: TokenStub) -> Iterator[OwnDovecot]:
    """Gone at the end of the block."""
    user = "nobody" if processes.is_root() else Path.home().owner()
    with processes.short_folder() as folder:
        server = Dovecot(
            folder=folder, imap_port=processes.free_port(), imaps_port=processes.free_port(), lmtp_port=processes.free_port(),
            ca_file=certificates.ca_file, token_stub=tokens,
        )  # fmt: skip
        real._prepare(server, certificates, user)
        mine = OwnDovecot(server, user)
        mine.start()
        try:
            yield mine
        finally:
            mine.stop()
