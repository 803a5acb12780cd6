"""Looks at a site for a minute: what it offers, how a handful of its pages are read, what is in the way, and a draft of its profile.

``asking`` makes a small crawl into a folder that is thrown away, ``survey`` looks at what came, ``trouble`` says what is
wrong with it, ``selectors`` proposes where fields stand that no shared rule finds, ``drafts`` writes profile and fixtures.
"""

from crawler.probe.asking import Sample, ask
from crawler.probe.drafts import profile_text, write
from crawler.probe.survey import Survey, look

__all__ = ["Sample", "Survey", "ask", "look", "profile_text", "write"]
