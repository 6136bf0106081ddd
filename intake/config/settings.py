"""All settings as one frozen tree. In: merged tables. Out: a Config; `Config()` is the embedded default and reads nothing.

The words in `description` are the comments of config.example.toml, which `python -m intake.config.example` writes.
"""

from datetime import time
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PrivateAttr, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from intake.business_time import closures
from intake.business_time.calendar import Holidays
from intake.config.values import Address, Domain, Hour, Line, MaybePlace, OwnAddress, Place, Secret, Section, Url, Zone, needed, said
from intake.config.ways import Mailbox, Replies, Transport

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WORKDAYS: Final[tuple[Weekday, ...]] = ("monday", "tuesday", "wednesday", "thursday", "friday")
NINE: Final = time(9)
SEVENTEEN: Final = time(17)


class Office(Section):
    """Who we are."""

    name: Line = Field(default="Program Office", min_length=1, max_length=120, description="The office's name, as replies give it.")
    addresses: tuple[OwnAddress, ...] = Field(
        default=(), description="Our own addresses, old ones and forwarders too; replies come from the first."
    )
    domains: tuple[Domain, ...] = Field(default=(), description="The office's own mail domains, field offices included.")
    list_ids: tuple[Line, ...] = Field(default=(), description="List-Ids that are our own address in disguise (a Google Group, a list).")
    authserv_ids: tuple[Line, ...] = Field(default=(), description="Whose Authentication-Results we trust: our own mail servers' names.")
    contact_address: Address = Field(default="", description="Where replies send people who want a person; empty takes the first address.")
    phone: Line = Field(default="", description="The office's telephone, for replies.")
    privacy_notice: str = Field(default="", max_length=4000, description="The privacy notice for replies, as your counsel words it.")
    sensitive_notice: str = Field(default="", max_length=2000, description="What must not be sent by email, as your counsel words it.")
    records_line: str = Field(default="", max_length=2000, description="The records line for replies, as your records officer words it.")
    program_page: Url = Field(default="", description="The program's own public page: blank forms and information.")
    directory: MaybePlace = Field(default=None, description="A CSV file of agencies; empty for none. docs/OPERATING.md names the columns.")
    aliases: MaybePlace = Field(default=None, description="A CSV file of agencies' other names (state, name, other); empty for none.")


