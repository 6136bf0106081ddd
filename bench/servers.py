"""Real Dovecot and Postfix for the benchmarks, started as the tests start them. In: nothing. Out: where they listen, while it lasts."""

import contextlib
import inspect
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers import certificates, dovecot, postfix, tokens


@dataclass(frozen=True, slots=True)
class Servers:
    """Postfix delivers mail for @test.local into Dovecot; both show certificates for localhost that `ca_file` signs."""

    dovecot: dovecot.Dovecot
    postfix: postfix.Postfix

    @property
    def ca_file(self) -> Path:
        return self.dovecot.ca_file


@contextlib.contextmanager
def running() -> Iterator[Servers]:
    """Start both; the master of Postfix needs root."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-tls-")))
        folder.chmod(0o755)
        papers = inspect.unwrap(certificates.certificates)(_Folders(folder))
        stub = stack.enter_context(_started(tokens.token_stub)())
        imap = stack.enter_context(_started(dovecot.dovecot)(papers, stub))
        smtp = stack.enter_context(_started(postfix.postfix)(imap, papers))
        yield Servers(imap, smtp)


class _Folders:
    """The one thing that the certificates ask of pytest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mktemp(self, name: str) -> Path:
        made = self._folder / name
        made.mkdir()
        return made


def _started(fixture: Any) -> Callable[..., AbstractContextManager[Any]]:
    """A fixture of the tests, which is a generator, as a context manager."""
    return contextlib.contextmanager(inspect.unwrap(fixture))
