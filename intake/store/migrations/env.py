"""Alembic's environment: runs on a connection handed in by intake.store.upgrade."""

from alembic import context

from intake.store import schema, schema_answers, work_tables  # noqa: F401 - one metadata holds all tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=schema.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
    compare_type=True,
)
context.run_migrations()
