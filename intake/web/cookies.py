"""The three cookies. In: a request. Out: names, values, and cookies set as strictly as the line allows.

Over https each is a __Host- cookie, Secure. Over plain http only this machine itself is served, by its own names.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
from dataclasses import dataclass
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION: Final = "session"
FORM: Final = "form"
FLASH: Final = "flash"
LONGEST: Final = 200  # characters of a secret
LONGEST_FLASH: Final = 600
_OWN_NAMES: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Flash:
    """A sentence for the next page. `kind` is success, info, warning or error."""

    text: str
    kind: str = "success"


def secure(request: HTTPConnection) -> bool:
    """Whether the browser speaks https to us, or to a proxy that we believe."""
    return request.url.scheme == "https"


def served(request: HTTPConnection) -> bool:
    """Whether somebody may sign in over this line: https, or this machine by its own name."""
    return secure(request) or (from_this_machine(request) and (request.url.hostname or "").strip("[]") in _OWN_NAMES)


def from_this_machine(request: HTTPConnection) -> bool:
    """Whether the request comes from the machine itself."""
    try:
        return ipaddress.ip_address(address(request)).is_loopback
    except ValueError:
        return False


def address(request: HTTPConnection) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


def get(request: HTTPConnection, name: str) -> str:
    """The cookie's value, or nothing."""
    return request.cookies.get(_name(request, name), "")[: LONGEST if name != FLASH else 4 * LONGEST_FLASH]


def put(request: HTTPConnection, answer: Response, name: str, value: str) -> None:
    """Set it until the browser ends."""
    answer.set_cookie(_name(request, name), value, path="/", secure=secure(request), httponly=True, samesite="lax")


def drop(request: HTTPConnection, answer: Response, name: str) -> None:
    """Remove it."""
    answer.delete_cookie(_name(request, name), path="/", secure=secure(request), httponly=True, samesite="lax")


def token(secret: str) -> str:
    """The form token of a session: from it nobody finds the secret."""
    return hashlib.sha256(b"form:" + secret.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(flash: Flash, secret: str) -> str:
    """A sentence as a cookie's value, which nobody else can write."""
    body = base64.urlsafe_b64encode(json.dumps([flash.text[:LONGEST_FLASH], flash.kind]).encode()).decode()
    return f"{body}.{_seal(body, secret)}"


def opened(value: str, secret: str) -> Flash | None:
    """The sentence, where it was sealed with that secret."""
    body, _dot, seal = value.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(body, secret).encode()):
        return None
    text, kind = json.loads(base64.urlsafe_b64decode(body))
    return Flash(text, kind)


def _seal(body: str, secret: str) -> str:
    return hmac.digest(b"flash:" + secret.encode("utf-8", "surrogatepass"), body.encode(), "sha256").hex()


def _name(request: HTTPConnection, name: str) -> str:
    return f"__Host-{name}" if secure(request) else name
