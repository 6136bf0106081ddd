"""The one tree of errors, split by what the caller can do about them.

IntakeError
|-- WaitError               try again later; nothing is wrong with the work itself
|   |-- MailboxUnreachable  no connection, a time-out, a server that said BYE
|   |-- TransportUnreachable  the way out is down, before anything was sent
|   |-- DatabaseBusy        the ledger is locked by a backup or another writer
|   |-- DiskLow             free disk is under the floor
|   `-- LeaseLost           another worker holds the row now; put the work down
|-- PersonNeeded            waiting will not help; somebody must change something
|   |-- ConfigError         a key is unknown, missing or bad
|   |-- MailboxRefused      log-in, folder or certificate refused
|   |-- TransportRefused    log-in or certificate refused by the way out
|   |-- TemplateError       a reply template is broken
|   |-- UnreadableMail      the bytes of a mail cannot be understood; it is shelved whole
|   |-- UnreadablePaper     a paper cannot be opened
|   |-- NotFound            no such reference, letter or reply
|   |-- Conflict            somebody else changed the record first
|   `-- UnlawfulMove        a state may not follow another
`-- StopError               going on would do harm; the process stops
    |-- SchemaMismatch      the database is of another version
    |-- DatabaseDamaged     the database cannot be trusted
    `-- LedgerBroken        ledger, blobs and history do not agree
"""


class IntakeError(Exception):
    """A promise of the service that could not be kept. The text is written for a person and carries no letter's content."""


class WaitError(IntakeError):
    """Try again later."""


class MailboxUnreachable(WaitError):
    """The mailbox cannot be reached now."""


class TransportUnreachable(WaitError):
    """The way out cannot be reached now; nothing was sent."""


class DatabaseBusy(WaitError):
    """The database is locked."""


class DiskLow(WaitError):
    """Free disk is under the configured floor."""


class LeaseLost(WaitError):
    """The fencing token no longer matches: another worker has the row."""


class PersonNeeded(IntakeError):
    """Somebody must change something."""


class ConfigError(PersonNeeded):
    """Names file, key and remedy: `config.toml: [calendar] opens = "25:00": an hour from 00:00 to 23:59 is needed`."""


class MailboxRefused(PersonNeeded):
    """The mailbox refused log-in, folder or certificate."""


class TransportRefused(PersonNeeded):
    """The way out refused log-in or certificate."""


class TemplateError(PersonNeeded):
    """A reply template cannot be used; names template, line and remedy."""


class UnreadableMail(PersonNeeded):
    """The only error the mail parser raises."""


class UnreadablePaper(PersonNeeded):
    """A paper cannot be opened; the text says why in words a sender may see."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class NotFound(PersonNeeded):
    """No such thing on record."""


class Conflict(PersonNeeded):
    """The record changed under the caller's hands."""


class UnlawfulMove(PersonNeeded):
    """A state may not follow another."""


class StopError(IntakeError):
    """Going on would do harm."""


class SchemaMismatch(StopError):
    """The database has another schema version than this program."""


class DatabaseDamaged(StopError):
    """The database fails its own check."""


class LedgerBroken(StopError):
    """Ledger, blobs and history do not agree."""
