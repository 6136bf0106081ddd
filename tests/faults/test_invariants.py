"""The checker itself: each invariant, once broken by hand, is named."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.store import schema
from intake.store.states import Message, Reply
from tests.faults import invariants, stage, worlds
from tests.faults.invariants import Scene
from tests.faults.worlds import World
from tests.servers.sink import Sink, in_thread

_Break = Callable[[World, Scene], Scene]


def _with_one_more_mail(world: World, scene: Scene) -> Scene:
    return replace(scene, mails=(*scene.mails, worlds.letter("T-000000000000")))


def _without_bytes(world: World, scene: Scene) -> Scene:
    next(file for file in scene.blobs.rglob("*") if len(file.name) == 64).unlink()
    return scene


def _with_other_bytes(world: World, scene: Scene) -> Scene:
    kept = next(file for file in scene.blobs.rglob("*") if len(file.name) == 64)
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:-1] + b"!")
    return scene


def _lines(scene: Scene, change: Callable[[list[dict[str, object]]], None]) -> Scene:
    lines = [json.loads(line) for line in scene.sink.read_text().splitlines()]
    change(lines)
    scene.sink.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return scene


def _taken_twice(world: World, scene: Scene) -> Scene:
    return _lines(scene, lambda lines: lines.append(lines[0]))


def _two_acknowledgements(world: World, scene: Scene) -> Scene:
    return _lines(scene, lambda lines: lines.append({**lines[0], "message_id": "<another@office.example>"}))


def _never_taken(world: World, scene: Scene) -> Scene:
    return _lines(scene, lambda lines: lines.clear())


def _other_octets(world: World, scene: Scene) -> Scene:
    return _lines(scene, lambda lines: lines[0].update(raw=str(lines[0]["raw"]).replace("received", "deceived")))


def _to_a_stranger(world: World, scene: Scene) -> Scene:
    return _lines(scene, lambda lines: lines[0].update(rcpt=["somebody@elsewhere.example"]))


def _set(table: sa.Table, **values: object) -> _Break:
    def change(world: World, scene: Scene) -> Scene:
        with world.db.write() as tx:
            tx.execute(sa.update(table).where(table.c.id == 1).values(**values))
        return scene

    return change


def _sent_too_early(world: World, scene: Scene) -> Scene:
    (row,) = world.rows(schema.replies, id=1)
    return _set(schema.replies, sent_at=row["sent_at"] - timedelta(minutes=1))(world, scene)


def _too_many(world: World, scene: Scene) -> Scene:
    return replace(scene, per_minute=0)


def _by_hand(statement: sa.Delete | sa.Update) -> _Break:
    """A change of the sealed history by somebody who knows how to put its guards aside."""

    def change(world: World, scene: Scene) -> Scene:
        assert invariants.violations(scene) == []
        with world.db.write() as tx:
            guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
            for name in list(tx.exec_driver_sql(guards).scalars()):
                tx.exec_driver_sql(f'DROP TRIGGER "{name}"')
            tx.execute(statement)
        return scene

    return change


CASES: dict[str, tuple[_Break, str]] = {
    "a mail without a row": (_with_one_more_mail, "I1"),
    "a letter without its bytes": (_without_bytes, "I1"),
    "a letter with other bytes": (_with_other_bytes, "I1"),
    "a copy too many": (_taken_twice, "I2"),
    "a second acknowledgement": (_two_acknowledgements, "I2"),
    "other octets than those on record": (_other_octets, "I2"),
    "a letter that nobody takes up": (_set(schema.messages, state=Message.READ), "I3"),
    "a held letter in no queue": (_set(schema.messages, state=Message.HELD), "I3"),
    "a letter without a due time": (_set(schema.messages, due_at=None), "I3"),
    "a shelved letter without an alarm": (_set(schema.messages, state=Message.SHELVED, needs_person=True), "I3"),
    "a reply left in DATA": (_set(schema.replies, state=Reply.IN_DATA), "I3"),
    "a dead reply without an alarm": (_set(schema.replies, state=Reply.DEAD), "I3"),
    "a reply that the server never took": (_never_taken, "I4"),
    "a reply sent before it was taken": (_sent_too_early, "I4"),
    "a sent reply that no letter knows of": (_set(schema.messages, acknowledged_at=None), "I4"),
    "a history with a hole": (_by_hand(sa.delete(schema.events).where(schema.events.c.id == 3)), "I4"),
    "a history that was rewritten": (_by_hand(sa.update(schema.events).where(schema.events.c.id == 1).values(kind="nothing")), "I4"),
    "a reply to a stranger": (_to_a_stranger, "I5"),
    "too many replies": (_too_many, "I6"),
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two letters received, carried and acknowledged; each case works on a copy."""
    folder = tmp_path_factory.mktemp("played")
    with in_thread(Sink(plan=["ok"], log=folder / "sink.jsonl")) as sink, worlds.made(folder, sink) as world, stage.made(world) as here:
        here.come()
        here.come()
        here.all_through()
        here.look()
        (folder / "mails.json").write_text(json.dumps([[raw.decode("latin-1") for raw in world.delivered], sorted(world.expected)]))
    return folder


@pytest.fixture
def copied(played: Path, tmp_path: Path) -> tuple[World, Scene]:
    folder = tmp_path / "copy"
    shutil.copytree(played, folder)
    delivered, expected = json.loads((folder / "mails.json").read_text())
    world = World(folder=folder, sink=Sink(), url=f"sqlite:///{folder}/var/intake.sqlite3")
    world.delivered = [raw.encode("latin-1") for raw in delivered]
    world.expected = set(expected)
    return world, world.scene()


def test_where_all_is_well_nothing_is_named(copied: tuple[World, Scene]) -> None:
    assert invariants.violations(copied[1]) == []


@pytest.mark.parametrize("name", CASES)
def test_what_is_broken_is_named(copied: tuple[World, Scene], name: str) -> None:
    world, scene = copied
    change, invariant = CASES[name]
    found = invariants.violations(change(world, scene))
    world.close()
    assert any(line.startswith(invariant) for line in found), found
