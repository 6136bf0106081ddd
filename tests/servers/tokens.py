"""A token introspection server for Dovecot: token `good-NAME` is active for NAME@test.local until it is revoked; all else is refused."""

import http.server
import json
import threading
from collections.abc import Iterator

import pytest


class TokenStub:
    """Answers on loopback in a thread of its own."""

    def __init__(self) -> None:
        self._revoked: set[str] = set()
        self.asked = 0
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
                stub.asked += 1
                good = token.startswith("good-") and token not in stub._revoked
                # good-NAME and good-NAME.anything both stand for NAME, so that a test can renew a token.
                name = token.removeprefix("good-").partition(".")[0]
                body = json.dumps({"active": True, "email": f"{name}@test.local"} if good else {"active": False}).encode()
                self.send_response(200 if good else 401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="token-stub").start()

    def revoke(self, token: str) -> None:
        self._revoked.add(token)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def token_stub() -> Iterator[TokenStub]:
    stub = TokenStub()
    yield stub
    stub.close()
