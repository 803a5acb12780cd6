"""``pressrow schedule``: crawls that run again and again, added, listed, paused, resumed, removed."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.listings import enough
from console.cli.nearest import Family, OneOf, advice
from console.cli.rows import FORMATS, Column, show
from console.cli.when import Cron, Span, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.cli.rows import Row
    from storage.database import Database


def local(row: Row, name: str) -> str:
    """A time of a row in the time zone of its schedule, to the minute."""
    from storage.errors import ScheduleError
    from storage.rhythms import zone_of

    value = row[name]
    try:
        zone: Any = zone_of(row.get("zone") or "UTC")
    except ScheduleError:
        zone = UTC
    return value.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z") if value else ""


def took(row: Row) -> str:
    """How long a run took."""
    from storage.rhythms import span_text

    return span_text(max(timedelta(0), row["finished_at"] - row["started_at"])) if row["finished_at"] else ""


LISTED = [
    Column("name", lambda row: row["name"]),
    Column("runs", lambda row: row["rhythm"], share=3),
    Column("next", lambda row: "paused" if row["paused_at"] else local(row, "next_at") or row["note"]),
    Column("last run", lambda row: row["last_state"] or "none yet"),
    Column("crawls", lambda row: " ".join(row["arguments"] or []), share=4, wide=True),
]
NEXT = [
    Column("next", lambda row: local(row, "next_at")),
    Column("in UTC", lambda row: local(row | {"zone": "UTC"}, "next_at"), wide=True),
    Column("name", lambda row: row["name"], share=1),
]
RUNS = [
    Column("job", lambda row: row["job"], right=True),
    Column("name", lambda row: row["name"]),
    Column("state", lambda row: row["state"]),
    Column("planned", lambda row: local(row, "planned_at"), wide=True),
    Column("started", lambda row: local(row, "started_at")),
    Column("took", took, right=True),
    Column("exit", lambda row: row["exit_code"], right=True),
    Column("crawl", lambda row: row["crawl"], right=True),
    Column("detail", lambda row: row["detail"], share=1),
]
NEXT_KEYS = ("name", "zone", "planned_at", "next_at")


@click.group(cls=Family)
def schedule() -> None:
    """Let crawls run again and again; pressrow worker runs them."""


class WithCrawlArguments(click.Command):
    """A command that hands what it does not know on to ``pressrow crawl``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's; what follows a ``--`` is handed on as it stands."""
        own, dashes, rest = (args[: args.index("--")], True, args[args.index("--") + 1 :]) if "--" in args else (args, False, [])
        left = super().parse_args(ctx, own)
        if dashes:
            ctx.params["crawl"] = (*ctx.params.get("crawl", ()), *rest)
        return left


