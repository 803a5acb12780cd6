"""Keeps what was crawled: the database, its one writer, the archive. Takes and returns plain data.

``database.open_database`` gives a checked database, ``writer.Writer`` writes outcomes (``records.Outcome``) and is the
only one that does, ``queries`` reads contract rows. What one outcome becomes, in the order it is written: ``outcomes``
closes the lease, ``sites`` and ``pages`` keep what answered, ``articles`` and ``events`` what was read, ``people`` whom
they name, ``issues`` what was found about it, ``feeds`` and ``frontier`` where to go next. Tables stand in ``models``,
their history in ``migrations``, faults in ``errors``.

For notebooks: ``open_database`` is here too, and all that is asked of it in ``queries``::

    from storage import open_database, queries

    with open_database("sqlite:///pressrow.db", write=False) as database:
        rows = list(queries.articles(database, language="en", since="2026-01-01"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database import Database, open_database
else:

    def __getattr__(name: str) -> object:
        """Load the database's driver only when somebody opens one."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from storage import database

        return getattr(database, name)


__all__ = ["Database", "open_database"]
