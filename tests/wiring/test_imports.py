"""Past mail taken into the record: whole, once, with its own time, and answered only when somebody says so."""

import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake import errors, wiring
from intake.config import load as config_load
from intake.config.settings import Config
from intake.pipeline.receive import EARLIEST
from intake.store import messages, queues
from intake.store.database import Database
from intake.store.states import Message
from intake.wiring import parts
from tests.pipeline.fakes import MovingClock
from tests.pipeline.house import House
from tests.pipeline.papers import STAFF, letter, mail

WRITTEN = datetime(2024, 3, 5, 15, 0, tzinfo=UTC)
SETTINGS = (
    '[office]\nname = "Program Office"\naddresses = ["intake@office.example"]\ndomains = ["office.example"]\n[data]\nfolder = "data"\n'
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config.toml").write_text(SETTINGS)
    return config_load.load(tmp_path / "config.toml")


@pytest.fixture
def house(config: Config, tmp_path: Path) -> Iterator[House]:
    """The pipeline over the ledger that the import wrote into; its clock is the machine's."""
    wiring.migrate(config)
    clock = MovingClock(parts.clock().now())
    db = Database(url=config.data.database_url, clock=clock)
    made = House(db=db, folder=config.data.folder, clock=clock)
    yield made
    db.close()


def _take(config: Config, *paths: Path, answer: bool = False) -> list[tuple[str, bool]]:
    return [(Path(each.path).name, each.new) for each in wiring.import_mail(config, list(paths), answer=answer)]


def _eml(folder: Path, name: str, raw: bytes) -> Path:
    (folder / name).write_bytes(raw)
    return folder / name


def _carried(house: House) -> list[queues.WholeLetter]:
    house.clock.move(minutes=5)
    house.carry()
    return [house.whole(m.id) for m in house.letters()]


def test_a_file_a_folder_of_files_an_mbox_and_a_maildir_are_each_taken(config: Config, house: House, tmp_path: Path) -> None:
    raws = [mail(at=WRITTEN, message_id=f"<old{n}@springvale.example>") for n in range(6)]
    one = _eml(tmp_path, "one.eml", raws[0])
    folder = tmp_path / "many"
    folder.mkdir()
    _eml(folder, "two.eml", raws[1])
    _eml(folder, "notes.txt", b"no mail")
    box = mailbox.mbox(tmp_path / "past.mbox")
    box.add(raws[2])
    box.add(raws[3])
    box.close()
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    maildir.add(raws[4])
    maildir.close()
    bare = _eml(tmp_path, "export", (tmp_path / "past.mbox").read_bytes() + b"From x@y.example Tue Mar  5 10:00:00 2024\n" + raws[5])
    taken = _take(config, one, folder, tmp_path / "past.mbox", tmp_path / "Maildir", bare)
    assert sum(new for _, new in taken) == 6
    assert sum(not new for _, new in taken) == 2  # the mbox's two, once more
    assert {w.state for w in _carried(house)} == {Message.HELD}
    headers = {house.row(m.id).header_message_id for m in house.letters()}
    assert headers == {f"<old{n}@springvale.example>" for n in range(6)}


def test_nothing_is_answered_unless_told_and_nothing_of_it_waits_for_a_person(config: Config, house: House, tmp_path: Path) -> None:
    raw = mail("We would like to apply.", attachments=(house.paper(letter()),), at=WRITTEN)
    _take(config, _eml(tmp_path, "a.eml", raw))
    (whole,) = _carried(house)
    assert (whole.state, whole.older, whole.asks_answer, whole.needs_person) == (Message.HELD, True, False, False)
    assert house.replies() == []
    assert len(house.cases()) == 1  # yet its papers are on record


def test_told_to_answer_it_is_acknowledged_as_if_it_came_now(config: Config, house: House, tmp_path: Path) -> None:
    _take(config, _eml(tmp_path, "a.eml", mail(attachments=(house.paper(letter()),), at=WRITTEN)), answer=True)
    (whole,) = _carried(house)
    assert whole.state == Message.ANSWERED
    assert whole.due_at is not None
    assert whole.due_at > house.clock.at
    house.deliver()
    assert len(house.transport.sent) == 1


def test_a_mail_is_taken_once_however_often_it_is_imported(config: Config, tmp_path: Path) -> None:
    path = _eml(tmp_path, "a.eml", mail())
    assert _take(config, path) == [("a.eml", True)]
    assert _take(config, path) == [("a.eml", False)]


def test_a_mail_bears_the_time_it_was_written_and_not_that_of_its_file(config: Config, house: House, tmp_path: Path) -> None:
    _take(config, _eml(tmp_path, "a.eml", mail(at=WRITTEN)), _eml(tmp_path, "b.eml", mail(at=EARLIEST.replace(year=1970))))
    first, second = house.letters()
    assert first.received_at == WRITTEN
    assert abs((second.received_at - house.clock.at).total_seconds()) < 600


def test_an_old_answer_that_is_imported_closes_no_letter_of_today(config: Config, house: House, tmp_path: Path) -> None:
    house.begin()
    number = house.take(mail(message_id="<today@springvale.example>", attachments=(house.paper(letter()),)))
    old = mail("As I said.", sender=STAFF, to="chief@springvale.example", answers="<today@springvale.example>", at=WRITTEN)
    _take(config, _eml(tmp_path, "a.eml", old))
    _carried(house)
    assert house.whole(number).responded_at is None


def test_a_mail_that_is_too_large_is_named_and_the_next_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SETTINGS + '[[mailbox]]\nname = "m"\nkind = "maildir"\npath = "mail"\nlargest_mb = 1\n')
    config = config_load.load(tmp_path / "config.toml")
    large, small = _eml(tmp_path, "a.eml", mail("x" * 2_000_000)), _eml(tmp_path, "b.eml", mail())
    box = mailbox.mbox(tmp_path / "c.mbox")
    box.add(mail("y" * 2_000_000))
    box.close()
    taken = list(wiring.import_mail(config, [large, small, tmp_path / "c.mbox"], answer=False))
    assert [bool(each.refused) for each in taken] == [True, False, True]
    assert [each.new for each in taken] == [False, True, False]


def test_a_path_that_is_none_is_named(config: Config, tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound, match="nowhere"):
        _take(config, tmp_path / "nowhere")


def test_a_live_letter_that_was_imported_before_is_known_by_its_bytes(config: Config, house: House, tmp_path: Path) -> None:
    raw = mail()
    _take(config, _eml(tmp_path, "a.eml", raw))
    house.begin()
    house.arrive(raw)
    assert len(house.letters()) == 1


def test_the_record_of_an_import_agrees_with_itself(config: Config, house: House, tmp_path: Path) -> None:
    _take(config, _eml(tmp_path, "a.eml", mail()), _eml(tmp_path, "b.eml", mail()))
    _carried(house)
    house.watch().run()
    assert all(result.ok for result in wiring.verify(config))
    sha256 = house.letters()[0].raw_sha256
    (config.data.folder / "blobs" / sha256[:2] / sha256).unlink()
    assert [result.name for result in wiring.verify(config) if not result.ok] == ["bytes"]


def test_a_letter_answered_without_a_reply_is_a_contradiction_that_verify_names(config: Config, house: House) -> None:
    house.begin()
    number = house.take(mail("How do we apply to the program?"))
    with house.db.write() as tx:
        messages.change(tx, number, reply_id=None)
    assert [result.name for result in wiring.verify(config) if not result.ok] == ["ledger"]
