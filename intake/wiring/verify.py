"""Prove that ledger, kept bytes and history agree. In: a Config. Out: results; long on large ledgers, changes nothing."""

import hashlib
from collections.abc import Iterator
from typing import Final

from intake import errors
from intake.config.settings import Config
from intake.plural import counted
from intake.ports import BlobStore
from intake.store import audit, events
from intake.store.database import Database
from intake.wiring import parts
from intake.wiring.checks import CheckResult

_PART: Final = 1 << 20


def verify(config: Config) -> Iterator[CheckResult]:
    """Bytes of every letter, the chain of the history, and the ledger's own invariants."""
    db, blobs = parts.database(config, parts.clock()), parts.blobs(config)
    try:
        yield _bytes(db, blobs)
        yield _history(db)
        yield from _ledger(db)
    finally:
        db.close()


def _bytes(db: Database, blobs: BlobStore) -> CheckResult:
    """Every letter's raw bytes are there and are what they were."""
    count, lost = 0, []
    with db.read() as tx:
        known = audit.raw_hashes(tx)
    for message_id, sha256 in known:
        count += 1
        try:
            whole = _digest(blobs, sha256) == sha256
        except errors.NotFound:
            whole = False
        if not whole:
            lost.append(message_id)
    orphans = sum(1 for _ in set(blobs.names()) - {sha256 for _, sha256 in known})
    if lost:
        listed = ", ".join(map(str, lost[:10]))
        return CheckResult(
            "bytes", False, f"{counted(len(lost), 'letter')} without their own bytes: {listed}", "restore the blobs folder from backup"
        )
    told = f"; {counted(orphans, 'file')} of no letter yet (a crash before the row; harmless)" if orphans else ""
    return CheckResult("bytes", True, f"{counted(count, 'letter')} whole{told}")


def _digest(blobs: BlobStore, sha256: str) -> str:
    digest = hashlib.sha256()
    with blobs.open(sha256) as file:
        while part := file.read(_PART):
            digest.update(part)
    return digest.hexdigest()


def _history(db: Database) -> CheckResult:
    with db.read() as tx:
        sealed, broken = events.verify(tx)
        unsealed = audit.unsealed(tx)
        _, head = events.head(tx)
    if broken is not None:
        return CheckResult("history", False, f"the chain breaks at event {broken}", "somebody changed the history: keep a copy and ask why")
    exact = f"{counted(sealed, 'event')} sealed, {unsealed} not yet, head {head[:16]}"
    plain = counted(sealed, "event is sealed and unchanged", "events are sealed and unchanged")
    if unsealed:
        plain += f", {counted(unsealed, 'newer one waits for its seal', 'newer ones wait for their seals')}"
    if sealed:
        plain += f"; the last seal, to be written down elsewhere, is {head[:16]}"
    return CheckResult("history", True, exact, plain=plain)


def _ledger(db: Database) -> Iterator[CheckResult]:
    with db.read() as tx:
        for name, ids in audit.contradictions(tx).items():
            if ids:
                yield CheckResult("ledger", False, f"{name}: {', '.join(map(str, ids[:10]))}", "report this: it should not be possible")
                return
    yield CheckResult("ledger", True, "no contradictions")
