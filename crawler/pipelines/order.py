"""Scrapy's item processing by the order of ``ITEM_PIPELINES``: a step is loaded when an item comes that has not taken it.

The pages of our own spiders were read in a worker process and have taken every step but the store: the crawler's own
process then loads no normaliser.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object

from crawler.items import Page
from crawler.settings import ITEM_PIPELINES, STEPS

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from crawler.pipelines.step import Step


class Order(ItemPipelineManager):
    """Scrapy's manager of item pipelines, with our own steps loaded late."""

    @classmethod
    def _get_mwlist_from_settings(cls, settings: Settings) -> list[Any]:
        late = dict(zip(ITEM_PIPELINES, STEPS, strict=False))
        wanted = settings.getdict("ITEM_PIPELINES")
        # Scrapy's own way loads every class, to know the same one under two names
        plain = all(isinstance(path, str) for path in wanted)
        named: list[Any] = build_component_list(wanted) if plain else super()._get_mwlist_from_settings(settings)
        return [partial(Late, step, late[step]) if isinstance(step, str) and step in late else step for step in named]


class Late:
    """A step that is loaded when an item needs it."""

    def __init__(self, path: str, name: str) -> None:
        self._path, self._name = path, name
        self._step: Step | None = None

    def process_item(self, item: Any) -> Any:
        """Scrapy's entry: Pages take the step if they have not yet; other items pass."""
        if not isinstance(item, Page) or self._name in item.steps:
            return item
        if self._step is None:
            self._step = load_object(self._path)()
        return self._step.process_item(item)
