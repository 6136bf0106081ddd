"""HTML of a reply as somebody will see it, kept until the browser fetches it. In: HTML, and who looks. Out: a key; the HTML again.

It lies in the ledger, not in a process, so that any web process finds what another one made.
"""

import secrets

from intake import errors
from intake.desk.desk import Desk
from intake.store import previews


def keep(desk: Desk, html: str, *, who: str) -> str:
    """The key under which that person finds it: the latest ones, for an hour."""
    key = secrets.token_urlsafe(18)
    with desk.db.write() as tx:
        previews.keep(tx, key, html, who=who, now=desk.db.now(tx))
    return key


def find(desk: Desk, key: str, *, who: str) -> str:
    """Raises errors.NotFound where it is gone, or another's."""
    with desk.db.read() as tx:
        found = previews.get(tx, key, who=who, now=desk.db.now(tx))
    if found is None:
        raise errors.NotFound("this preview is gone: look at it anew")
    return found
