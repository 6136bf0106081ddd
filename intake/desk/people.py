"""Who may sign in, and what they may do. In: a Desk, an admin's wish. Out: people; every change is in the history.

A change of role or password, and disabling, end the sessions of that person.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from intake import errors
from intake.desk import passwords
from intake.desk.desk import Desk
from intake.security.passwords import problem
from intake.store import events, people, sessions
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.people import PersonRecord

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
_ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


class Role(StrEnum):
    """What somebody may do: look; also act; also manage people and replies; or look at everything and the history."""

    VIEWER = "viewer"
    STAFF = "staff"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. `login` is the name in the history, `name` the one on the screen."""

    id: int
    login: str
    name: str
    email: str
    role: Role
    active: bool
    must_change: bool
    made_at: datetime
    made_by: str
    signed_in_at: datetime | None


def of(record: PersonRecord) -> Person:
    """The record as this room speaks of it."""
    return Person(
        record.id, record.login, record.name, record.email, Role(record.role), record.active, record.must_change, record.made_at,
        record.made_by, record.signed_in_at,
    )  # fmt: skip


def login_of(text: str) -> str:
    """A login as it is kept. Raises errors.PersonNeeded."""
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise errors.PersonNeeded("a sign-in name has 2 to 64 letters, digits or . _ @ + - and begins with a letter or digit")
    return login


def is_address(text: str) -> bool:
    """Whether it looks like an email address."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def temporary_password() -> str:
    """A password to read out once: 20 letters and digits in groups, 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def role_of(text: str) -> Role:
    """A role by its name. Raises errors.PersonNeeded."""
    try:
        return Role(text.strip().lower())
    except ValueError:
        raise errors.PersonNeeded(f'"{text[:40]}" is no role: viewer, staff, admin or auditor is needed') from None


def everyone(desk: Desk) -> list[Person]:
    """All on record, those who may sign in first."""
    with desk.db.read() as tx:
        return [of(each) for each in people.everyone(tx)]


def find(desk: Desk, login: str) -> Person:
    """Raises errors.NotFound."""
    with desk.db.read() as tx:
        return of(_one(tx, login))


def get(desk: Desk, person_id: int) -> Person:
    """Raises errors.NotFound."""
    with desk.db.read() as tx:
        return of(people.get(tx, person_id))


def add(desk: Desk, login: str, *, role: Role, password: str, who: str, name: str = "", email: str = "", temporary: bool = False) -> Person:
    """A new person; with a `temporary` password they choose their own first.

    Raises errors.PersonNeeded and errors.Conflict.
    """
    kept = login_of(login)
    hash_ = _new_hash(password, (kept, name, email))
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        made = people.add(
            tx, login=kept, name=name.strip() or kept, email=email.strip(), role=str(role), password_hash=hash_, must_change=temporary,
            made_by=who, now=now,
        )  # fmt: skip
        _note(tx, "person.added", made.id, who, now, role=str(role))
    return of(made)


def set_role(desk: Desk, login: str, *, role: Role, who: str) -> Person:
    """Another role. Raises errors.NotFound, and errors.Conflict where no admin would be left."""
    with desk.db.write() as tx:
        found = _one(tx, login)
        now = desk.db.now(tx)
        if found.role != role:
            _keep_an_admin(tx, found, "give another person the role admin first")
            people.change(tx, found.id, role=str(role))
            sessions.end_all(tx, found.id, now=now)
            _note(tx, "person.role", found.id, who, now, before=found.role, after=str(role))
        return of(people.get(tx, found.id))


def set_active(desk: Desk, login: str, *, active: bool, who: str) -> Person:
    """Let somebody sign in, or no more. Raises errors.NotFound, and errors.Conflict where no admin would be left."""
    with desk.db.write() as tx:
        found = _one(tx, login)
        now = desk.db.now(tx)
        if found.active != active:
            if not active:
                _keep_an_admin(tx, found, "the last admin cannot be disabled")
                sessions.end_all(tx, found.id, now=now)
            people.change(tx, found.id, active=active)
            _note(tx, "person.enabled" if active else "person.disabled", found.id, who, now)
        return of(people.get(tx, found.id))


def set_password(desk: Desk, login: str, password: str, *, who: str, temporary: bool = False, but_session: int | None = None) -> Person:
    """A new password; ends that person's sessions but `but_session`. Raises errors.NotFound and errors.PersonNeeded."""
    found = find(desk, login)
    hash_ = _new_hash(password, (found.login, found.name, found.email))
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        people.change(tx, found.id, password_hash=hash_, must_change=temporary, password_at=now)
        sessions.end_all(tx, found.id, now=now, but=but_session)
        _note(tx, "person.password", found.id, who, now, temporary=temporary)
        return of(people.get(tx, found.id))


def change_own(desk: Desk, person: Person, *, old: str, new: str, session: int) -> Person:
    """One's own new password, knowing the old one. Raises errors.PersonNeeded; a wrong old one is errors.Conflict."""
    with desk.db.read() as tx:
        kept = people.password_hash(tx, person.id)
    if not passwords.fits(old, kept)[0]:
        raise errors.Conflict("This is not your present password.")
    if old == new:
        raise errors.PersonNeeded("Choose a password other than your present one.")
    return set_password(desk, person.login, new, who=person.login, but_session=session)


def _new_hash(password: str, known: tuple[str, ...]) -> str:
    wrong = problem(password, known=known)
    if wrong:
        raise errors.PersonNeeded(wrong)
    return passwords.hashed(password)


def _one(tx: Tx, login: str) -> PersonRecord:
    found = people.by_login(tx, login.strip().lower())
    if found is None:
        raise errors.NotFound(f'nobody called "{login.strip()[:64]}" is on record: `intake people list` shows who is')
    return found


def _keep_an_admin(tx: Tx, found: PersonRecord, text: str) -> None:
    if found.role == Role.ADMIN and found.active and people.active_of(tx, Role.ADMIN) == 1:
        raise errors.Conflict(f"{found.login} is the only admin: {text}")


def _note(tx: Tx, kind: str, person: int, who: str, now: datetime, **detail: object) -> None:
    events.add(tx, [Event(now, kind, actor=who, detail={"person": person, **detail})])
