"""The ledger: every table of the first version, and the triggers that keep the history append-only."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("events", "seals")


def _append_only() -> None:
    """The history is never changed: the database itself refuses."""
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for act in ("UPDATE", "DELETE"):
                refuse = "SELECT RAISE(ABORT, 'the history is append-only')"
                op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN {refuse}; END")
        return
    body = "BEGIN RAISE EXCEPTION 'the history is append-only'; END"
    op.execute(f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    for table in _APPEND_ONLY:
        op.execute(f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()")


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("told_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cleared_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_alarms_open", "alarms", ["cleared_at", "code"], unique=False)
    still_open = sa.text("cleared_at IS NULL")
    op.create_index("ux_alarms_open", "alarms", ["code", "subject"], unique=True, sqlite_where=still_open, postgresql_where=still_open)

    op.create_table(
        "application_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("block", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_application_blocks", "application_blocks", ["state", "block"], unique=False)
    op.create_index("ix_application_blocks_application_id", "application_blocks", ["application_id"], unique=False)

    op.create_table(
        "applications",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_name", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_key", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("agency_type", sqltypes.AutoString(), nullable=True),
        sa.Column("county", sqltypes.AutoString(), nullable=True),
        sa.Column("directory_name", sqltypes.AutoString(), nullable=True),
        sa.Column("status", sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_applications_agency", "applications", ["state", "agency_key"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("outcome", sqltypes.AutoString(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("text", sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attempts_reply_id", "attempts", ["reply_id"], unique=False)

    op.create_table(
        "documents",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("filename", sqltypes.AutoString(), nullable=False),
        sa.Column("container", sqltypes.AutoString(), nullable=False),
        sa.Column("media_type", sqltypes.AutoString(), nullable=False),
        sa.Column("sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("form", sqltypes.AutoString(), nullable=True),
        sa.Column("model", sqltypes.AutoString(), nullable=True),
        sa.Column("form_revision", sqltypes.AutoString(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("fully_read", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_documents_message_id", "documents", ["message_id"], unique=False)
    op.create_index("ix_documents_sha256", "documents", ["sha256"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("actor", sqltypes.AutoString(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_events_application_id", "events", ["application_id"], unique=False)
    op.create_index("ix_events_message_id", "events", ["message_id"], unique=False)

    op.create_table(
        "fields",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("raw", sqltypes.AutoString(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("bbox", sa.JSON(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fields_document_id", "fields", ["document_id"], unique=False)

    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sqltypes.AutoString(), nullable=False),
        sa.Column("folder", sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqltypes.AutoString(), nullable=False),
        sa.Column("validity", sqltypes.AutoString(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("first_uid", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("first_validity", sqltypes.AutoString(), nullable=False),
        sa.Column("checked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reconciled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("unseen", sa.Integer(), nullable=False),
        sa.Column("on_server", sa.Integer(), nullable=False),
        sa.Column("on_record", sa.Integer(), nullable=False),
        sa.Column("error", sqltypes.AutoString(), nullable=True),
        sa.Column("error_since", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mailbox", "folder"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("owner", sqltypes.AutoString(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "messages",
        sa.Column("ready_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("claim_owner", sqltypes.AutoString(), nullable=True),
        sa.Column("claim_token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raw_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mailbox", sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqltypes.AutoString(), nullable=False),
        sa.Column("older", sa.Boolean(), nullable=False),
        sa.Column("received_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("first_seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("needs_person", sa.Boolean(), nullable=False),
        sa.Column("shelved_reason", sqltypes.AutoString(), nullable=True),
        sa.Column("identity_sha256", sqltypes.AutoString(), nullable=True),
        sa.Column("header_message_id", sqltypes.AutoString(), nullable=True),
        sa.Column("thread_ids", sa.JSON(), nullable=False),
        sa.Column("from_address", sqltypes.AutoString(), nullable=False),
        sa.Column("from_name", sqltypes.AutoString(), nullable=False),
        sa.Column("return_path", sqltypes.AutoString(), nullable=True),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("excerpt", sqltypes.AutoString(), nullable=False),
        sa.Column("defects", sa.JSON(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=True),
        sa.Column("verdict", sqltypes.AutoString(), nullable=True),
        sa.Column("template", sqltypes.AutoString(), nullable=True),
        sa.Column("reply_to", sqltypes.AutoString(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("queue", sqltypes.AutoString(), nullable=True),
        sa.Column("reference", sqltypes.AutoString(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("asks_answer", sa.Boolean(), nullable=False),
        sa.Column("due_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("calendar_version", sqltypes.AutoString(), nullable=True),
        sa.Column("fold_key", sqltypes.AutoString(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("responded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("response_kind", sqltypes.AutoString(), nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("raw_sha256"),
    )
    op.create_index("ix_messages_application_id", "messages", ["application_id"], unique=False)
    op.create_index("ix_messages_fold_key", "messages", ["fold_key"], unique=False)
    op.create_index("ix_messages_from", "messages", ["from_address", "received_at"], unique=False)
    op.create_index("ix_messages_header_message_id", "messages", ["header_message_id"], unique=False)
    op.create_index("ix_messages_identity_sha256", "messages", ["identity_sha256"], unique=False)
    op.create_index("ix_messages_log", "messages", ["asks_answer", "due_at", "id"], unique=False)
    op.create_index("ix_messages_open", "messages", ["asks_answer", "responded_at", "id"], unique=False)
    op.create_index("ix_messages_queue", "messages", ["needs_person", "received_at"], unique=False)
    op.create_index("ix_messages_ready_at", "messages", ["ready_at"], unique=False)
    op.create_index("ix_messages_received_at", "messages", ["received_at"], unique=False)
    op.create_index("ix_messages_reference", "messages", ["reference"], unique=False)
    op.create_index("ix_messages_reply_id", "messages", ["reply_id"], unique=False)
    op.create_index("ix_messages_state", "messages", ["state"], unique=False)

    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("form", sqltypes.AutoString(), nullable=False),
        sa.Column("model", sqltypes.AutoString(), nullable=True),
        sa.Column("sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("placed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_papers_application_id", "papers", ["application_id"], unique=False)
    op.create_index("ix_papers_sha256", "papers", ["sha256"], unique=False)

    op.create_table(
        "participants",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("domain", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id", "address"),
    )
    op.create_index("ix_participants_address", "participants", ["address"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("settled_by", sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_proposals_message_id", "proposals", ["message_id"], unique=False)

    op.create_table(
        "replies",
        sa.Column("ready_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("claim_owner", sqltypes.AutoString(), nullable=True),
        sa.Column("claim_token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sqltypes.AutoString(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("template", sqltypes.AutoString(), nullable=True),
        sa.Column("template_version", sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("recipient", sqltypes.AutoString(), nullable=False),
        sa.Column("recipient_domain", sqltypes.AutoString(), nullable=False),
        sa.Column("envelope_from", sqltypes.AutoString(), nullable=False),
        sa.Column("header_message_id", sqltypes.AutoString(), nullable=False),
        sa.Column("token", sqltypes.AutoString(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("in_data_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("server_text", sqltypes.AutoString(), nullable=True),
        sa.Column("why", sqltypes.AutoString(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("bounced_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("bounce_status", sqltypes.AutoString(), nullable=True),
        sa.Column("settled_by", sqltypes.AutoString(), nullable=True),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("header_message_id"),
        sa.UniqueConstraint("message_id", "purpose"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_replies_application_id", "replies", ["application_id"], unique=False)
    op.create_index("ix_replies_by_hand", "replies", ["automatic", "ready_at"], unique=False)
    op.create_index("ix_replies_domain", "replies", ["recipient_domain", "queued_at"], unique=False)
    op.create_index("ix_replies_queued_at", "replies", ["queued_at"], unique=False)
    op.create_index("ix_replies_ready_at", "replies", ["ready_at"], unique=False)
    op.create_index("ix_replies_recipient", "replies", ["recipient", "queued_at"], unique=False)
    op.create_index("ix_replies_sent_at", "replies", ["sent_at"], unique=False)
    op.create_index("ix_replies_state", "replies", ["state"], unique=False)

    op.create_table(
        "responses",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("entered_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_who", sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqltypes.AutoString(), nullable=False),
        sa.Column("source_message_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_responses_message_id", "responses", ["message_id"], unique=False)

    op.create_table(
        "seals",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("event_id"),
    )
    op.create_table(
        "sightings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sqltypes.AutoString(), nullable=False),
        sa.Column("folder", sqltypes.AutoString(), nullable=False),
        sa.Column("validity", sqltypes.AutoString(), nullable=False),
        sa.Column("position", sqltypes.AutoString(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("received_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("retry_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mailbox", "folder", "validity", "position"),
    )
    op.create_index("ix_sightings_message_id", "sightings", ["message_id"], unique=False)
    op.create_index("ix_sightings_unmarked", "sightings", ["state", "retry_at"], unique=False)

    op.create_table(
        "switches",
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqltypes.AutoString(), nullable=False),
        sa.Column("by_who", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    _append_only()


def downgrade() -> None:
    op.drop_table("switches")
    op.drop_index("ix_sightings_unmarked", "sightings")
    op.drop_index("ix_sightings_message_id", "sightings")

    op.drop_table("sightings")
    op.drop_table("seals")
    op.drop_index("ix_responses_message_id", "responses")

    op.drop_table("responses")
    op.drop_index("ix_replies_state", "replies")
    op.drop_index("ix_replies_sent_at", "replies")
    op.drop_index("ix_replies_recipient", "replies")
    op.drop_index("ix_replies_ready_at", "replies")
    op.drop_index("ix_replies_queued_at", "replies")
    op.drop_index("ix_replies_domain", "replies")
    op.drop_index("ix_replies_by_hand", "replies")
    op.drop_index("ix_replies_application_id", "replies")

    op.drop_table("replies")
    op.drop_index("ix_proposals_message_id", "proposals")

    op.drop_table("proposals")
    op.drop_index("ix_participants_address", "participants")

    op.drop_table("participants")
    op.drop_index("ix_papers_sha256", "papers")
    op.drop_index("ix_papers_application_id", "papers")

    op.drop_table("papers")
    op.drop_index("ix_messages_state", "messages")
    op.drop_index("ix_messages_reply_id", "messages")
    op.drop_index("ix_messages_reference", "messages")
    op.drop_index("ix_messages_received_at", "messages")
    op.drop_index("ix_messages_ready_at", "messages")
    op.drop_index("ix_messages_queue", "messages")
    op.drop_index("ix_messages_open", "messages")
    op.drop_index("ix_messages_log", "messages")
    op.drop_index("ix_messages_identity_sha256", "messages")
    op.drop_index("ix_messages_header_message_id", "messages")
    op.drop_index("ix_messages_from", "messages")
    op.drop_index("ix_messages_fold_key", "messages")
    op.drop_index("ix_messages_application_id", "messages")

    op.drop_table("messages")
    op.drop_table("leases")
    op.drop_table("folders")
    op.drop_index("ix_fields_document_id", "fields")

    op.drop_table("fields")
    op.drop_index("ix_events_message_id", "events")
    op.drop_index("ix_events_application_id", "events")

    op.drop_table("events")
    op.drop_index("ix_documents_sha256", "documents")
    op.drop_index("ix_documents_message_id", "documents")

    op.drop_table("documents")
    op.drop_index("ix_attempts_reply_id", "attempts")

    op.drop_table("attempts")
    op.drop_index("ix_applications_agency", "applications")

    op.drop_table("applications")
    op.drop_index("ix_application_blocks_application_id", "application_blocks")
    op.drop_index("ix_application_blocks", "application_blocks")

    op.drop_table("application_blocks")
    op.drop_index("ux_alarms_open", "alarms")
    op.drop_index("ix_alarms_open", "alarms")

    op.drop_table("alarms")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
