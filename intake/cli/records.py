"""The desk of a command that looks at what is on record. In: options. Out: a desk; without a settings file it is said whose data it is."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from intake import errors
from intake.cli import output

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.wiring import Config


def desk(config: Path | None, *, json: bool) -> "AbstractContextManager[Desk]":
    """The desk over the ledger that `--config` leads to."""
    from intake import wiring

    return over(wiring.load(config), json=json)


@contextmanager
def over(settings: "Config", *, json: bool) -> "Iterator[Desk]":
    """The wrong ledger's empty answer looks like an answer: where nothing is found, the data folder that was searched is named."""
    from intake import wiring

    folder = settings.data.folder
    if settings.file is None and not json:
        output.note(f"no config.toml here: by the defaults the data folder is {folder}; name a settings file by --config")
    with wiring.desk(settings) as made:
        try:
            yield made
        except errors.NotFound as error:
            raise errors.NotFound(f"{error} (searched: the data folder {folder})") from None
