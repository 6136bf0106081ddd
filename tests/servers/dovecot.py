"""A real Dovecot 2.3 on loopback: IMAP with STARTTLS, IMAPS, LMTP, and the socket by which Postfix checks passwords.

Any NAME@test.local may log in with password `secret-NAME` or token `good-NAME`; mail to any such address is taken. `new_account` gives a
mailbox that no other test has seen.
"""

import itertools
import pwd
import shutil
import smtplib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers import processes
from tests.servers.certificates import Certificates
from tests.servers.tokens import TokenStub

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox and its keys."""

    name: str

    @property
    def address(self) -> str:
        return f"{self.name}@test.local"

    @property
    def password(self) -> str:
        return f"secret-{self.name}"

    @property
    def token(self) -> str:
        return f"good-{self.name}"


@dataclass(frozen=True, slots=True)
class Dovecot:
    """Where it listens. `host` fits the certificate."""

    folder: Path
    imap_port: int
    imaps_port: int
    lmtp_port: int
    ca_file: Path
    token_stub: TokenStub
    host: str = "localhost"
    _accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def mail_folder(self) -> Path:
        """The parent of all mailboxes, each a Maildir named by its address."""
        return self.folder / "mail"

    @property
    def auth_socket(self) -> Path:
        return self.folder / "run" / "auth-client"

    @property
    def log(self) -> Path:
        return self.folder / "dovecot.log"

    def account(self, name: str) -> Account:
        """The mailbox of that name; Dovecot makes it at first use."""
        return Account(name)

    def new_account(self, stem: str = "intake") -> Account:
        """A mailbox used by nobody else."""
        return Account(f"{stem}{next(_numbers)}")

    def deliver(self, recipient: str, raw: bytes, *, sender: str = "records@oakridge.example") -> None:
        """Hand a mail to the mailbox of `recipient` by LMTP, as a mail server does."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=30) as client:
            client.sendmail(sender, [recipient], raw)

    def maildir(self, account: Account) -> Path:
        return self.mail_folder / account.address


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates, token_stub: TokenStub) -> Iterator[Dovecot]:
    """One Dovecot for all tests of the session."""
    binary = processes.program("dovecot")
    version = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        pytest.fail(f"the tests know how to configure Dovecot 2.3; this is {version.strip()}")
    if not Path("/usr/lib/dovecot/lmtp").exists():
        pytest.fail(f"Dovecot's LMTP server is not installed: {processes.REMEDY}")
    user = "nobody" if processes.is_root() else pwd.getpwuid(processes.os.getuid()).pw_name
    with processes.short_folder() as folder:
        server = Dovecot(
            folder=folder,
            imap_port=processes.free_port(),
            imaps_port=processes.free_port(),
            lmtp_port=processes.free_port(),
            ca_file=certificates.ca_file,
            token_stub=token_stub,
        )
        _prepare(server, certificates, user)
        with processes.running(
            [binary, "-F", "-c", str(folder / "dovecot.conf")], port=server.lmtp_port, log=folder / "start.log", user=user
        ) as process:
            processes.await_port(server.imaps_port, process, server.log)
            processes.await_port(server.imap_port, process, server.log)
            yield server


def _prepare(server: Dovecot, certificates: Certificates, user: str) -> None:
    for name in ("run", "mail", "state", "tls"):
        (server.folder / name).mkdir()
    shutil.copy(certificates.chain_file, server.folder / "tls" / "cert.pem")
    shutil.copy(certificates.key_file, server.folder / "tls" / "key.pem")
    values = {
        "DIR": str(server.folder),
        "USER": user,
        "GROUP": processes._group(user),
        "IMAP": str(server.imap_port),
        "IMAPS": str(server.imaps_port),
        "LMTP": str(server.lmtp_port),
        "TOKENS": str(server.token_stub.port),
    }
    for file, template in (("dovecot.conf", _CONFIGURATION), ("oauth2.conf.ext", _TOKENS)):
        text = template
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        (server.folder / file).write_text(text)
    if processes.is_root():
        entry = pwd.getpwnam(user)
        for path in (server.folder, *server.folder.rglob("*")):
            processes.os.chown(path, entry.pw_uid, entry.pw_gid)


_TOKENS = """
introspection_mode = auth
introspection_url = http://127.0.0.1:@TOKENS@/introspect
username_attribute = email
active_attribute = active
active_value = true
"""

_CONFIGURATION = r"""
base_dir = @DIR@/run
state_dir = @DIR@/state
log_path = @DIR@/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = @USER@
default_login_user = @USER@
default_internal_group = @GROUP@
default_vsz_limit = 256M
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:@DIR@/mail/%u
mail_uid = @USER@
mail_gid = @GROUP@
mailbox_list_index = yes
ssl = yes
ssl_cert = <@DIR@/tls/cert.pem
ssl_key = <@DIR@/tls/key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
imap_idle_notify_interval = 2 mins
mail_max_userip_connections = 200
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = \Sent
    auto = create
  }
  mailbox Archive {
    special_use = \Archive
    auto = create
  }
  mailbox Junk {
    special_use = \Junk
    auto = create
  }
  mailbox Processed {
    auto = create
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @DIR@/oauth2.conf.ext
}
passdb {
  mechanisms = plain login
  driver = static
  args = password=secret-%n
}
userdb {
  driver = static
  args = uid=@USER@ gid=@GROUP@ home=@DIR@/mail/%u allow_all_users=yes
}
service anvil {
  chroot =
  # Without this, one refused log-in slows down every other test from the same address.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = @IMAP@
  }
  inet_listener imaps {
    port = @IMAPS@
    ssl = yes
  }
  service_count = 0
  client_limit = 500
}
service imap {
  process_limit = 300
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = @LMTP@
  }
}
service auth {
  unix_listener auth-client {
    mode = 0666
  }
}
service stats {
  chroot =
}
"""
