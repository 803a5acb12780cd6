"""Crawls as processes: started in a process group of their own, watched by a thread, stopped, killed.

A crawl that outlives its worker goes on; the next worker finds it by what the job keeps of it (:class:`LeftBehind`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol

from storage.ownership import is_running, this_owner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.records import Row

_DRAIN = 5.0  # seconds that the last lines of an ended crawl may take


@dataclass(frozen=True, slots=True)
class Ending:
    """How a crawl's process ended."""

    exit_code: int | None = None  #: None when a signal ended it, or when nobody knows
    signal: str | None = None
    report: Row | None = None
    error: str = ""  #: the last line that was no progress


class Crawl(Protocol):
    """The process of a crawl."""

    identity: Row  #: ``{host, boot, pid, started}``

    def ended(self) -> Ending | None:
        """How it ended; None while it runs."""

    def stop(self) -> None:
        """Ask it to end so that it can be resumed."""

    def kill(self) -> None:
        """End it, and every process that it started, at once."""


class Process:
    """A crawl that this worker started; ``on_line`` gets its progress, ``on_end`` is called from another thread."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        folder: str,
        environment: dict[str, str],
        on_line: Callable[[Row], None],
        on_end: Callable[[], None],
    ) -> None:
        self._popen = subprocess.Popen(  # noqa: S603  our own program; its arguments were tried when they were kept
            [sys.executable, "-P", "-m", "console", "crawl", "--log-format", "json", *arguments],
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C at the terminal is the worker's to pass on
        )
        self.identity = this_owner(self._popen.pid)
        self._lock = threading.Lock()
        self._gone = False
        self._ending: Ending | None = None
        self._report: Row | None = None
        self._error = ""
        self._on_line = on_line
        self._on_end = on_end
        self._readers = [
            threading.Thread(target=self._read, args=(stream, take), daemon=True)
            for stream, take in ((self._popen.stdout, self._take_report), (self._popen.stderr, self._take_line))
        ]
        for reader in self._readers:
            reader.start()
        threading.Thread(target=self._watch, daemon=True).start()

    def ended(self) -> Ending | None:
        """How it ended; None while it runs."""
        return self._ending

    def stop(self) -> None:
        """SIGTERM to the crawl, which ends its own workers."""
        with self._lock:
            if not self._gone:
                os.kill(self._popen.pid, signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL to the whole process group."""
        with self._lock:
            if not self._gone:
                os.killpg(self._popen.pid, signal.SIGKILL)

    def _watch(self) -> None:
        if hasattr(os, "waitid"):
            os.waitid(os.P_PID, self._popen.pid, os.WEXITED | os.WNOWAIT)
        else:
            self._popen.wait()
        with self._lock:  # no signal may go to a number that has been given to somebody else
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._popen.pid, signal.SIGKILL)  # what a crawl that was killed left behind
            code = self._popen.wait()
            self._gone = True
        for reader in self._readers:
            reader.join(_DRAIN)
        killed = signal.Signals(-code).name if code < 0 else None
        self._ending = Ending(None if killed else code, killed, self._report, self._error)
        self._on_end()

    def _read(self, stream: IO[bytes] | None, take: Callable[[str], None]) -> None:
        assert stream is not None
        with stream:
            for line in stream:
                text = line.decode("utf-8", "replace").strip()
                if text:
                    take(text)

    def _take_report(self, line: str) -> None:
        row = _row(line)
        if row is not None and row.get("log") == "report":
            self._report = row

    def _take_line(self, line: str) -> None:
        row = _row(line)
        if row is not None and row.get("log") == "progress":
            self._on_line(row)
        else:
            self._error = line


def _row(line: str) -> Row | None:
    try:
        value: Any = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


class LeftBehind:
    """A crawl of this machine whose worker died."""

    def __init__(self, identity: Row) -> None:
        self.identity = identity

    def ended(self) -> Ending | None:
        """An ending without exit code once it is gone: what it did stands in the database."""
        return None if is_running(self.identity) else Ending()

    def stop(self) -> None:
        """SIGTERM to the crawl."""
        if is_running(self.identity):
            with suppress(ProcessLookupError):
                os.kill(self.identity["pid"], signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL to its process group."""
        if is_running(self.identity):
            with suppress(ProcessLookupError):
                os.killpg(self.identity["pid"], signal.SIGKILL)
