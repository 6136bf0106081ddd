"""The courtesy on a real Dovecot: each kind marks what it should, only that, and knows what is gone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from intake.adapters.imap import ImapMailbox
from intake.failpoints import ENVIRONMENT, Failpoint
from intake.ports import Courtesy, Marked
from tests.adapters import imap_boxes
from tests.adapters.imap_boxes import INBOX, JUNK, letter
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return dovecot.new_account("marked")


@pytest.fixture
def person(dovecot: Dovecot, account: Account) -> Iterator[IMAPClient]:
    client = IMAPClient("localhost", port=dovecot.imap_port, ssl=False, timeout=10)
    client.login(account.address, account.password)
    for number in range(3):
        client.append("INBOX", letter(number))
    client.append("Junk", letter(9))
    client.select_folder("INBOX")
    client.delete_messages([2])
    client.expunge()
    yield client
    client.logout()


def _box(dovecot: Dovecot, account: Account, tmp_path: Path, courtesy: Courtesy, **changes: Any) -> ImapMailbox:
    box = ImapMailbox(name="letters", settings=imap_boxes.settings(dovecot, account, tmp_path, courtesy=courtesy, **changes))
    box.open()
    box.status(INBOX)
    return box


def _flags(person: IMAPClient) -> dict[int, set[bytes]]:
    person.noop()  # hears what others changed, so that it is not mixed with the answer to come
    person.get_flags([1])
    return {uid: set(flags) - {b"\\Recent"} for uid, flags in person.get_flags([1, 2, 3]).items()}


def test_no_courtesy_leaves_the_mailbox_as_it_was(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path) -> None:
    box = _box(dovecot, account, tmp_path, Courtesy.NOTHING)
    assert box.mark(INBOX, ["1", "3"]) == {"1": Marked.MARKED, "3": Marked.MARKED}
    box.close()
    assert _flags(person) == {1: set(), 3: set()}


def test_seen_is_set_on_what_is_there(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path) -> None:
    box = _box(dovecot, account, tmp_path, Courtesy.SEEN)
    assert box.mark(INBOX, ["1", "2"]) == {"1": Marked.MARKED, "2": Marked.GONE}
    assert box.mark(INBOX, ["1"]) == {"1": Marked.MARKED}
    box.close()
    assert _flags(person) == {1: {b"\\Seen"}, 3: set()}


def test_a_keyword_is_set_where_the_server_keeps_it(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path) -> None:
    box = _box(dovecot, account, tmp_path, Courtesy.KEYWORD, keyword="$IntakeRecorded")
    assert box.mark(INBOX, ["3", "2"]) == {"3": Marked.MARKED, "2": Marked.GONE}
    box.close()
    assert _flags(person) == {1: set(), 3: {b"$IntakeRecorded"}}


def test_a_move_takes_the_mail_to_its_folder_whole(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path) -> None:
    person.add_flags([3], ["\\Deleted"])  # marked by a person, not ours to expunge
    box = _box(dovecot, account, tmp_path, Courtesy.MOVE, move_to="Processed")
    assert box.mark(INBOX, ["1", "2"]) == {"1": Marked.MARKED, "2": Marked.GONE}
    assert box.mark(INBOX, ["1"]) == {"1": Marked.GONE}
    box.close()
    assert _flags(person) == {3: {b"\\Deleted"}}
    person.select_folder("Processed")
    assert person.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"] == letter(0)


def test_a_missing_target_is_tried_again_later_and_keeps_the_mail(
    dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path
) -> None:
    box = _box(dovecot, account, tmp_path, Courtesy.MOVE, move_to="Nowhere")
    assert box.mark(INBOX, ["1", "3"]) == {"1": Marked.LATER, "3": Marked.LATER}
    person.create_folder("Nowhere")
    assert box.mark(INBOX, ["1", "3"]) == {"1": Marked.MARKED, "3": Marked.MARKED}
    box.close()
    assert _flags(person) == {}


def test_only_folders_of_intake_are_marked(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path) -> None:
    box = _box(dovecot, account, tmp_path, Courtesy.SEEN)
    assert box.mark(JUNK, ["1"]) == {"1": Marked.MARKED}
    box.close()
    person.select_folder("Junk")
    assert b"\\Seen" not in person.get_flags([1])[1]


def test_more_mails_than_fit_one_command_are_all_marked(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path) -> None:
    for number in range(10, 130):
        person.append("INBOX", letter(number))
    box = _box(dovecot, account, tmp_path, Courtesy.SEEN)
    positions = [str(uid) for uid in range(4, 124)]
    assert box.mark(INBOX, positions) == dict.fromkeys(positions, Marked.MARKED)
    box.close()


@pytest.mark.parametrize("point", [Failpoint.AFTER_FETCH, Failpoint.AFTER_MARK])
def test_the_named_failpoints_are_hit(dovecot: Dovecot, account: Account, person: IMAPClient, tmp_path: Path, point: Failpoint) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom intake.adapters.imap import ImapMailbox\n"
        "from intake.adapters.imap_settings import ImapSettings\nfrom intake.adapters.smtp_settings import Security\n"
        "from intake.ports import Courtesy\nport, ca, user, password, spool = sys.argv[1:]\n"
        "box = ImapMailbox(name='x', settings=ImapSettings(host='localhost', port=int(port), security=Security.TLS, ca_file=Path(ca),"
        " user=user, password=password, courtesy=Courtesy.SEEN, spool_folder=Path(spool)))\n"
        "box.open()\nlist(box.fetch(box.folders[0], ['1'], lambda: True))\nbox.mark(box.folders[0], ['1'])\n"
    )
    arguments = [str(dovecot.imaps_port), str(dovecot.ca_file), account.address, account.password, str(tmp_path)]
    killed = subprocess.run([sys.executable, "-c", code, *arguments], env={**os.environ, ENVIRONMENT: point}, check=False)
    assert killed.returncode == -9
    assert (b"\\Seen" in _flags(person)[1]) is (point is Failpoint.AFTER_MARK)
