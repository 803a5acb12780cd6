"""The order of steps, and which process loads them."""

import subprocess
import sys

from scrapy.settings import Settings

from crawler import reading, settings
from crawler.items import Article, Candidate, Page
from crawler.pipelines.order import Late, Order
from crawler.settings import STEPS


def test_every_step_is_named_as_its_module_in_the_order_of_the_settings():
    assert [step.name for step in reading.steps()] == list(STEPS)


def test_a_step_is_taken_by_a_page_that_has_not_and_left_by_one_that_has():
    step = Late("crawler.pipelines.headings.Headings", "headings")
    page = Page(url="https://news.example/a", requested_url="https://news.example/a", captured_at=None, article=Article())
    page.evidence = {"headline": [Candidate("Ministers agree on the harbour", "h1", 0.9)]}
    page.steps = ["headings"]
    assert step.process_item(page).article.headline is None
    page.steps = []
    assert step.process_item(page).article.headline == "Ministers agree on the harbour"
    assert page.steps == ["headings"]
    assert step.process_item({"an": "item"}) == {"an": "item"}


def test_steps_of_somebody_else_keep_their_place_among_ours():
    own = Settings({"ITEM_PIPELINES": {**settings.ITEM_PIPELINES, "somebody.Own": 350}})
    paths = [getattr(step, "args", (step,))[0] for step in Order._get_mwlist_from_settings(own)]
    assert paths[4] == "somebody.Own"
    assert [path for path in paths if path != "somebody.Own"] == list(settings.ITEM_PIPELINES)


def test_the_crawlers_own_process_loads_no_reader():
    modules = "crawler.run, crawler.spiders.site, crawler.frontier.scheduler, crawler.pipelines.order, crawler.pipelines.store"
    names = "crawler.reading", "crawler.document", "crawler.extract", "crawler.decide", "crawler.normalise.bylines", "ftfy", "numpy"
    code = f"import sys, {modules}; print([name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
