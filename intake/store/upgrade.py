"""Bring the schema to this program's version, or say why not. In: a Database. Out: nothing, or SchemaMismatch.

The whole upgrade is one transaction on both databases, so a crash inside it leaves the version before.
"""

from pathlib import Path
from typing import Final

from alembic import autogenerate, command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from intake import errors
from intake.failpoints import Failpoint, hit
from intake.store import people_schema, schema, schema_answers, search_schema, work_tables  # noqa: F401 - one metadata holds all tables
from intake.store.database import Database, Tx

_FOLDER: Final = Path(__file__).with_name("migrations")


def upgrade(db: Database) -> str:
    """Run what is missing; returns the version. Safe to call from several processes at once."""
    with db.write() as tx:
        db.lock(tx, "schema")
        _refuse_newer(tx)
        config = _config()
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
        hit(Failpoint.WHILE_MIGRATING)
        return _head()


def require_current(db: Database) -> None:
    """Raises errors.SchemaMismatch where the database is older or newer than this program."""
    with db.read() as tx:
        _refuse_newer(tx)
        found = MigrationContext.configure(tx).get_current_revision()
    if found != _head():
        raise errors.SchemaMismatch(f"the database is at schema {found or 'none'}, this program needs {_head()}; run `intake migrate`")


def differences(db: Database) -> list[str]:
    """Where the tables differ from what the program expects; empty is clean."""
    with db.read() as tx:
        opts = {"compare_type": True, "target_metadata": schema.metadata, "include_name": _is_compared}
        context = MigrationContext.configure(tx, opts=opts)
        return [str(d) for d in autogenerate.compare_metadata(context, schema.metadata)]


def _is_compared(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith(search_schema.WORDS))


def _refuse_newer(tx: Tx) -> None:
    found = MigrationContext.configure(tx).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise errors.SchemaMismatch(f"the database is at schema {found}, which this program does not know; start the newer version instead")


def _head() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
