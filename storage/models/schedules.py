"""Tables of schedules and of their jobs: what runs when, what ran."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Table
from sqlalchemy import text as sql

from storage.columns import document, key, one_of, reference, text, time, whole
from storage.models.schema import metadata

JOB_STATES = ("running", "done", "failed", "died", "interrupted")
_RUNNING = sql("finished_at IS NULL")

schedules = Table(
    "schedules",
    metadata,
    key("number of the schedule"),
    text("name", "name as given", null=False),
    text("name_key", "name by which it is found: case and forms of characters do not count", null=False, unique=True),
    text("cron", "five fields: minute, hour, day of month, month, day of week; null where every_s says when"),
    whole("every_s", "seconds from one run to the next; null where cron says when"),
    text("zone", "time zone that cron speaks of, IANA name", null=False),
    whole("jitter_s", "each run is put off by up to so many seconds", null=False, default="0"),
    document("arguments", "targets and options of the crawl, as on the command line"),
    text("sites", "sites that it crawls, one a line: two crawls of one site never run at a time", null=False),
    text("folder", "working folder of the crawl, against which its paths are read", null=False),
    time("created_at", "when it was added; intervals are counted from here", null=False),
    time("paused_at", "when it was paused; null while it is not"),
    time("planned_at", "time of its next run by cron or interval; of the run that died, while that is to be run again"),
    time("next_at", "when it is due: planned_at with its jitter, or earlier to run again what died; null for never", index=True),
    time("reckoned_at", "when next_at was worked out; a time to come means that the clock was set back since", index=True),
    whole("deaths", "runs in a row that died", null=False, default="0"),
    text("note", "why it has no next run"),
    CheckConstraint("(cron IS NULL) <> (every_s IS NULL)", name="rhythm"),
    comment="crawls that run again and again",
)

jobs = Table(
    "jobs",
    metadata,
    key("number of the job"),
    reference("schedule_id", "schedules.id", "schedule it ran for; null once that was removed", index=False),
    text("name", "name of the schedule", null=False),
    document("arguments", "targets and options of the crawl, as on the command line"),
    text("sites", "sites that it crawls, one a line", null=False),
    time("planned_at", "time that was planned: the first of the runs missed, where several were"),
    time("started_at", "when it began", null=False, index=True),
    time("finished_at", "when it ended; null while it runs"),
    text("state", "running, done, failed, died or interrupted", null=False),
    whole("exit_code", "exit code of the crawl"),
    text("detail", "why it failed or died"),
    reference("crawl_id", "crawls.id", "crawl that it ran or resumed"),
    text("worker", "process that runs the job (JSON: host, boot id, pid, start time)", null=False),
    text("child", "process of the crawl (the same JSON)"),
    time("heartbeat_at", "last sign of life of the worker", null=False),
    CheckConstraint(one_of("state", JOB_STATES), name="state"),
    CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="finished"),
    comment="runs of schedules",
)
Index("ix_jobs_schedule_id", jobs.c.schedule_id, jobs.c.id)  # the last run of each schedule
# no schedule runs twice at a time, whatever its workers think
Index("uq_jobs_running", jobs.c.schedule_id, unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING)
