"""Headers that every answer bears, errors too. In: an ASGI app. Out: the same app, its answers locked down."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EVERY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

OWN: Final = ("Content-Security-Policy", "Cache-Control")
"""What an answer may say in its own words: a download is locked down further, a file whose address tells its content is kept."""


class Headers:
    """Pure ASGI, so that nothing of an answer is buffered. `app` is what it is laid around."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers when the answer starts."""

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({name: value for name, value in EVERY.items() if name not in OWN or name not in headers})
            await send(message)

        await self.app(scope, receive, adding if scope["type"] == "http" else send)