class Data(Section):
    """Where things are kept."""

    folder: Place = Field(default=Path("var"), description="The folder of the ledger and the letters; paths are relative to this file.")
    database: Secret = Field(
        default=SecretStr(""), description="postgresql://user@host/name; empty keeps an SQLite file in `folder`.", repr=False
    )
    free_disk_floor_mb: int = Field(default=500, ge=0, le=1_000_000, description="Intake pauses while less disk is free, in megabytes.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        url = self.database.get_secret_value()
        if url and not url.startswith(("postgresql://", "postgresql+psycopg://", "postgres://", "sqlite:///")):
            raise needed("database", "postgresql://user@host/name or nothing is needed")
        return self

    @property
    def database_url(self) -> str:
        """The database's address for SQLAlchemy, with its driver."""
        url = self.database.get_secret_value()
        if not url:
            return f"sqlite:///{(self.folder / 'intake.sqlite3').as_posix()}"
        for scheme in ("postgresql://", "postgres://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        return url


def _days(value: str) -> str:
    closures.parse(value)
    return value


class Shut(Section):
    """Days on which the office is closed although the calendar says otherwise."""

    days: Annotated[str, AfterValidator(said(_days))] = Field(
        description='"2026-12-24", "2026-12-24 to 2026-12-31" or "from 2026-10-01 until further notice".'
    )
    reason: Line = Field(default="the office is closed", min_length=1, max_length=80, description="Why, in a few words.")


class Hours(Section):
    """Weekdays whose hours differ: ["09:00", "13:00"], or [] for a day that is closed."""

    monday: tuple[Hour, ...] | None = Field(default=None, description="Monday's hours.")
    tuesday: tuple[Hour, ...] | None = Field(default=None, description="Tuesday's hours.")
    wednesday: tuple[Hour, ...] | None = Field(default=None, description="Wednesday's hours.")
    thursday: tuple[Hour, ...] | None = Field(default=None, description="Thursday's hours.")
    friday: tuple[Hour, ...] | None = Field(default=None, description="Friday's hours.")
    saturday: tuple[Hour, ...] | None = Field(default=None, description="Saturday's hours.")
    sunday: tuple[Hour, ...] | None = Field(default=None, description="Sunday's hours.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for day in type(self).model_fields:
            hours = getattr(self, day)
            if hours and (len(hours) != 2 or hours[0] >= hours[1]):
                raise needed(day, 'an opening and a later closing hour like ["09:00", "13:00"] are needed, or [] for closed')
        return self


class Calendar(Section):
    """When the office is open, and so when an answer is due."""

    zone: Zone = Field(default=ZoneInfo("America/New_York"), description="The office's time zone, by its IANA name.")
    opens: Hour = Field(default=NINE, description="When the office opens.")
    closes: Hour = Field(default=SEVENTEEN, description="When the office closes.")
    weekdays: tuple[Weekday, ...] = Field(default=WORKDAYS, min_length=1, description="The days with these hours.")
    hours: Hours = Field(default=Hours(), description='Days whose hours differ, for example { friday = ["09:00", "16:00"] }; [] is closed.')
    holidays: Holidays = Field(
        default=Holidays.US_FEDERAL, description="us_federal (observed days and closures by executive order) or none."
    )
    inauguration_day: bool = Field(default=False, description="January 20 of every fourth year is closed: true near Washington.")
    closures: tuple[Shut, ...] = Field(
        default=(),
        description='Further closed days, for example [{ days = "2027-03-01 to 2027-03-02", reason = "storm" }], '
        'or days = "from 2026-10-01 until further notice".',
    )
    ical_file: MaybePlace = Field(default=None, description="An iCalendar file whose all-day events are closed days; empty for none.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.opens >= self.closes:
            raise needed("closes", "an hour later than `opens` is needed")
        return self


class Reading(Section):
    """How papers are read: in child processes that can be stopped."""

    processes: int = Field(default=2, ge=1, le=64, description="So many papers are read at once.")
    wall_seconds: float = Field(default=60.0, ge=1, le=600, description="A paper that takes longer by the clock is given to a person.")
    cpu_seconds: int = Field(default=45, ge=1, le=600, description="A paper that takes more processor time is given to a person.")
    memory_mb: int = Field(default=1024, ge=256, le=16384, description="A child that needs more memory is stopped.")
    recycle_after: int = Field(default=200, ge=1, le=100_000, description="A child is replaced after so many papers.")
    recognition_seconds: float = Field(
        default=20.0, ge=0, le=120, description="Processor time for character recognition in the papers of a letter; 0 for none."
    )
    recognition_within: float = Field(
        default=30.0,
        ge=0,
        le=3600,
        description="A letter that has waited longer is acknowledged first; its scans are read afterwards, for staff alone.",
    )
    max_papers: int = Field(default=60, ge=1, le=1000, description="Papers of one mail that are read; the rest is left to a person.")
    trust_roots: MaybePlace = Field(
        default=None,
        description="A folder of root certificates (.pem, .crt, .cer, .der) that vouch for who signed digitally; empty for none.",
    )
    blank_forms: MaybePlace = Field(
        default=None,
        description="A folder of the blank agreements (.pdf) you give out, to tell staff what a returned one changes; empty for none.",
    )


class Pipeline(Section):
    """How letters are worked on."""

    threads: int = Field(default=3, ge=1, le=16, description="So many letters are worked on at once in each process.")
    claim_seconds: int = Field(default=120, ge=10, le=3600, description="A worker that is silent for so long loses its letter to another.")
    max_attempts: int = Field(default=5, ge=1, le=50, description="After so many failures a letter is shelved for a person.")


class Watch(Section):
    """When staff are told before the promise is broken."""

    first_share: float = Field(default=0.5, gt=0, lt=1, description="The first reminder, as a share of the time to answer.")
    second_share: float = Field(default=0.8, gt=0, lt=1, description="The second reminder.")
    silent_minutes: int = Field(
        default=480, ge=5, le=100_000, description="After so many office minutes without a mail a mailbox is silent."
    )
    waiting_minutes: int = Field(default=15, ge=1, le=1440, description="Minutes a reply may wait in the outbox before staff are told.")
    never_hold_jump: float = Field(
        default=0.25,
        gt=0,
        le=1,
        description="Alarm when the share of letters not answered by machine rises by this much in a week.",
    )
    digest_minutes: int = Field(default=30, ge=1, le=1440, description="At most one digest in so many minutes; a threat is told at once.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.first_share >= self.second_share:
            raise needed("second_share", "a share above `first_share` is needed")
        return self


class Alerts(Section):
    """How staff are told: by mail, and by a second way because the broken part may be the mail."""

    mail_to: tuple[Address, ...] = Field(default=(), description="Addresses that get the digests.")
    webhook: Url = Field(default="", description="An address that gets each digest as a JSON POST; empty for none.")
    command: tuple[str, ...] = Field(default=(), description="A program and its arguments that gets each digest on its standard input.")
    heartbeat_file: MaybePlace = Field(default=None, description="A file touched while all is well; empty for none.")
    heartbeat_url: Url = Field(default="", description="An address fetched while all is well; its service alarms on silence.")
    heartbeat_seconds: int = Field(default=60, ge=10, le=3600, description="Seconds between two heartbeats.")


class Web(Section):
    """The desk in a browser, the health and the metrics endpoint."""

    host: Line = Field(
        default="127.0.0.1", description="The address to listen on; keep it on this machine, behind a proxy that speaks TLS."
    )
    port: int = Field(default=8080, ge=1, le=65535, description="The port to listen on.")
    hosts: tuple[Line, ...] = Field(
        default=("localhost", "127.0.0.1"), description="Names a browser may call this server by; a proxy's name is added here."
    )
    proxies: tuple[Line, ...] = Field(
        default=(), description="Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody else's are."
    )
    idle_minutes: int = Field(default=30, ge=5, le=480, description="Minutes after which a session that nobody uses lapses.")
    session_hours: int = Field(default=12, ge=1, le=24, description="Hours after which everybody signs in again.")
    government_banner: bool = Field(
        default=False, description="Show the banner of official US government websites; only for a site on .gov or .mil."
    )


class Log(Section):
    """What is told to the operator. Never people, subjects or addresses."""

    format: Literal["json", "console"] = Field(default="json", description="json (one object a line) or console (for eyes).")
    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="debug, info, warning or error.")


class Config(BaseSettings):
    """Everything that can be set. Reads nothing by itself: load.py gathers the values."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="INTAKE_", env_nested_delimiter="__", hide_input_in_errors=True, env_ignore_empty=False
    )

    office: Office = Office()
    data: Data = Data()
    mailbox: tuple[Mailbox, ...] = Field(default=(Mailbox(),), min_length=1)
    transport: Transport = Transport()
    replies: Replies = Replies()
    calendar: Calendar = Calendar()
    reading: Reading = Reading()
    pipeline: Pipeline = Pipeline()
    watch: Watch = Watch()
    alerts: Alerts = Alerts()
    web: Web = Web()
    log: Log = Log()

    _file: Path | None = PrivateAttr(default=None)

    @property
    def file(self) -> Path | None:
        """The file that was read; None where there was none."""
        return self._file

    def read_from(self, file: Path | None) -> Self:
        """The same settings, and where they came from."""
        made = self.model_copy()
        made._file = file
        return made

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over: `Config()` is the same in every environment."""
        return (init_settings,)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [mailbox.name for mailbox in self.mailbox]
        if len(set(names)) != len(names):
            raise needed("mailbox", "a different name for each mailbox is needed")
        if self.transport.kind == "smtp" and not (self.transport.from_address or self.office.addresses):
            raise needed("transport.from_address", "an address is needed here or in [office] addresses")
        return self
