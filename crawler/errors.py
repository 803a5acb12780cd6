"""Errors of the crawler, one tree.

CrawlerError
├── TargetError      a target that is no address and no known site key
├── ProfileError     a site profile that cannot be read: file, line, key, nearest valid key
├── SettingsError    an option or setting that makes no sense
├── ManifestError    a manifest or input file that cannot be read
├── FixtureError     a recorded page that cannot be read or written: file, key
├── DocumentError    a body that gives no document; carries the reason of the closed list
└── WorkerError      a worker that was killed or died; carries the reason of the closed list
"""

from __future__ import annotations


class CrawlerError(Exception):
    """Root of the tree. ``str()`` is one line that says what went wrong, where, and what to do."""


class TargetError(CrawlerError):
    """A target that is no http(s) address and no known site key."""


class ProfileError(CrawlerError):
    """A site profile that cannot be read."""

    def __init__(self, message: str, *, file: str = "", line: int | None = None, key: str = "") -> None:
        self.file, self.line, self.key = file, line, key
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{place}{key + ': ' if key else ''}{message}")


class SettingsError(CrawlerError):
    """An option or setting that makes no sense."""


class ManifestError(CrawlerError):
    """A manifest or an input file that cannot be read."""


class FixtureError(CrawlerError):
    """A recorded page that cannot be read or written."""

    def __init__(self, message: str, *, file: str = "", key: str = "") -> None:
        self.file, self.key = file, key
        super().__init__(f"{file + ': ' if file else ''}{key + ': ' if key else ''}{message}")


class DocumentError(CrawlerError):
    """A body that gives no document."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


class WorkerError(CrawlerError):
    """A worker that was killed or died while it read one page."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


#: why an address failed; ``http_NNN`` stands for every status
FAILED_REASONS = (
    "dns", "timeout", "connect_refused", "connection_lost", "data_loss", "protocol_error", "tls", "header_too_large", "too_large",
    "bad_encoding", "bad_redirect", "redirect_loop", "blocked_scheme", "blocked_address", "http_NNN", "xml_bomb", "too_deep",
    "worker_timeout", "worker_memory", "worker_died", "crawl_died", "store_rejected",
)  # fmt: skip

#: why an address was left out
SKIPPED_REASONS = (
    "robots_disallowed", "robots_unreachable", "crawl_delay_too_long", "out_of_scope", "bad_url", "url_too_long", "budget_pages",
    "budget_depth", "trap_stopped", "loop_stopped", "soft_404", "noindex", "challenge", "not_article", "unchanged", "gone",
    "not_archived",
)  # fmt: skip
