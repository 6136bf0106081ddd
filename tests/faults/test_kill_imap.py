"""The same on a real IMAP server: the failpoints inside its adapter."""

import ssl

import pytest
from imapclient import IMAPClient

from intake.failpoints import Failpoint
from tests.faults import invariants, worlds
from tests.faults.killing import survived
from tests.faults.worlds import World
from tests.servers.dovecot import Account, Dovecot

MOVED = "Recorded"
CASES = [
    (Failpoint.AFTER_FETCH, "keyword"),
    (Failpoint.AFTER_KEEP_COMMIT, "keyword"),
    (Failpoint.AFTER_MARK, "keyword"),
    (Failpoint.AFTER_MARK, "seen"),
    (Failpoint.AFTER_MARK, "move"),
]
_SETTINGS = """
[[mailbox]]
name = "intake"
kind = "imap"
host = "{host}"
port = {port}
ca_file = "{ca_file}"
user = "{user}"
password = "{password}"
courtesy = "{courtesy}"
move_to = "{moved}"
poll_seconds = 5
folders = [{{ name = "INBOX", role = "intake" }}]
"""


def log_in(dovecot: Dovecot, account: Account) -> IMAPClient:
    """As another mail program would."""
    trusted = ssl.create_default_context(cafile=str(dovecot.ca_file))
    client = IMAPClient(dovecot.host, dovecot.imaps_port, ssl_context=trusted)
    client.login(account.address, account.password)
    return client


def everything(dovecot: Dovecot, account: Account) -> list[bytes]:
    """All mails of the account, as the server tells them."""
    found: list[bytes] = []
    with log_in(dovecot, account) as client:
        for folder in ("INBOX", MOVED):
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
            found += [answer[b"BODY[]"] for answer in fetched.values()]
    return found


@pytest.mark.servers
@pytest.mark.parametrize(("point", "courtesy"), CASES)
def test_a_worker_killed_on_imap_leaves_nothing_lost_and_nothing_twice(
    world: World, dovecot: Dovecot, point: Failpoint, courtesy: str
) -> None:
    account = dovecot.new_account("killed")
    with log_in(dovecot, account) as client:
        client.create_folder(MOVED)
    world.mailbox_settings = _SETTINGS.format(
        host=dovecot.host, port=dovecot.imaps_port, ca_file=dovecot.ca_file, user=account.address, password=account.password,
        courtesy=courtesy, moved=MOVED,
    )  # fmt: skip
    world.configure()
    world.carry_in = lambda raw: dovecot.deliver(account.address, raw, sender=worlds.sender_of(str(invariants.token_of(raw))))
    world.look_in = lambda: everything(dovecot, account)
    survived(world, point)
    assert len(everything(dovecot, account)) == 3
