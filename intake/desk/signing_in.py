"""Signing in and out. In: a Desk, a login, a password, where from. Out: a session and its secret, or how long to wait.

The ledger keeps the digest of a secret alone. An unknown name, a disabled person and a wrong password get one answer, after one time.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from intake.desk import passwords
from intake.desk import people as desk_people
from intake.desk.desk import Desk
from intake.desk.people import Person
from intake.store import events, people, sessions, throttles
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.throttles import ThrottleRecord

FREE_TRIES: Final = 5  # under one name, before the first delay
FREE_FROM_ADDRESS: Final = 20  # an office may share one address
LONGEST_DELAY: Final = timedelta(seconds=60)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
KNOWN_PLACE: Final = timedelta(days=30)
SEEN_EVERY: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session holds: unused, and in all."""

    idle: timedelta = timedelta(minutes=30)
    most: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds, and whose it is. `left` is the time until it lapses unused."""

    id: int
    person: Person
    ends_at: datetime
    left: timedelta


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A line of the list of one's sessions."""

    id: int
    made_at: datetime
    seen_at: datetime
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The secret for the cookie."""

    secret: str
    person: Person


@dataclass(frozen=True, slots=True)
class Refused:
    """Wrong, or too soon after wrong tries: `wait` is the time after which a try counts again."""

    wait: timedelta = timedelta()


def sign_in(
    desk: Desk, login: str, password: str, *, lasting: Lasting, address: str, browser: str = "", old: str = ""
) -> SignedIn | Refused:
    """Begin a session under a new secret; the session of the secret `old` ends."""
    name = login.strip().lower()[:64]
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        found = people.by_login(tx, name)
        kept = people.password_hash(tx, found.id) if found and found.active else ""
        known = found is not None and sessions.came_from(tx, found.id, address, since=now - KNOWN_PLACE)
        subjects = _subjects(name, address)
        # A stranger's wrong tries elsewhere must not keep a person out who signs in where they always do.
        counted = [subjects[0], subjects[2]] if known else list(subjects)
        waits = [each.until - now for each in throttles.of(tx, counted).values() if each.until > now]
    well, better = passwords.fits(password, kept)
    if waits:
        return Refused(max(waits))
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        if not well or found is None:
            return Refused(_failed(tx, subjects, known=found.id if found else None, now=now))
        throttles.clear(tx, [subjects[0], subjects[1]])
        if better:
            people.change(tx, found.id, password_hash=better)
        if old:
            before = sessions.find(tx, _digest(old), now=now, seen_after=now - lasting.idle)
            if before is not None:
                sessions.end(tx, before.id, person_id=before.person_id, now=now)
        secret = _begin(tx, found.id, lasting=lasting, address=address, browser=browser, now=now)
        events.add(tx, [Event(now, "person.signed_in", actor=found.login, detail={"person": found.id})])
        throttles.forget(tx, before=now - FORGOTTEN_AFTER)
        sessions.forget(tx, before=now - KNOWN_PLACE)
        return SignedIn(secret, desk_people.of(people.get(tx, found.id)))


def begin(desk: Desk, person: Person, *, lasting: Lasting) -> str:
    """A session without a password, for a demonstration; returns its secret."""
    with desk.db.write() as tx:
        return _begin(tx, person.id, lasting=lasting, address="", browser="", now=desk.db.now(tx))


def find(desk: Desk, secret: str, *, lasting: Lasting, used: bool) -> Session | None:
    """The session of that secret, if it holds. `used` by a person: its idle time begins anew."""
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        found = sessions.find(tx, _digest(secret), now=now, seen_after=now - lasting.idle)
        if found is None:
            return None
        person = people.get(tx, found.person_id)
    if not person.active:
        return None
    seen = found.seen_at
    if used and now - seen >= min(SEEN_EVERY, lasting.idle / 4):
        with desk.db.write() as tx:
            sessions.seen(tx, found.id, now)
        seen = now
    return Session(found.id, desk_people.of(person), found.ends_at, min(found.ends_at, seen + lasting.idle) - now)


def new_secret() -> str:
    """Random text that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def sign_out(desk: Desk, session: Session) -> None:
    """End this session."""
    _end(desk, session.id, owner=session.person, who=session.person.login, kind="person.signed_out")


def of_person(desk: Desk, person: Person, *, lasting: Lasting) -> list[OwnSession]:
    """The sessions of a person that hold, used last first."""
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        found = sessions.of_person(tx, person.id, now=now, seen_after=now - lasting.idle)
    return [OwnSession(each.id, each.made_at, each.seen_at, each.address, each.browser) for each in found]


def end(desk: Desk, session: int, *, owner: Person, who: str) -> bool:
    """End a session of `owner`; False where it had ended, or is not theirs."""
    return _end(desk, session, owner=owner, who=who, kind="session.ended")


def end_all(desk: Desk, owner: Person, *, who: str, but: int | None = None) -> int:
    """End all sessions of `owner`, but perhaps one; returns how many."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        count = sessions.end_all(tx, owner.id, now=now, but=but)
        if count:
            events.add(tx, [Event(now, "session.ended", actor=who, detail={"person": owner.id, "count": count})])
    return count


def _end(desk: Desk, session: int, *, owner: Person, who: str, kind: str) -> bool:
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        ended = sessions.end(tx, session, person_id=owner.id, now=now)
        if ended:
            events.add(tx, [Event(now, kind, actor=who, detail={"person": owner.id, "session": session})])
    return ended


def _begin(tx: Tx, person: int, *, lasting: Lasting, address: str, browser: str, now: datetime) -> str:
    secret = new_secret()
    sessions.begin(
        tx, secret=_digest(secret), person_id=person, now=now, ends_at=now + lasting.most, address=address, browser=browser
    )  # fmt: skip
    people.change(tx, person, signed_in_at=now)
    return secret


def _failed(tx: Tx, subjects: tuple[str, str, str], *, known: int | None, now: datetime) -> timedelta:
    """Count it; a delay that doubles with each further one."""
    on_record = throttles.of(tx, subjects)
    longest = timedelta()
    for subject, free in zip(subjects, (FREE_TRIES, FREE_TRIES, FREE_FROM_ADDRESS), strict=True):
        before = on_record.get(subject)
        fresh = before is None or now - before.last_at > FORGOTTEN_AFTER
        failures = 1 if before is None or fresh else before.failures + 1
        delay = min(timedelta(seconds=2 ** min(failures - free, 10)), LONGEST_DELAY) if failures >= free else timedelta()
        throttles.put(tx, ThrottleRecord(subject, failures, now, now + delay))
        longest = max(longest, delay)
    events.add(tx, [Event(now, "person.sign_in_failed", actor="nobody", detail={"person": known})])
    return longest


def _subjects(name: str, address: str) -> tuple[str, str, str]:
    """What wrong tries are counted under: name and address, the name, the address. Digests: a password may be typed as a name."""
    return tuple(hashlib.sha256(repr(each).encode()).hexdigest() for each in ((name, address), (name, None), (None, address)))  # type: ignore[return-value]


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
