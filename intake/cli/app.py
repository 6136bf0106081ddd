"""The command line as a whole. In: sys.argv. Out: an exit code; an error of ours is one line with its remedy, never a traceback."""

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Annotated, Final

import typer

from intake import __version__, errors
from intake.cli import acts, due, inspect, log, people, queue, service, show, templates, work

TRACEBACK: Final = "INTAKE_TRACEBACK"
HOUSE: Final = Path(__file__).parent.parent
HELP: Final = """Watch a mailbox, acknowledge every letter, read the papers, keep the response-time log.

Start with `intake demo`; then copy config.example.toml to config.toml and run `intake check`."""

app = typer.Typer(
    name="intake",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # help in plain text: rich would cost a third of the time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"intake {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)] = False,
) -> None:
    pass


@app.command()
def demo(once: Annotated[bool, typer.Option("--once", help="Show it all once and exit.")] = False) -> None:
    """The whole service on its own sample letters, with nothing to install or configure."""
    from intake.cli import demo as driver

    driver.run(once=once)


COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "run": service.run,
    "work": service.work,
    "web": service.web,
    "check": service.check,
    "inspect": inspect.inspect,
    "due": due.due,
    "log": log.log,
    "import": service.import_,
    "queue": queue.queue,
    "show": show.show,
    "release": acts.release,
    "reject": acts.reject,
    "retry": acts.retry,
    "settle": acts.settle,
    "respond": acts.respond,
    "assign": work.assign,
    "note": work.note,
    "correct": work.correct,
    "replies": acts.replies,
    "templates": templates.templates,
    "migrate": service.migrate,
    "verify": service.verify,
}
for name, function in COMMANDS.items():
    app.command(name)(function)
app.add_typer(people.app)


def main() -> None:
    """Run a command; exits."""
    sys.excepthook = _unforeseen
    try:
        # Called as a plain command: the program object would put a hook of its own over ours.
        typer.main.get_command(app)()
    except errors.IntakeError as error:
        sys.stderr.write(f"intake: {error}\n")
        sys.exit(1)


def _unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program: its class and place, no words from outside. The whole trace only where it is asked for."""
    if os.environ.get(TRACEBACK):
        sys.__excepthook__(kind, error, trace)
        return
    ours = [frame for frame in traceback.extract_tb(trace) if Path(frame.filename).is_relative_to(HOUSE)]
    place = f" at {Path(ours[-1].filename).relative_to(HOUSE).as_posix()}:{ours[-1].lineno}" if ours else ""
    sys.stderr.write(
        f"intake: a fault of the program ({kind.__name__}{place}): run it again with {TRACEBACK}=1 and report what it prints\n"
    )
