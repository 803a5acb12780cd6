"""Add schedules and their jobs."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the schedule"),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name as given"),
        sa.Column(
            "name_key",
            storage.columns.Words(),
            nullable=False,
            comment="name by which it is found: case and forms of characters do not count",
        ),
        sa.Column(
            "cron",
            storage.columns.Words(),
            nullable=True,
            comment="five fields: minute, hour, day of month, month, day of week; null where every_s says when",
        ),
        sa.Column("every_s", sa.Integer(), nullable=True, comment="seconds from one run to the next; null where cron says when"),
        sa.Column("zone", storage.columns.Words(), nullable=False, comment="time zone that cron speaks of, IANA name"),
        sa.Column("jitter_s", sa.Integer(), server_default="0", nullable=False, comment="each run is put off by up to so many seconds"),
        sa.Column(
            "arguments", sa.JSON(none_as_null=True), nullable=True, comment="targets and options of the crawl, as on the command line"
        ),
        sa.Column(
            "sites",
            storage.columns.Words(),
            nullable=False,
            comment="sites that it crawls, one a line: two crawls of one site never run at a time",
        ),
        sa.Column(
            "folder", storage.columns.Words(), nullable=False, comment="working folder of the crawl, against which its paths are read"
        ),
        sa.Column("created_at", storage.columns.UtcTime(), nullable=False, comment="when it was added; intervals are counted from here"),
        sa.Column("paused_at", storage.columns.UtcTime(), nullable=True, comment="when it was paused; null while it is not"),
        sa.Column(
            "planned_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="time of its next run by cron or interval; of the run that died, while that is to be run again",
        ),
        sa.Column(
            "next_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when it is due: planned_at with its jitter, or earlier to run again what died; null for never",
        ),
        sa.Column(
            "reckoned_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when next_at was worked out; a time to come means that the clock was set back since",
        ),
        sa.Column("deaths", sa.Integer(), server_default="0", nullable=False, comment="runs in a row that died"),
        sa.Column("note", storage.columns.Words(), nullable=True, comment="why it has no next run"),
        sa.CheckConstraint("(cron IS NULL) <> (every_s IS NULL)", name=op.f("ck_schedules_rhythm")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("name_key", name=op.f("uq_schedules_name_key")),
        comment="crawls that run again and again",
    )
    op.create_index(op.f("ix_schedules_next_at"), "schedules", ["next_at"], unique=False)
    op.create_index(op.f("ix_schedules_reckoned_at"), "schedules", ["reckoned_at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the job"),
        sa.Column(
            "schedule_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="schedule it ran for; null once that was removed",
        ),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name of the schedule"),
        sa.Column(
            "arguments", sa.JSON(none_as_null=True), nullable=True, comment="targets and options of the crawl, as on the command line"
        ),
        sa.Column("sites", storage.columns.Words(), nullable=False, comment="sites that it crawls, one a line"),
        sa.Column(
            "planned_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="time that was planned: the first of the runs missed, where several were",
        ),
        sa.Column("started_at", storage.columns.UtcTime(), nullable=False, comment="when it began"),
        sa.Column("finished_at", storage.columns.UtcTime(), nullable=True, comment="when it ended; null while it runs"),
        sa.Column("state", storage.columns.Words(), nullable=False, comment="running, done, failed, died or interrupted"),
        sa.Column("exit_code", sa.Integer(), nullable=True, comment="exit code of the crawl"),
        sa.Column("detail", storage.columns.Words(), nullable=True, comment="why it failed or died"),
        sa.Column("crawl_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="crawl that it ran or resumed"),
        sa.Column(
            "worker", storage.columns.Words(), nullable=False, comment="process that runs the job (JSON: host, boot id, pid, start time)"
        ),
        sa.Column("child", storage.columns.Words(), nullable=True, comment="process of the crawl (the same JSON)"),
        sa.Column("heartbeat_at", storage.columns.UtcTime(), nullable=False, comment="last sign of life of the worker"),
        sa.CheckConstraint("(state = 'running') = (finished_at IS NULL)", name=op.f("ck_jobs_finished")),
        sa.CheckConstraint("state IN ('running', 'done', 'failed', 'died', 'interrupted')", name=op.f("ck_jobs_state")),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawls.id"], name=op.f("fk_jobs_crawl_id")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedules.id"], name=op.f("fk_jobs_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        comment="runs of schedules",
    )
    op.create_index(op.f("ix_jobs_crawl_id"), "jobs", ["crawl_id"], unique=False)
    op.create_index("ix_jobs_schedule_id", "jobs", ["schedule_id", "id"], unique=False)
    op.create_index(op.f("ix_jobs_started_at"), "jobs", ["started_at"], unique=False)
    op.create_index(
        "uq_jobs_running",
        "jobs",
        ["schedule_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_jobs_running", table_name="jobs", sqlite_where=sa.text("finished_at IS NULL"), postgresql_where=sa.text("finished_at IS NULL")
    )
    op.drop_index(op.f("ix_jobs_started_at"), table_name="jobs")
    op.drop_index("ix_jobs_schedule_id", table_name="jobs")
    op.drop_index(op.f("ix_jobs_crawl_id"), table_name="jobs")
    op.drop_table("jobs")
    op.drop_index(op.f("ix_schedules_reckoned_at"), table_name="schedules")
    op.drop_index(op.f("ix_schedules_next_at"), table_name="schedules")
    op.drop_table("schedules")
