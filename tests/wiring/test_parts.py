"""Parts made from settings, where they say something of the machine."""

import socket
import subprocess
import sys
import time

import psutil

from intake.wiring import parts


def _owner(pid: int) -> str:
    return f"{socket.gethostname()}:{pid}:token"


def test_a_killed_worker_is_dead_also_before_its_parent_has_looked() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert not parts.certainly_dead(_owner(child.pid))
        child.kill()
        deadline = time.monotonic() + 10
        while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
            time.sleep(0.01)
        assert parts.certainly_dead(_owner(child.pid))
    finally:
        child.kill()
        child.wait(10)
    assert parts.certainly_dead(_owner(child.pid))


def test_a_worker_of_another_machine_is_never_called_dead() -> None:
    assert not parts.certainly_dead("another-host:1:token")
