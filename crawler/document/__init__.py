"""Bytes in, one bounded document out: the only parse of a page.

``parse`` decides the charset (``charset``), tells what the body is (``sniff``), parses HTML once and walks the tree
once (``walk``) into plain lists that everything above reads: text blocks with their regions, anchors, metas, scripts.
"""

from crawler.document.model import Anchor, Document, ImageTag, LinkTag, Mark, Region, TextBlock, TimeTag
from crawler.document.parse import parse

__all__ = ["Anchor", "Document", "ImageTag", "LinkTag", "Mark", "Region", "TextBlock", "TimeTag", "parse"]
