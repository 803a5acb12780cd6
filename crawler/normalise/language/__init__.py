"""Languages: what a text is written in, and what a page claims, as BCP 47 tags.

``identify`` decides from the text alone, offline: by script first (``scripts``), then by a model restricted to the
languages of that script. ``normalise_tag`` reads what pages declare (``tags``).
"""

from __future__ import annotations

from crawler.normalise.language.identify import Guess, identify, may_be, sample
from crawler.normalise.language.kinship import alike
from crawler.normalise.language.tags import base, normalise_tag

__all__ = ["Guess", "alike", "base", "identify", "may_be", "normalise_tag", "sample"]
