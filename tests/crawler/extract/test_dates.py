from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.document import parse
from crawler.errors import DocumentError
from crawler.extract.dates import Dates, from_address, from_scripts, gather

HEAD = "<html lang=en><title>A story</title><body><h1>A story</h1>"
TEXT = "<p>" + "Words of a story that goes on for a while and says a lot. " * 6 + "</p>"


def dates(html: str, headline: int | None = 0, url: str = "https://example.com/a-story", language: str | None = "en") -> Dates:
    return gather(parse(html.encode(), url=url), headline, language=language)


def first(found: Dates) -> str | None:
    return found.published[0].value if found.published else None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("<time datetime='2017-04-23T10:00:00+02:00'>23 April</time>", "2017-04-23T10:00:00+02:00"),
        ("<p class=date>23 April 2017</p>", "23 April 2017"),
        ("<p>By Ada Quill | 23 April 2017 | 3 comments</p>", "23 April 2017"),
        ("<div class=meta>Posted on April 23, 2017 by admin</div>", "April 23, 2017"),
        ("<abbr class=published title='2017-04-23T10:00:00+02:00'>Sunday</abbr>", "2017-04-23T10:00:00+02:00"),
        ("<td>Veröffentlicht: 23.04.2017</td>", "23.04.2017"),
        ("<p class=date>3 hours ago</p>", "3 hours ago"),
        ("<p class=date>Published: 16:20, 05 November 2021</p>", "16:20, 05 November 2021"),
        ("<td>发布时间：2019-02-25　浏览次数：1043</td>", "2019-02-25"),
    ],
)
def test_the_date_beside_the_headline_is_found(line: str, value: str) -> None:
    assert first(dates(HEAD + line + TEXT)) == value


def test_a_change_is_told_from_the_publication() -> None:
    found = dates(HEAD + "<p>Published 23 April 2017 | Updated 25 April 2017</p>" + TEXT)
    assert first(found) == "23 April 2017"
    assert found.modified[0].value == "25 April 2017"


@pytest.mark.parametrize(
    "label",
    [
        "Updated",
        "Last modified:",
        "Zuletzt aktualisiert am",
        "Mis à jour le",
        "Actualizado",
        "更新于",
        "Обновлено",
        "최종수정",
        "Güncelleme:",
    ],
)
def test_changes_are_labelled_in_many_languages(label: str) -> None:
    found = dates(HEAD + f"<p>{label} 2017-04-25</p>" + TEXT)
    assert not found.published
    assert found.modified[0].value == "2017-04-25"


def test_an_old_theme_may_break_lines_instead_of_making_blocks() -> None:
    assert (
        first(dates(HEAD + "<td>By Ada Quill<br>Published: 23 April 2017<br>" + "Some words of the story. " * 10 + "</td>"))
        == "23 April 2017"
    )


@pytest.mark.parametrize(
    "part",
    [
        "<div class=comments><p class=date>24 April 2017</p></div>",
        "<div class=related-posts><time datetime=2017-04-24>x</time></div>",
        "<div class=cookie-consent>24 April 2017</div>",
    ],
)
def test_dates_of_comments_and_related_items_are_left_out(part: str) -> None:
    assert not dates(HEAD + TEXT + part).published


def test_a_copyright_line_and_a_sentence_weigh_little() -> None:
    found = dates(
        HEAD
        + "<p class=date>23 April 2017</p>"
        + TEXT
        + "<p>© 1 January 2018 Example</p><p>He was born on 3 May 1970 and went on to win.</p>"
    )
    assert first(found) == "23 April 2017"
    assert all(candidate.confidence < 0.3 for candidate in found.published[1:])


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://example.com/2017/04/23/a-story/", "2017-04-23"),
        ("https://example.com/2017/4/3/a-story", "2017-04-03"),
        ("https://example.com/news/a-story-20170423.html", "2017-04-23"),
        ("https://example.com/news/2017-04-23-a-story", "2017-04-23"),
        ("https://example.com/2017/apr/23/a-story", "23 apr 2017"),
        ("https://example.com/meldungen/29-10-2021", "2021-10-29"),
        ("https://example.com/2017/04/a-story/", "2017-04"),
        ("https://web.archive.org/web/20200101000000/http://example.com/2017/04/23/a/", "2017-04-23"),
        ("https://example.com/2023/10/3-questions", "2023-10"),
        ("https://example.com/1969/12/16_a_story", None),
        ("https://example.com/article/123456789", None),
        ("https://example.com/?d=2017-04-23", None),
        ("https://20170423.example.com/", None),
    ],
)
def test_addresses_hold_dates(url: str, value: str | None) -> None:
    found = from_address(url)
    assert (found and found.value) == value


def test_a_page_of_dates_costs_little_and_gives_few() -> None:
    found = dates(HEAD + "<p class=date>23 April 2017 23 April 2018 3 May 2019</p>" * 3000 + "<time datetime=2017-04-23>x</time>" * 3000)
    assert len(found.published) <= 12


def test_a_day_and_a_clock_in_two_tags_are_one_moment() -> None:
    found = dates(HEAD + "<p><time>3 May 2022</time> <time>21:25</time></p>" + TEXT)
    assert "3 May 2022 21:25" in [candidate.value for candidate in found.published]


def test_a_date_that_only_its_class_calls_updated_may_be_either() -> None:
    found = dates(HEAD + "<p class=updated>23 April 2017</p>" + TEXT)
    assert first(found) == "23 April 2017"
    assert found.modified[0].confidence > found.published[0].confidence


def test_the_foot_of_an_article_counts_where_it_is_labelled() -> None:
    page = HEAD + TEXT * 12 + "<div class=entry-footer><p>Posted on 23 April 2017 by Ada</p></div>"
    assert first(dates(page)) == "23 April 2017"