@schedule.command(cls=WithCrawlArguments, context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("crawl", nargs=-1, type=click.UNPROCESSED, metavar="TARGET…")
@options.db()
@click.option("--cron", type=Cron(), metavar="FIELDS", help="When: minute, hour, day of month, month, day of week; or @daily.")
@click.option("--every", type=Span(timedelta(seconds=1)), metavar="SPAN", help="When: every 90s, 15m, 6h, 1d12h, counted from now.")
@click.option("--zone", type=Zone(), default="UTC", show_default=True, metavar="ZONE", help="Time zone that --cron speaks of.")
@click.option(
    "--jitter", type=Span(timedelta(0)), default="0s", show_default=True, metavar="SPAN", help="Put each run off by up to so much."
)
@click.option("--now", "at_once", is_flag=True, help="Run it at once too.")
@click.pass_context
def add(
    context: click.Context,
    /,
    name: str,
    crawl: tuple[str, ...],
    db: str,
    cron: str | None,
    every: timedelta | None,
    at_once: bool,
    **given: Any,
) -> None:
    """Crawl TARGETs again and again, under NAME.

    Options of pressrow crawl may follow; they are tried now and kept, with the working folder that their paths start from.
    """
    from console.cli.crawl_arguments import kept
    from storage import schedules
    from storage.database import open_database
    from storage.rhythms import Rhythm

    schedules.key_of(name)
    try:
        arguments, sites = kept(crawl)
    except click.NoSuchOption as error:
        known = [name for command in (context.command, error.ctx.command if error.ctx else None) if command for name in names_of(command)]
        raise click.UsageError(f"no option {error.option_name}; {advice(error.option_name, known)}", context) from None
    if (cron is None) == (every is None):
        raise click.UsageError("say when: either --cron FIELDS or --every SPAN")
    now = datetime.now(UTC)
    rhythm = Rhythm(cron, every, given["zone"], given["jitter"], now.replace(microsecond=0))
    rhythm.check(now)
    with closing(open_database(db)) as database, database.writing() as conn:
        new = schedules.NewSchedule(name, rhythm, arguments, sites, str(Path.cwd()), at_once)
        due = schedules.add(conn, new, now)
    click.echo(f"{name}: {rhythm}; next run {local({'at': due, 'zone': rhythm.zone}, 'at')}")


def names_of(command: click.Command) -> list[str]:
    """The options of a command."""
    return [name for option in command.params if isinstance(option, click.Option) for name in option.opts]


@schedule.command("list")
@options.db()
@options.form
def list_(db: str, form: str, limit: int | None) -> None:
    """List the schedules with their next and their last run, by name."""
    from storage import schedules

    printed(db, lambda conn: schedules.listed(conn, enough(form, limit)), LISTED, form, limit, "schedules", schedules.KEYS)


@schedule.command("next")
@click.argument("name", required=False)
@options.db()
@click.option("--count", type=click.IntRange(1, 10_000), default=10, show_default=True, metavar="N", help="How many runs.")
@click.option("--format", "form", type=OneOf(FORMATS), default="table", show_default=True, help="How rows are printed.")
def next_(name: str | None, db: str, count: int, form: str) -> None:
    """Tell which schedules run next, or the next runs of NAME."""
    from storage import schedules

    now = datetime.now(UTC)

    def query(conn: Any) -> list[Row]:
        return schedules.upcoming(conn, count) if name is None else schedules.coming(conn, name, count, now)

    printed(db, query, NEXT, form, count, "runs to come", NEXT_KEYS)


@schedule.command()
@click.argument("name", required=False)
@options.db()
@options.form
def runs(name: str | None, db: str, form: str, limit: int | None) -> None:
    """List past and present runs of all schedules, or those of NAME, the newest first."""
    from storage import jobs, schedules

    def query(conn: Any) -> Iterator[Row]:
        return jobs.past(conn, schedules.find(conn, name).id if name else None, enough(form, limit))

    printed(db, query, RUNS, form, limit, "runs", jobs.KEYS)


@schedule.command()
@click.argument("name")
@options.db()
def pause(name: str, db: str) -> None:
    """Let NAME rest; a run that is under way goes on."""
    from storage import schedules

    with closing(opened(db)) as database, database.writing() as conn:
        changed = schedules.pause(conn, name, datetime.now(UTC))
    click.echo(f"{name}: {'paused' if changed else 'was paused before'}")


@schedule.command()
@click.argument("name")
@options.db()
def resume(name: str, db: str) -> None:
    """Let NAME run again; what fell into the pause is not made up for."""
    from storage import schedules

    with closing(opened(db)) as database, database.writing() as conn:
        due = schedules.resume(conn, name, datetime.now(UTC))
        row = schedules.find(conn, name)
    click.echo(f"{name}: next run {local({'at': due, 'zone': row.zone}, 'at') or 'never'}")


@schedule.command()
@click.argument("name")
@options.db()
def remove(name: str, db: str) -> None:
    """Remove NAME; its past runs are kept, and one that is under way goes on."""
    from storage import schedules

    with closing(opened(db)) as database, database.writing() as conn:
        running = schedules.remove(conn, name)
    click.echo(f"{name}: removed{'; its run goes on' if running else ''}")


def opened(db: str) -> Database:
    """The database, which has to be there. Raises the store's errors."""
    from storage.database import open_database

    return open_database(db, create=False)


def printed(
    db: str,
    query: Callable[[Any], Any],
    columns: list[Column],
    form: str,
    limit: int | None,
    title: str,
    keys: tuple[str, ...],
) -> None:
    """Print what a query yields; times stand in UTC in JSON and CSV."""
    from storage.database import open_database

    with closing(open_database(db, write=False, create=False)) as database, database.reading() as conn:
        rows = query(conn)
        show(rows if form == "table" else map(in_iso, rows), columns, form, limit=limit, title=title, keys=keys)


def in_iso(row: Row) -> Row:
    """The row with its times as ISO 8601 prints them."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
