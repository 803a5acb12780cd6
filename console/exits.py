"""The one table from what went wrong to the exit code of a command.

An error's class decides; a subclass inherits its parent's code. Classes are named, not imported, so that
``pressrow --help`` loads neither the crawler nor the database.
"""

from __future__ import annotations

import errno
from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    COMPLETE = 0
    FAULT = 1
    USAGE = 2
    STORAGE = 3
    SCHEMA = 4
    DISK_FULL = 5
    INTERRUPTED = 6
    BUDGET = 7
    SUPERSEDED = 8
    NOTHING = 9
    UNREACHABLE = 10


MEANING: dict[Exit, str] = {
    Exit.COMPLETE: "complete (single URLs may have failed; see the report)",
    Exit.FAULT: "a fault of ours",
    Exit.USAGE: "usage, profile or settings",
    Exit.STORAGE: "storage unavailable or read-only",
    Exit.SCHEMA: "schema not ours",
    Exit.DISK_FULL: "disk full",
    Exit.INTERRUPTED: "interrupted, resumable",
    Exit.BUDGET: "budget reached",
    Exit.SUPERSEDED: "superseded by another crawl",
    Exit.NOTHING: "nothing extracted",
    Exit.UNREACHABLE: "no target reachable",
}

#: which end is told when several apply
PRECEDENCE = (
    Exit.FAULT,
    Exit.USAGE,
    Exit.STORAGE,
    Exit.SCHEMA,
    Exit.DISK_FULL,
    Exit.SUPERSEDED,
    Exit.INTERRUPTED,
    Exit.UNREACHABLE,
    Exit.BUDGET,
    Exit.NOTHING,
    Exit.COMPLETE,
)

#: by the full name of an error's class
OF_ERROR: dict[str, Exit] = {
    "click.exceptions.ClickException": Exit.USAGE,
    "crawler.errors.CrawlerError": Exit.FAULT,
    "crawler.errors.TargetError": Exit.USAGE,
    "crawler.errors.ProfileError": Exit.USAGE,
    "crawler.errors.SettingsError": Exit.USAGE,
    "crawler.errors.ManifestError": Exit.USAGE,
    "crawler.errors.FixtureError": Exit.USAGE,
    "storage.errors.StorageError": Exit.STORAGE,
    "storage.errors.SchemaError": Exit.SCHEMA,
    "storage.errors.DiskFull": Exit.DISK_FULL,
    "storage.errors.ScheduleError": Exit.USAGE,
    "storage.errors.SearchError": Exit.USAGE,
    "storage.errors.ExportError": Exit.USAGE,
    "storage.errors.RemovalError": Exit.USAGE,
    "storage.errors.CopyError": Exit.USAGE,
    "storage.errors.MergeError": Exit.USAGE,
    "storage.errors.CrawlBusy": Exit.SUPERSEDED,
    "storage.errors.Superseded": Exit.SUPERSEDED,
}


def exit_of(error: BaseException) -> Exit:
    """The exit code for an error: its own class's, else that of the nearest class it derives from, else a fault of ours."""
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Exit.DISK_FULL
    for cls in type(error).__mro__:
        code = OF_ERROR.get(f"{cls.__module__}.{cls.__qualname__}")
        if code is not None:
            return code
    return Exit.FAULT
