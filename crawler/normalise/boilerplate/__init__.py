"""Lines of a page that are not the story, told by their words alone: full-line patterns, never parts of a sentence."""

from crawler.normalise.boilerplate.lines import MAX_LINE, Position, is_boilerplate

__all__ = ["MAX_LINE", "Position", "is_boilerplate"]
