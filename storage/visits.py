"""One outcome on its way into the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.prepared import Prepared
    from storage.records import Outcome, Row


@dataclass(slots=True)
class Visit:
    """One outcome on its way into the database, with the rows it has found or made so far."""

    outcome: Outcome
    page_id: int | None = None
    site_id: int | None = None
    places: tuple[str, ...] = ()  #: key and host of the site
    known: Row | None = None  #: the page's row as it was before
    capture_id: int | None = None  #: the capture that was read; for an unchanged body the one stored before
    new_capture: bool = False
    revision_id: int | None = None
    prepared: Prepared | None = None  #: what was made of the words of a reading that is new
    events: int = 0
    articles: int = 0
    revisions: int = 0
    issues: int = 0
    found: int = 0

    @property
    def same_body(self) -> bool:
        """Whether the page had this very answer as its last capture."""
        return self.known is not None and not self.new_capture

    @property
    def bad(self) -> bool:
        """Whether the answer gave nothing to keep: it says nothing about what the page holds."""
        return self.outcome.state == "failed" or self.outcome.gone
