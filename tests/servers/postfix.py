"""A real Postfix on loopback: mail for @test.local goes to Dovecot by LMTP, @bounce.example is refused for good, @slow.example for now, all
else is thrown away. Plain and STARTTLS; AUTH with Dovecot's accounts. Its master must start as root.
"""

import grp
import os
import pwd
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import processes
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot


@dataclass(frozen=True, slots=True)
class Postfix:
    """Where it listens. `host` fits the certificate."""

    folder: Path
    port: int
    ca_file: Path
    host: str = "localhost"

    @property
    def log(self) -> Path:
        return self.folder / "postfix.log"

    @property
    def configuration(self) -> Path:
        return self.folder / "etc"


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot, certificates: Certificates) -> Iterator[Postfix]:
    """One Postfix for all tests of the session, delivering into the session's Dovecot."""
    binary = processes.program("postfix")
    if not processes.is_root():
        pytest.fail("Postfix can only be started by root: run these tests as root, for example in a container")
    with processes.short_folder() as folder:
        server = Postfix(folder=folder, port=processes.free_port(), ca_file=certificates.ca_file)
        _prepare(server, dovecot, certificates)
        try:
            with processes.running(
                [binary, "-c", str(server.configuration), "start-fg"], port=server.port, log=folder / "start.log", stop=signal.SIGTERM
            ):
                yield server
        finally:
            subprocess.run([binary, "-c", str(server.configuration), "stop"], capture_output=True, timeout=30, check=False)


def _prepare(server: Postfix, dovecot: Dovecot, certificates: Certificates) -> None:
    for name in ("etc", "queue", "data"):
        (server.folder / name).mkdir()
        (server.folder / name).chmod(0o755)
    entry = pwd.getpwnam("postfix")
    os.chown(server.folder / "data", entry.pw_uid, grp.getgrgid(entry.pw_gid).gr_gid)
    values = {
        "DIR": str(server.folder),
        "SMTP": str(server.port),
        "LMTP": str(dovecot.lmtp_port),
        "CERT": str(certificates.chain_file),
        "KEY": str(certificates.key_file),
        "AUTH": str(dovecot.auth_socket),
    }
    for file, template in (("main.cf", _MAIN), ("master.cf", _MASTER)):
        text = template
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        (server.configuration / file).write_text(text)


_MAIN = """
compatibility_level = 3.6
queue_directory = @DIR@/queue
data_directory = @DIR@/data
maillog_file = @DIR@/postfix.log
maillog_file_prefixes = @DIR@
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.test.local
mydestination =
virtual_mailbox_domains = test.local
virtual_transport = lmtp:inet:127.0.0.1:@LMTP@
transport_maps = inline:{ { bounce.example = error:5.1.1 no such user } { slow.example = retry:4.2.1 try later } }
default_transport = discard:
relay_transport = discard:
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit
smtpd_tls_cert_file = @CERT@
smtpd_tls_key_file = @KEY@
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = @AUTH@
smtputf8_enable = yes
message_size_limit = 104857600
mailbox_size_limit = 0
biff = no
alias_maps =
alias_database =
smtp_dns_support_level = disabled
"""

_MASTER = """
127.0.0.1:@SMTP@ inet n - n - - smtpd
postlog   unix-dgram n - n - 1 postlogd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
local     unix - n n - - local
virtual   unix - n n - - virtual
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
"""
