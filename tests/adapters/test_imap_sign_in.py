"""Signing in to a real Dovecot: certificates, STARTTLS, passwords, tokens of both kinds and their end."""

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from intake import errors
from intake.adapters.imap import ImapMailbox
from intake.adapters.imap_settings import ImapSettings
from intake.adapters.smtp_settings import OAuth, Security
from intake.ports import Courtesy
from tests.adapters import imap_boxes
from tests.adapters.imap_boxes import INBOX
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return dovecot.new_account("office")


def _box(dovecot: Dovecot, account: Account, tmp_path: Path, **changes: Any) -> ImapMailbox:
    return ImapMailbox(name="letters", settings=imap_boxes.settings(dovecot, account, tmp_path, **changes))


def _opens(box: ImapMailbox) -> bool:
    box.open()
    count = box.status(INBOX).count
    box.close()
    return count == 0


def test_a_password_opens_the_mailbox_by_tls_and_by_starttls(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    assert _opens(_box(dovecot, account, tmp_path))
    assert _opens(_box(dovecot, account, tmp_path, security=Security.STARTTLS, port=dovecot.imap_port))
    assert _opens(_box(dovecot, account, tmp_path, security=Security.NONE, port=dovecot.imap_port, allow_clear_text=True))


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_of_a_stranger_is_refused(
    dovecot: Dovecot, account: Account, certificates: Certificates, tmp_path: Path, security: Security
) -> None:
    port = dovecot.imaps_port if security is Security.TLS else dovecot.imap_port
    for ca_file in (None, certificates.other_ca_file):
        with pytest.raises(errors.MailboxRefused, match="certificate is not accepted"):
            _box(dovecot, account, tmp_path, security=security, port=port, ca_file=ca_file).open()


def test_a_certificate_for_another_name_is_refused(dovecot: Dovecot, account: Account, certificates: Certificates, tmp_path: Path) -> None:
    context = certificates.server_context(wrong_name=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with pytest.raises(OSError), context.wrap_socket(connection, server_side=True) as line:
                line.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(errors.MailboxRefused, match="certificate is not accepted"):
            _box(dovecot, account, tmp_path, port=listener.getsockname()[1]).open()
        thread.join(5)


def test_tls_on_a_port_that_speaks_clear_text_is_refused(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    with pytest.raises(errors.MailboxRefused, match="check port and security"):
        _box(dovecot, account, tmp_path, port=dovecot.imap_port).open()


def test_a_missing_ca_file_is_told_by_name(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    with pytest.raises(errors.MailboxRefused, match=r"ca_file .*nowhere\.pem"):
        _box(dovecot, account, tmp_path, ca_file=tmp_path / "nowhere.pem").open()


def test_a_wrong_password_is_refused_once_with_a_remedy(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    with pytest.raises(errors.MailboxRefused, match="check user, password or token") as caught:
        _box(dovecot, account, tmp_path, password="amber-lantern-4").open()
    assert "amber-lantern-4" not in str(caught.value)


@pytest.mark.parametrize("mechanism", list(OAuth))
def test_a_token_opens_the_mailbox(dovecot: Dovecot, account: Account, tmp_path: Path, mechanism: OAuth) -> None:
    asked: list[bool] = []

    def source(renew: bool) -> str:
        asked.append(renew)
        return account.token

    assert _opens(_box(dovecot, account, tmp_path, password=None, token=source, oauth=mechanism))
    assert asked == [False]


@pytest.mark.parametrize("mechanism", list(OAuth))
def test_a_refused_token_is_renewed_once(dovecot: Dovecot, account: Account, tmp_path: Path, mechanism: OAuth) -> None:
    dovecot.token_stub.revoke(f"{account.token}.old")
    asked: list[bool] = []

    def source(renew: bool) -> str:
        asked.append(renew)
        return f"{account.token}.new" if renew else f"{account.token}.old"

    assert _opens(_box(dovecot, account, tmp_path, password=None, token=source, oauth=mechanism))
    assert asked == [False, True]


@pytest.mark.parametrize("mechanism", list(OAuth))
def test_a_token_that_stays_refused_needs_a_person_and_is_not_tried_in_a_loop(
    dovecot: Dovecot, account: Account, tmp_path: Path, mechanism: OAuth
) -> None:
    before = dovecot.token_stub.asked
    given = iter(["expired-one", "expired-two"])
    box = _box(dovecot, account, tmp_path, password=None, token=lambda renew: next(given), oauth=mechanism)
    with pytest.raises(errors.MailboxRefused, match=r"log-in of .* refused") as caught:
        box.open()
    assert "expired" not in str(caught.value).replace("expired token", "")
    assert dovecot.token_stub.asked - before <= 2


def test_a_source_without_a_token_is_told_apart(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    def now_and_never(error: errors.IntakeError) -> ImapMailbox:
        def source(renew: bool) -> str:
            raise error

        return _box(dovecot, account, tmp_path, password=None, token=source)

    with pytest.raises(errors.MailboxUnreachable, match="no token now"):
        now_and_never(errors.WaitError("busy")).open()
    with pytest.raises(errors.MailboxRefused, match="no token"):
        now_and_never(errors.PersonNeeded("missing")).open()


def test_opening_twice_and_closing_twice_do_nothing_more(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    box = _box(dovecot, account, tmp_path)
    box.close()
    box.open()
    box.open()
    box.close()
    box.close()
    with pytest.raises(errors.MailboxUnreachable, match="not connected"):
        box.status(INBOX)


@pytest.mark.parametrize(
    "changes",
    [
        {"host": ""},
        {"port": 0},
        {"security": Security.NONE},
        {"security": Security.NONE, "allow_clear_text": True, "host": "mail.hill.example"},
        {"password": None},
        {"token": lambda renew: "x"},
        {"user": "a\r\nX LOGOUT"},
        {"folders": ()},
        {"folders": (INBOX, INBOX)},
        {"keyword": "two words"},
        {"courtesy": Courtesy.MOVE},
        {"courtesy": Courtesy.MOVE, "move_to": "INBOX"},
        {"batch_count": 51},
        {"batch_bytes": 8_000_001},
        {"spool_above": 8_000_000, "batch_bytes": 100},
        {"read_timeout": 0},
        {"idle_renew": 1_740},
    ],
)
def test_settings_that_cannot_work_are_refused_by_key(tmp_path: Path, changes: dict[str, Any]) -> None:
    values = {"host": "localhost", "port": 993, "security": Security.TLS, "user": "a", "password": "b", "spool_folder": tmp_path}
    ImapSettings(**values)
    with pytest.raises(errors.ConfigError, match="imap: "):
        ImapSettings(**(values | changes))


def test_settings_do_not_show_secrets(tmp_path: Path) -> None:
    settings = ImapSettings(host="localhost", port=993, security=Security.TLS, user="a", password="amber-lantern-4", spool_folder=tmp_path)
    assert "amber" not in repr(settings)
