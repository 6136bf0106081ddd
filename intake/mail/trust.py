"""Who vouches for the sender. In: a Message and the names of our own servers. Out: verdicts of SPF, DKIM and DMARC, and signs. Pure.

Only the topmost Authentication-Results that one of our own servers wrote counts (RFC 8601 5); a sender can write any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import authres

from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Sign, Weight

NAMELESS: Final = "-"
"""Among the authserv-ids: our server writes its results without a name, as Exchange Online does; the topmost counts if it has none."""
_FIELD_CHARS: Final = 4096
_FIELDS: Final = 50
_COMMENT: Final = re.compile(r"\([^()]*\)")
_QUOTED: Final = re.compile(r'"[^"]*"')
_RESULT: Final = re.compile(r"\s*(spf|dkim|dmarc)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_METHODS: Final = frozenset({"spf", "dkim", "dmarc"})


class AuthVerdict(StrEnum):
    """`none` where nobody we trust said pass or fail."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Authentication:
    """What our own server found. `by` is its name; "" where no field of ours was there."""

    spf: AuthVerdict = AuthVerdict.NONE
    dkim: AuthVerdict = AuthVerdict.NONE
    dmarc: AuthVerdict = AuthVerdict.NONE
    by: str = ""

    @property
    def failed(self) -> bool:
        """The sender is probably not who the mail says: DMARC failed, or SPF did and no DKIM signature stands against it."""
        if self.dmarc is not AuthVerdict.NONE:
            return self.dmarc is AuthVerdict.FAIL
        return self.spf is AuthVerdict.FAIL and self.dkim is not AuthVerdict.PASS

    @property
    def passed(self) -> bool:
        """The domain of the From address is authenticated."""
        return self.dmarc is AuthVerdict.PASS


def authentication(message: Message, authserv_ids: frozenset[str]) -> Authentication:
    """The verdicts of the topmost field written by one of `authserv_ids` (lower case)."""
    for index, value in enumerate(message.all_headers("authentication-results")[:_FIELDS]):
        value = value[:_FIELD_CHARS]
        name = _authserv_id(value)
        if name and name in authserv_ids:
            return _verdicts(_results(value), name)
        if not name and index == 0 and NAMELESS in authserv_ids:
            return _verdicts(_results(f"nameless; {value}"), NAMELESS)
    return Authentication()


def _authserv_id(value: str) -> str:
    """The name before the first semicolon; "" where results stand there at once."""
    first = _COMMENT.sub(" ", value.partition(";")[0]).split()
    return first[0].lower() if first and "=" not in first[0] else ""


def _results(value: str) -> list[tuple[str, str]]:
    """Method and result, in order. The library refuses properties it does not know; then the results alone are read."""
    try:
        parsed = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
        return [(str(one.method), str(one.result)) for one in parsed.results if getattr(one, "method", None) in _METHODS]
    except Exception:  # noqa: BLE001 - a library of 2019 that raises its own SyntaxError, RecursionError and AttributeError on what servers write
        return _plain_results(value)


def _plain_results(value: str) -> list[tuple[str, str]]:
    for _ in range(5):
        value = _COMMENT.sub(" ", value)
    found = (_RESULT.match(clause) for clause in _QUOTED.sub(" ", value).split(";")[1:])
    return [(one[1].lower(), one[2].lower()) for one in found if one]


def _verdicts(results: list[tuple[str, str]], by: str) -> Authentication:
    def verdict(method: str) -> AuthVerdict:
        said = [result.lower() for name, result in results if name == method]
        if "pass" in said:
            return AuthVerdict.PASS
        return AuthVerdict.FAIL if "fail" in said else AuthVerdict.NONE

    return Authentication(verdict("spf"), verdict("dkim"), verdict("dmarc"), by)


def unauthenticated(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A16: answering a forged sender hits a stranger (RFC 3834 6)."""
    if authentication(message, own.authserv_ids).failed:
        yield Sign(
            "unauthenticated", Weight.HOLD, "Our mail server could not confirm that this mail comes from the domain it names.", "doubt"
        )


def spam(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A16: the spam filter's mark. Anybody can write it, but only against himself."""
    flags = (*message.all_headers("x-spam-flag"), *message.all_headers("x-spam-status"))
    levels = (*message.all_headers("x-ms-exchange-organization-scl"), *message.all_headers("x-ms-exchange-organization-antispam-scl"))
    marked = any(value.strip().lower().startswith("yes") for value in flags)
    graded = any(value.strip().isdigit() and 5 <= int(value.strip()[:3]) <= 9 for value in levels)
    report = any("sfv:spm" in value.lower() for value in message.all_headers("x-forefront-antispam-report"))
    if marked or graded or report:
        yield Sign("spam-flag", Weight.HOLD, "The spam filter marked this mail.", "doubt")


RULES: Final = (unauthenticated, spam)
