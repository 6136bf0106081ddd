"""What staff's looks at an application need besides the ledger. In: a Config. Out: a Context."""

from functools import cache

from intake.applications.directory import Directory
from intake.applications.sender_fit import Surroundings
from intake.config.settings import Config
from intake.desk.assessment import Context
from intake.wiring import parts


def context(config: Config) -> Context:
    """The directory is read at its first use, and once. Asking it raises errors.ConfigError where its file cannot be read."""
    office = parts.office(config)

    @cache
    def directory() -> Directory:
        return parts.directory(config)

    return Context(around=Surroundings(domains=office.domains, public_providers=office.public_providers), directory=directory)
