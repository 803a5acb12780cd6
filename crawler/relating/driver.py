"""Takes what is new through the relating steps, bounded in time; what is left stays to be done by the next run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from storage import relating

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.database import Database
    from storage.relating import Pending


ROUNDS: Final = 5  #: times that a run goes back for articles which a step wants to see again


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is."""

    step: str
    done: int  #: articles seen in this run
    total: int  #: articles that it had to see when the run began
    ended: bool = False  #: the step will see no more in this run; with ``done`` below ``total`` it ran out of time


class Step(Protocol):
    """A way to relate articles. A batch may come a second time (after a crash, or with ``--all``): the result is then the same."""

    name: str  #: one of the registry
    rules: str  #: version of what it does; with a new one it sees every article again
    batch: int  #: how many articles it takes at a time: seconds of work, not minutes

    def begin(self, database: Database, *, everything: bool) -> None:
        """Make ready for a run, before what is to be seen is counted.

        The step may let articles be seen again that something else concerns (:func:`storage.relating.forget`);
        ``everything`` says that all will be seen.
        """

    def run(self, database: Database, batch: Sequence[Pending], progress: Callable[[int], None]) -> None:
        """Relate the articles of a batch and commit; ``progress`` may be told how many of them are done.

        An article may have gone, or have another reading, by the time it is looked at. Raises StorageError.
        """


def relate(
    database: Database,
    steps: Sequence[Step],
    *,
    everything: bool = False,
    seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> list[Progress]:
    """Take what each step has not seen, or ``everything``, through it; return how far each one came.

    After ``seconds``, or once ``stopped`` says so, the batch under way is ended and the rest is left to the next run.
    Raises StorageError.
    """
    until = None if seconds is None else clock() + seconds

    def over() -> bool:
        return stopped() or (until is not None and clock() >= until)

    return [_take(database, step, everything, over, on_progress or _silent) for step in steps]


def _take(database: Database, step: Step, everything: bool, over: Callable[[], bool], tell: Callable[[Progress], None]) -> Progress:
    """Take one step through its batches."""
    if everything:
        with database.writing() as connection:
            relating.forget(connection, step.name)
    step.begin(database, everything=everything)
    with database.reading() as connection:
        total = relating.count(connection, step.name, step.rules)
    done, after, rounds = 0, 0, ROUNDS
    complete = total == 0
    while total and not over():
        with database.reading() as connection:
            batch = relating.pending(connection, step.name, step.rules, step.batch, after=after)
        if not batch and after and rounds:
            after, rounds = 0, rounds - 1  # the step may have let earlier articles be seen again
            continue
        if not batch:
            complete = True
            break
        before = done
        step.run(database, batch, lambda part, before=before: tell(Progress(step.name, before + part, total)))  # type: ignore[misc]
        with database.writing() as connection:
            relating.mark(connection, step.name, step.rules, batch)
        done, after = done + len(batch), batch[-1].revision_id
        tell(Progress(step.name, done, max(total, done)))
    if complete:
        with database.writing() as connection:
            relating.settle(connection, step.name, step.rules, datetime.now(UTC))
        total = done
    ended = Progress(step.name, done, max(total, done), ended=True)
    tell(ended)
    return ended


def _silent(progress: Progress) -> None:
    """Tell nobody."""
