"""``pressrow db copy``: the whole database into another one."""

from __future__ import annotations

from contextlib import closing

import click

from console.cli.counting import counting
from console.cli.options import DatabaseUrl
from console.exits import Exit


@click.command()
@click.argument("source", type=DatabaseUrl(), metavar="FROM")
@click.argument("target", type=DatabaseUrl(), metavar="TO")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def copy(source: str, target: str, quiet: bool) -> int:
    """Copy the database FROM into TO, SQLite or PostgreSQL, and compare every table.

    TO is empty, or holds the beginning of a copy that broke off: then the copy goes on there. FROM may be written to
    meanwhile: the copy is of the moment when it began. The files of an archive are not part of a database; copy their
    folder too.
    """
    from storage import copying
    from storage.database import open_database

    with closing(open_database(source, write=False, create=False)) as old:
        if source == target:
            raise click.UsageError("FROM and TO are the same database")
        with closing(open_database(target)) as new:
            compared = copying.copy(old, new, counting(quiet=quiet))
            rows = sum(table.copied for table in compared)
            unequal = [table for table in compared if not table.equal]
            for table in unequal:
                click.echo(
                    f"BAD  {table.table}: {table.rows:,} rows there, {table.copied:,} here, digests {table.digest} and {table.copied_digest}"
                )
            if unequal:
                click.echo(
                    f"{new.name}: not equal; {old.name} was written to since the copy began: copy it into an empty database", err=True
                )
                return Exit.STORAGE
            click.echo(f"{new.name}: {rows:,} rows in {len(compared)} tables, every row and digest equal")
    return Exit.COMPLETE
