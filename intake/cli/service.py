"""The service itself: run, work, web, check, migrate, verify, import."""

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake import errors
from intake.cli import options, output
from intake.plural import counted

if TYPE_CHECKING:
    from intake.wiring import CheckResult


def run(config: options.Config = None) -> None:
    """The whole service in one process: mailboxes, letters, replies and the desk. Stop it with Ctrl-C or SIGTERM."""
    _serve(config, "run", worker=True, web=True)


def work(config: options.Config = None) -> None:
    """The service without the desk; several of these may run at once."""
    _serve(config, "work", worker=True, web=False)


def web(config: options.Config = None) -> None:
    """The desk in a browser, health and metrics."""
    _serve(config, "web", worker=False, web=True)


def check(config: options.Config = None, json: options.Json = False) -> None:
    """Prove settings, database, mailboxes, transport, templates and calendar; say what is wrong and how to mend it."""
    from intake import wiring

    _tell(wiring.check(wiring.load(config)), json)


def migrate(config: options.Config = None) -> None:
    """Bring the database's schema to this version."""
    from intake import wiring

    output.line(f"the database is at schema {wiring.migrate(wiring.load(config))}")


def verify(config: options.Config = None, json: options.Json = False) -> None:
    """Prove that ledger, stored letters and history agree."""
    from intake import wiring

    _tell(wiring.verify(wiring.load(config)), json)


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=".eml files, mbox files or Maildir folders.")],
    answer: Annotated[
        bool, typer.Option("--answer", help="Also acknowledge them, as if they came now. Without it nothing is sent.")
    ] = False,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Take past mail into the record; nothing is answered unless told."""
    from intake import wiring

    settings = wiring.load(config)
    kept = known = refused = 0
    with output.progress("importing", 0) as steps:
        for each in wiring.import_mail(settings, paths, answer=answer):
            if each.refused:
                refused += 1
                output.note(f"{each.path}: not taken: {each.refused}")
            else:
                kept, known = kept + each.new, known + (not each.new)
            steps.step(each.path)
    if json:
        output.json_line({"kept": kept, "known": known, "refused": refused})
    else:
        were = "was" if known == 1 else "were"
        output.line(f"{counted(kept, 'letter')} taken into the record, {known} {were} on record already")
    if refused:
        raise typer.Exit(1)


def _serve(config: Path | None, process: str, *, worker: bool, web: bool) -> None:
    from intake import wiring

    settings = wiring.load(config)
    wiring.start_logs(settings, process)
    with ExitStack() as running, _until_told() as stop:
        if web:
            from intake.cli import desk as desks

            desk = running.enter_context(wiring.desk(settings))
            page = desks.server(desk, settings)
            running.callback(page.stop)
            # Before the worker: a start that ends at a used port has touched no mailbox.
            page.listen()
        if worker:
            service = wiring.worker(settings)
            # Registered before the start: a start that fails half-way is stopped too.
            running.callback(service.stop)
            service.on_failure(stop.set)
            service.start()
        if web:
            page.start()
            # On standard output, which has no other lines: the log has standard error to itself.
            output.line(f"The desk is at {page.address}")
            sys.stdout.flush()
        stop.wait()
        if worker and service.failed:
            raise errors.StopError("the service stopped because going on would do harm; the log names the reason")


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second signal ends the process at once."""
    stop = threading.Event()

    def told(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    before = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(results: "Iterable[CheckResult]", json: bool) -> None:
    """Three marks: ok, warning (it runs, and somebody should decide), failed (it must be mended, and the exit code is 1)."""
    bad = warnings = 0
    for result in results:
        bad += not result.ok
        warnings += result.ok and result.warning
        if json:
            told = {"name": result.name, "ok": result.ok, "text": result.text, "remedy": result.remedy, "warning": result.warning}
            output.json_line(told)
            continue
        mark = "failed" if not result.ok else "warning" if result.warning else "ok"
        output.line(f"{mark:7}  {result.name}: {result.plain or result.text}")
        if result.remedy:
            output.line(f"{'':7}  {result.remedy}")
    if not json and (bad or warnings):
        told_bad = f"{bad} of these must be mended" if bad else "nothing failed"
        output.note(told_bad + (f"; {counted(warnings, 'warning')}" if warnings else ""))
    if bad:
        raise typer.Exit(1)
