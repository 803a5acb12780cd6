"""Says which stored events an article covers, and what that rests on.

``names`` tells how an event may be named in a text, ``index`` finds those names in the words of an article
(``tokens``, ``reading``), ``weighing`` gathers the evidence for each event found, by the one table of weights,
``deciding`` chooses among editions and links or abstains, ``sessions`` does so for the sessions of a linked event,
and ``told`` finds events that no source describes.
"""

from crawler.relate.coverage.deciding import RULES, link
from crawler.relate.coverage.facts import EventFacts, Evidence, Link, facts_of
from crawler.relate.coverage.index import CoverageIndex
from crawler.relate.coverage.told import TOLD_RULES, ToldEvent, told_events

__all__ = ["RULES", "TOLD_RULES", "CoverageIndex", "EventFacts", "Evidence", "Link", "ToldEvent", "facts_of", "link", "told_events"]
