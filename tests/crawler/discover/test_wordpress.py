import json
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover import wordpress
from crawler.discover.sniff import sniff
from crawler.document.model import LinkTag
from crawler.items import Capture
from crawler.reading import read

URL = "https://blog.example/wp-json/wp/v2/posts?per_page=100"


def entry(**more):
    return {"id": 7, "date": "2025-05-14T11:30:00", "date_gmt": "2025-05-14T09:30:00", "link": "https://blog.example/2025/a-post/"} | more


def hint(**more):
    (link,) = wordpress.read(json.dumps([entry(**more)]).encode(), URL).links
    return link.hint


def test_the_offset_of_the_site_s_clock_is_read_from_the_two_dates():
    assert hint().published == "2025-05-14T11:30:00+02:00"
    assert hint(date="2025-05-14T04:00:00").published == "2025-05-14T04:00:00-05:30"


@pytest.mark.parametrize(
    ("local", "world", "published"),
    [
        ("2025-05-14T11:30:00", None, "2025-05-14T11:30:00"),
        ("2025-05-14T11:30:00", "0000-00-00T00:00:00", "2025-05-14T11:30:00"),
        ("2025-05-14T11:30:00", "-0001-11-30T00:00:00", "2025-05-14T11:30:00"),
        ("2025-05-14T11:30:00", "2024-01-01T00:00:00", "2024-01-01T00:00:00+00:00"),
        (None, "2025-05-14T09:30:00", "2025-05-14T09:30:00+00:00"),
        ("tomorrow", 17, None),
    ],
)
def test_a_missing_or_impossible_date_leaves_what_the_other_says(local, world, published):
    assert hint(date=local, date_gmt=world).published == published


def test_title_authors_categories_and_language_are_plain_text():
    embedded = {
        "author": [{"name": "Ana &amp; Co"}, {"code": "rest_user_invalid_id"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "R&amp;D"}],
            [{"taxonomy": "post_tag", "name": "sea"}, {"taxonomy": "post_format", "name": "Aside"}],
        ],
    }
    given = hint(title={"rendered": "A <em>tide</em> &#8211; it&#8217;s"}, _embedded=embedded, lang="pt_BR")
    assert (given.title, given.authors, given.categories, given.language) == ("A tide – it’s", ["Ana & Co"], ["R&D", "sea"], "pt-BR")


def test_several_writers_of_a_plug_in_stand_before_the_account():
    account = {"author": [{"name": "admin"}]}
    assert hint(authors=[{"display_name": "Ana Lund"}, {"display_name": "Bo Rask"}], _embedded=account).authors == ["Ana Lund", "Bo Rask"]
    assert hint(_embedded=account | {"wp:term": [[{"taxonomy": "author", "name": "Ana Lund"}]]}).authors == ["Ana Lund"]
    assert hint(yoast_head_json={"author": "Ana Lund"}).authors == ["Ana Lund"]


@pytest.mark.parametrize(
    ("headers", "url", "count", "following"),
    [
        ({"x-wp-totalpages": "3"}, URL, 1, "page=2"),
        ({"x-wp-totalpages": "3"}, URL + "&page=3", 100, None),
        ({}, URL, 99, None),
        ({}, URL, 100, "page=2"),
        ({"link": '<https://blog.example/x>; rel="prev", <https://blog.example/y>; rel="next"'}, URL, 5, "page=2"),
        ({"x-wp-totalpages": "99999999999"}, URL + "&page=9", 1, None),
        ({"x-wp-totalpages": "9999999"}, URL + "&page=1000", 1, None),
        ({"x-wp-totalpages": "2"}, "https://blog.example/?rest_route=/wp/v2/posts", 1, "page=2"),
    ],
)
def test_the_next_page_is_told_by_the_answer_s_head_or_by_a_full_page(headers, url, count, following):
    body = json.dumps([entry(link=f"https://blog.example/post-{n}/") for n in range(count)]).encode()
    found = [link.url for link in wordpress.read(body, url, headers).links if link.rel == "next"]
    assert len(found) == (following is not None)
    assert all(following in address for address in found)


