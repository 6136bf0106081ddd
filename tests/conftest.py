"""Fixtures that every room may use: real servers on loopback (they fail with a remedy where one is missing) and the SMTP sink."""

from tests.servers.certificates import certificates
from tests.servers.dovecot import dovecot
from tests.servers.postfix import postfix
from tests.servers.postgres import postgres, postgres_url
from tests.servers.sink import smtp_sink
from tests.servers.tokens import token_stub

__all__ = ["certificates", "dovecot", "postfix", "postgres", "postgres_url", "smtp_sink", "token_stub"]
