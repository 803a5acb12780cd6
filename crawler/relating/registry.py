"""The relating steps by name, in the order in which they run; each is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crawler.relating.driver import Step

#: name → class, made without arguments
STEPS: Final[dict[str, str]] = {
    "people": "crawler.relating.people:People",
    "groups": "crawler.relating.groups:Groups",
    "coverage": "crawler.relating.coverage:Coverage",
}


def step(name: str) -> Step:
    """Return the step of that name, one of :data:`STEPS`. Raises KeyError for another."""
    module, _, attribute = STEPS[name].partition(":")
    made: Step = getattr(import_module(module), attribute)()
    return made