def test_posts_that_are_not_published_and_files_are_left_out_and_each_address_counts_once():
    entries = [
        entry(),
        entry(),
        entry(status="draft", link="https://b.example/d/"),
        entry(link="https://b.example/a.pdf"),
        entry(link=3),
        17,
        None,
    ]
    assert [link.url for link in wordpress.read(json.dumps(entries).encode(), URL).links] == ["https://blog.example/2025/a-post/"]


def test_notices_before_the_list_and_notes_behind_it_do_no_harm():
    body = b"\xef\xbb\xbf<br />\n<b>Notice</b>: x\n" + json.dumps([entry()]).encode() + b"<!-- cached -->"
    assert len(wordpress.read(body, URL).links) == 1


def test_a_list_far_too_long_is_cut_and_told():
    found = wordpress.read(json.dumps([entry(link=f"https://blog.example/post-{n}/") for n in range(900)]).encode(), URL)
    assert sum(link.rel == "link" for link in found.links) == 200
    assert [issue.cls for issue in found.issues] == ["link_cap"]


@pytest.mark.parametrize(
    "body", [b"[" * 1_000_000, b'{"a":' * 500_000, b"[" + b"9" * 4_000_000 + b"]", b"\x1f\x8b\x08\x00broken", b"<" * 2_000_000]
)
def test_hostile_bodies_are_told_at_once(body):
    start = time.process_time()
    assert not wordpress.read(body, URL).links
    assert time.process_time() - start < 1.0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "link",
                        "title",
                        "rendered",
                        "date",
                        "date_gmt",
                        "_embedded",
                        "author",
                        "wp:term",
                        "authors",
                        "name",
                        "status",
                        "guid",
                        "namespaces",
                        "code",
                    ]
                ),
                inner,
            )
        ),
        max_leaves=30,
    )
)
def test_any_json_is_read_without_an_error(value):
    wordpress.read(json.dumps(value).encode(), URL, {"x-wp-totalpages": "x", "link": "<<>;"})
    wordpress.site_of(json.dumps(value).encode())


def test_the_api_is_found_in_the_head_and_in_the_link_header():
    tags = [LinkTag("stylesheet", "/x.css"), LinkTag("https://api.w.org/", "/wp-json/")]
    header = '</s.css>; rel="preload", <https://blog.example/en/wp-json/>; rel="https://api.w.org/"; title="a, b"'
    found = wordpress.offers(tags, header, "https://blog.example/")
    assert [link.url for link in found] == ["https://blog.example/wp-json/", "https://blog.example/en/wp-json/"]


@pytest.mark.parametrize(
    "root",
    [
        "https://b.example/wp-json",
        "https://b.example/wp-json/",
        "https://b.example/?rest_route=/",
        "https://b.example/index.php?rest_route=%2F",
    ],
)
def test_addresses_of_the_api_keep_the_form_of_its_root_and_both_days_belong_to_the_range(root):
    address = wordpress.posts(root, date(2025, 5, 1), date(2025, 5, 31))
    assert "/wp/v2/posts" in address
    assert "after=2025-04-30T23:59:59" in address
    assert "before=2025-06-01T00:00:00" in address
    assert not wordpress.is_newest(address)
    assert wordpress.is_newest(wordpress.posts(root))


def test_an_archived_answer_of_the_api_is_read_as_such():
    body = json.dumps([entry()]).encode()
    assert sniff(body) == "wordpress"
    assert sniff(b'[{"id": 1, "name": "no post"}]') == "other"
    page = read(Capture(url=URL, body=body, captured_at=datetime(2026, 1, 1, tzinfo=UTC), content_type="application/json"))
    assert (page.kind, page.kind_rule, len(page.links)) == ("listing", "wordpress", 1)


def test_the_root_says_the_site_s_name_and_time_zone():
    root = {"name": "Harbour &amp; Notes", "timezone_string": "Europe/Berlin", "gmt_offset": 2, "namespaces": ["wp/v2"]}
    assert wordpress.site_of(json.dumps(root).encode()) == {"name": "Harbour & Notes", "time_zone": "Europe/Berlin", "offset_hours": "2"}
