"""Several threads at once, and what went wrong in them."""

import threading
from collections.abc import Callable

PATIENCE = 20.0
"""Seconds after which a thread is stuck."""


def at_once(*bodies: Callable[[], object]) -> list[Exception]:
    """Run each in a thread of its own; the errors they ended with."""
    faults: list[Exception] = []

    def run(body: Callable[[], object]) -> None:
        try:
            body()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return faults
