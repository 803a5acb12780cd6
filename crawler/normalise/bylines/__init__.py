"""Printed credit lines and author bios into names, roles and affiliations, over languages and scripts; abstains when in doubt."""

from crawler.normalise.bylines.bio import from_bio
from crawler.normalise.bylines.credit import Credit
from crawler.normalise.bylines.names import kind, proper
from crawler.normalise.bylines.parse import Byline, opens, parse

__all__ = ["Byline", "Credit", "from_bio", "kind", "opens", "parse", "proper"]