def test_a_wrapper_with_a_misleading_name_hides_nothing() -> None:
    page = "<html lang=en><title>A story</title><body><div class=related><h1>A story</h1><p>23 April 2017</p>" + TEXT + "</div>"
    assert first(dates(page)) == "23 April 2017"


PIECES = [
    "<p class=date>",
    "<time datetime=",
    "'2017-04-23'>",
    "</time>",
    "23 April 2017",
    "Updated ",
    "3 hours ago",
    "</p>",
    "<br>",
    "<div class=footer>",
    "2026年5月12日",
    "99/99/9999",
    "\u0661",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25))
def test_gathering_is_total(pieces: list[str]) -> None:
    try:
        document = parse(("<html><body><h1>x</h1>" + "".join(pieces)).encode("utf-8", "replace"), url="https://example.com/")
    except DocumentError:
        return
    gather(document, 0, language="en")
    gather(document, None, language=None)


def test_the_class_that_wordpress_gives_to_every_published_post_marks_no_date() -> None:
    theme = "<article class='post type-post status-publish hentry'><h1>A story</h1><p>By Ada Quill</p>"
    paragraph = (
        "<p>Wickham, N.H. March 9, 2018, — The fair came to an end this afternoon. "
        + "It drew many visitors to the old mill. " * 5
        + "</p>"
    )
    found = dates("<html lang=en><title>A story</title><body>" + theme + paragraph + TEXT + "</article>")
    assert not [candidate for candidate in found.published if candidate.rule == "visible:date"]


def test_the_data_of_a_page_that_a_script_draws_tell_its_day_where_they_know_but_one() -> None:
    state = "<script id=__NEXT_DATA__ type=application/json>%s</script>"
    one = '{"story": {"title": "A story", "createdAt": "2022-01-31T15:58:43+01:00", "updatedAt": "2022-02-03T10:00:00Z"}}'
    many = '[{"publishedAt": "2022-01-31T15:58:43Z"}, {"publishedAt": "2022-01-30T09:00:00Z"}]'
    found = from_scripts(parse((HEAD + state % one).encode()))
    assert [(candidate.value, candidate.rule) for candidate in found] == [("2022-01-31T15:58:43+01:00", "script:__NEXT_DATA__")]
    assert from_scripts(parse((HEAD + state % many).encode())) == []
    assert from_scripts(parse(HEAD.encode())) == []


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Diese Seite wurde zuletzt am 29. Januar 2020 um 13:22 Uhr geändert.", None, "29. Januar 2020 um 13:22 Uhr"),
        ("2024年5月12日 公開 / 2024年5月13日 更新", "2024年5月12日", "2024年5月13日"),
        ("公開日 2024年5月12日 更新日 2024年5月13日", "2024年5月12日", "2024年5月13日"),
        ("12.05.2024 tarihinde güncellendi", None, "12.05.2024"),
        ("3 May 2024 | Updated:", "3 May 2024", None),
        ("Last updated date: 3 May 2024", None, "3 May 2024"),
        ("Exchange rates and climate change, 3 May 2024", "3 May 2024", None),
    ],
)
def test_words_behind_a_date_say_what_it_is_of(line: str, published: str | None, modified: str | None) -> None:
    found = dates(HEAD + f"<p class=date>{line}</p>" + TEXT, language="de")
    assert first(found) == published
    assert (found.modified[0].value if found.modified else None) == modified


def test_the_sentence_at_the_end_of_an_old_blog_is_read() -> None:
    end = "<p>„Ein Titel von mehr als zwei Wörtern“ wurde am 19. Mai 2010 um 23:03 Uhr gepostet und unter Lesenswertes, Bücher und noch einigem mehr abgelegt.</p>"
    assert first(dates(HEAD + TEXT * 40 + end, language="de")) == "19. Mai 2010 um 23:03 Uhr"


def test_the_posts_of_a_thread_are_its_own() -> None:
    page = HEAD + "<div class=comments><div class=info>ada28.09.1912:44</div><p>Words of a reader.</p></div>"
    assert not dates(page).published
    found = gather(parse(page.encode(), url="https://example.com/a"), 0, language="de", thread=True)
    assert first(found) == "28.09.1912:44"


@pytest.mark.parametrize(
    "line",
    [
        "<time title='3 May 2024, 10:15'>2 days ago</time>",
        "<abbr title='3 May 2024, 10:15'><span class=timestamp>3 May</span></abbr>",
        "<span class=date title='3 May 2024, 10:15'>3 May</span>",
    ],
)
def test_a_title_may_hold_the_whole_date(line: str) -> None:
    assert first(dates(HEAD + f"<p>{line}</p>" + TEXT)) == "3 May 2024, 10:15"


def test_a_fact_in_a_table_is_not_the_date_of_the_page() -> None:
    found = dates(HEAD + "<table><tr><th>Founded<td>28 February 1998</table>" + TEXT)
    assert all(candidate.confidence < 0.15 for candidate in found.published)


def test_the_days_of_references_are_left_out() -> None:
    assert not dates(HEAD + TEXT + "<ol><li id=cite_note-3>^ Quill, Ada (3 May 2019). A book. Retrieved 4 May 2020.</ol>").published


def test_a_day_that_stands_alone_far_away_is_better_than_none() -> None:
    far = TEXT * 60 + "<p>2019.03.05</p>"
    assert first(dates(HEAD + far)) == "2019.03.05"
    assert not dates(HEAD + far + TEXT + "<p>2019.04.06</p>").published
    assert first(dates(HEAD + "<p class=date>3 May 2019</p>" + far)) == "3 May 2019"
