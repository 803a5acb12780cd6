"""The story of a page: which of its text blocks are kept, and which rule dropped each of the others.

``measure`` says how much a block reads like prose, ``container`` where the story stands, ``structure`` what inside it
is page matter by its place, ``lines`` what is by its words, ``fallback`` takes the text from structured data where the
page has none. One pass over ``document.blocks`` and ``document.regions``.
"""

from crawler.extract.body.select import Story, select

__all__ = ["Story", "select"]
