"""A browser without eyes: speaks HTTP to the real server, keeps cookies, follows nothing, sends what a page of ours would send."""

import http.client
import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from intake.web import cookies


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status_code: int
    headers: dict[str, str]
    text: str
    raw: bytes = b""
    set_cookies: tuple[str, ...] = ()

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Client:
    """One browser. `secret` is the session's; without one it is signed out."""

    port: int
    jar: dict[str, str] = field(default_factory=dict)

    @property
    def secret(self) -> str:
        return self.jar.get("session", "") or self.jar.get("form", "")

    @property
    def token(self) -> str:
        """The token that every form of a page has."""
        return cookies.token(self.secret)

    def get(self, path: str, *, method: str = "GET", host: str = "", **headers: str) -> Answer:
        return self.send(method, path, headers=headers, host=host)

    def htmx(self, path: str) -> Answer:
        return self.send("GET", path, headers={"HX-Request": "true"})

    def post(self, path: str, form: dict[str, Any] | None = None, *, token: bool = True, ours: bool = True, **headers: str) -> Answer:
        """A form of a page of ours, unless the token or our origin is left out."""
        fields = dict(form or {}) | ({"token": self.token} if token else {})
        sent = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        if ours:
            sent |= {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
        return self.send("POST", path, body=urlencode(fields, doseq=True).encode(), headers=sent)

    def send(self, method: str, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None, host: str = "") -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Host": host or f"localhost:{self.port}"} | (headers or {})
        if self.jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        try:
            line.request(method, path, body=body, headers=sent)
            said = line.getresponse()
            raw = said.read()
        finally:
            line.close()
        given = tuple(value for name, value in said.getheaders() if name.lower() == "set-cookie")
        for each in given:
            for name, morsel in SimpleCookie(each).items():
                self.jar[name] = morsel.value
                if morsel["max-age"] == "0" or not morsel.value:
                    del self.jar[name]
        packed = said.getheader("content-encoding") == "gzip" or b"\x00" in raw[:200]
        text = "" if packed else raw.decode("utf-8", "replace")
        return Answer(said.status, {name.lower(): value for name, value in said.getheaders()}, text, raw, given)
