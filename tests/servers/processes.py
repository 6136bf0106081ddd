"""What every server of the tests needs: a free port, a short folder, a child that dies with us, a port that answers."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

REMEDY = "run scripts/install-servers.sh (as root)"
START_SECONDS = 30.0
STOP_SECONDS = 10.0


def is_root() -> bool:
    return os.getuid() == 0


def program(name: str) -> str:
    """The full path of an installed server; fails the test with the remedy where it is missing."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin")
    if found is None:
        pytest.fail(f"{name} is not installed: {REMEDY}")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def short_folder() -> Iterator[Path]:
    """A folder that other users may enter, with a path short enough for sockets (108 bytes)."""
    folder = Path(tempfile.mkdtemp(prefix="it-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(
    command: Sequence[str],
    *,
    port: int,
    log: Path,
    user: str | None = None,
    stop: signal.Signals = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it gets SIGTERM from the kernel should we be killed. Waits until `port` answers."""
    as_user = [f"--reuid={user}", "--regid=" + _group(user), "--clear-groups"] if user and is_root() else []
    with log.open("ab") as output:
        process = subprocess.Popen(
            [program("setpriv"), "--pdeathsig", "TERM", *as_user, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            cwd="/",
        )
    try:
        await_port(port, process, log)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(stop)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)


def await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody listens on `port`; fails with the end of the log where nobody does."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
            return
        except OSError:
            time.sleep(0.02)
    text = log.read_text(errors="replace")[-3000:] if log.exists() else ""
    pytest.fail(f"{process.args!r} did not start on port {port}:\n{text}")


def _group(user: str) -> str:
    return subprocess.run(["id", "-gn", user], capture_output=True, text=True, check=True).stdout.strip()
