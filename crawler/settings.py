"""Scrapy settings of the project: few, each non-default with its reason.

``ITEM_PIPELINES`` is the one statement of the order in which a page is normalised; ``crawler.reading`` follows it too.
"""

from __future__ import annotations

BOT_NAME = "pressrow"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

ITEM_PIPELINES = {
    "crawler.pipelines.text_gate.TextGate": 100,
    "crawler.pipelines.headings.Headings": 150,
    "crawler.pipelines.boilerplate.Boilerplate": 200,
    "crawler.pipelines.bylines.Bylines": 300,
    "crawler.pipelines.dates.Dates": 400,
    "crawler.pipelines.language.Language": 500,
    "crawler.pipelines.addresses.Addresses": 600,
    "crawler.pipelines.validation.Validation": 700,
    "crawler.pipelines.store.Store": 900,
}
