from itertools import count

from crawler.middlewares.traps import Traps
from crawler.normalise.urls import pattern, url_key

SITE = "http://a.test"


def crawl(traps, start, links_of, fruit=lambda _url: False, limit=2000):
    """Breadth first through a site that never ends; returns how many pages were asked for."""
    queue, seen, asked = [start], {start}, 0
    while queue and asked < limit:
        url = queue.pop(0)
        where = pattern(url)
        if traps.is_closed(where):
            continue
        traps.requested(where)
        asked += 1
        links = links_of(url)
        traps.read(where, fruit=fruit(url), leads_to=[(pattern(link), url_key(link)) for link in links])
        for link in links:
            if link not in seen:
                seen.add(link)
                queue.append(link)
    return asked


def test_an_endless_calendar_is_left_after_a_hundred_pages():
    months = count()
    assert crawl(Traps(), f"{SITE}/calendar?m=0", lambda _: [f"{SITE}/calendar?m={next(months)}", f"{SITE}/"]) <= 110


def test_facets_in_every_combination_are_one_trap():
    def links(url):
        return [f"{url}{'&' if '?' in url else '?'}{k}={v}" for k in ("color", "size", "city") for v in "ab"]

    traps = Traps()
    assert crawl(traps, f"{SITE}/trap/facet", links) <= 80
    assert traps.closed == {"a.test/trap/facet?**"}
    assert traps.is_closed(pattern(f"{SITE}/trap/facet?color=z&page=2"))


def test_each_pattern_of_a_family_that_closes_is_known_with_its_last_page():
    traps = Traps()
    closed = None
    for n in range(400):
        url = f"{SITE}/trap/{'abcdefg'[n % 7]}?n={n}"
        closed = closed or traps.read(pattern(url), fruit=False, leads_to=(), url=url)
    assert closed == "a.test/trap/**"
    assert {name for name, _ in traps.members(closed)} == {f"a.test/trap/{letter}?n" for letter in "abcdefg"}


def test_a_path_that_grows_is_a_trap():
    assert crawl(Traps(), f"{SITE}/trap/path", lambda url: [url.rstrip("/") + f"/{'ab'[len(url) % 2]}{len(url)}/"]) <= 200


def test_random_words_below_one_folder_are_a_trap():
    words = count()
    assert (
        crawl(Traps(), f"{SITE}/trap/x", lambda _: [f"{SITE}/trap/w{'abcdefghij'[next(words) % 10] * (next(words) % 7 + 1)}{next(words)}x"])
        <= 200
    )


def test_a_menu_and_the_latest_stories_on_every_page_are_no_way_out():
    traps = Traps()
    traps.read(pattern(f"{SITE}/news/a-story-of-one"), fruit=True, leads_to=())
    months = count()
    always = [f"{SITE}/", f"{SITE}/about", *(f"{SITE}/news/a-story-of-{n}" for n in range(9))]
    assert crawl(traps, f"{SITE}/calendar?m=0", lambda _: [f"{SITE}/calendar?m={next(months)}", *always]) <= 130


def test_an_archive_of_a_thousand_pages_is_read_to_its_end():
    def links(url):
        if "/page/" not in url:
            return []
        n = int(url.rsplit("/", 1)[1])
        return [f"{SITE}/news/a-story-of-day-{n}", f"{SITE}/page/{n + 1}"] if n < 1000 else []

    assert crawl(Traps(), f"{SITE}/page/1", links, fruit=lambda url: "/news/" in url, limit=5000) == 1999


def test_tag_pages_that_list_known_articles_are_no_trap():
    traps = Traps()
    traps.read(pattern(f"{SITE}/news/a-story-of-one"), fruit=True, leads_to=())
    for n in range(500):
        story = f"{SITE}/news/a-story-of-{n}"
        assert traps.read(pattern(f"{SITE}/tag/{n}"), fruit=False, leads_to=[(pattern(story), url_key(story))]) is None


def test_what_was_closed_is_reported_with_its_requests():
    traps = Traps()
    months = count(1)
    crawl(traps, f"{SITE}/calendar?m=0", lambda _: [f"{SITE}/calendar?m={next(months)}"])
    assert traps.report() == [{"pattern": "a.test/calendar?m", "requests": 100}]
