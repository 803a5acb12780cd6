"""Two stories in many kinds of clothes: nothing of the page in the text, nothing of the story out of it."""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler import document as documents
from crawler.extract import anchor, body, structured


@dataclass(frozen=True)
class Told:
    headline: str
    paragraphs: tuple[str, ...]
    byline: str = ""
    section: str = ""
    caption: str = ""
    caption_after: int = 0  #: the caption stands after so many paragraphs
    bio: str = ""
    about: str = ""  #: the label under which a theme repeats the author


ORCHARD = Told(
    headline="Orchard Cloud: The Quiet Giant of Farm Sensors",
    section="Field Notes",
    paragraphs=(
        "AgriTech Meetup: Lyon opened its third day with a long talk with Marta Quill, the fair’s current host, on her years in farm sensors, her failures, and her newest company, the sensor maker Orchard Cloud. Called the “hope of small farms”, Marta Quill is known for her work at Tilia and run by",
        "Marta looked back on how cheap radio chips changed the trade, but was quick to say that firms like Orchard Cloud can move sooner by joining soil probes, maps, and the weather. With the right plan, she felt that the gap between large and small farms could be closed within ten years.",
        "Asked if the valley was ready for another large maker of instruments, Marta Quill spoke of the differences between the plain and the hills. Building here first, they can then  carry the firm abroad.",
        "It was also clear that she did not expect to earn money from the probes, but from the maps.",
        "In closing, Marta gave plain advice to young founders: do what you can mend yourself. Once you can mend it, you can sell it.",
    ),
    bio="Simon Petrel is an independent consultant and long-time farm watcher, having worked at companies such as Deere and Claas. Simon has lived in Lyon for more years than he’s willing to admit.\u00a0",
    about="Simon Petrel",
)
HARBOUR = Told(
    headline="Orchard Cloud’s Marta Quill Speaks about Patience and Probes at the Valmont Farm Forum",
    byline="By Ines Okafor, valmontherald.example",
    paragraphs=(
        "Valmont, Ohio. May 14, 2018, — The 12th Valmont Farm Forum came to a close this afternoon at the Mill Hotel. The 2-day forum drew around 700 people this year, and is the largest farm meeting of the county.",
        "Of the many founders who attended this year’s forum, few had as large an effect as Ms. Marta Quill on how hill farms measure their soil. Within six short years, Quill built the largest probe maker of the region, which is expected to sell $9 million worth of probes in 2018.",
        "“Over the past 200 weeks, we have had a new map every week. This is very hard for a firm that makes things,” Quill said of the work at Orchard Cloud on the evening of May 12.",
        "Ms. Marta Quill is a renowned engineer and farm investor. She founded Orchard Cloud in 2012, taking the position of chairwoman. She is also co-founder of Tilia, which went public in 2009. As an investor, Ms. Quill has helped build over 15 companies such as Loam (LM) and Sorrel.",
        "Ms.Quill has put her way of thinking into “Soil, Patience, Maps and Word of Mouth”. With this plain creed, Orchard Cloud is changing many trades, including mills, barns, and orchards.",
    ),
    caption="Marta Quill, founder of Orchard Cloud, speaks at the Valmont Farm Forum (photo by valmontherald.example).",
    caption_after=1,
)


def _seed(name: str) -> Told | None:
    folder = Path(os.environ.get("PRESSROW_SHARED") or Path(__file__).parents[4] / "shared") / "seeds"
    path = next(iter(sorted(folder.glob(f"{name}_*.txt"))), None)
    if path is None:
        return None
    parts = [part.strip("\n") for part in path.read_text(encoding="utf-8").split("\n\n")]
    parts = [part for part in parts if part.strip()]
    if name == "000":
        at = next(i for i, part in enumerate(parts) if part.startswith("Xiaomi:"))
        bio = next(i for i, part in enumerate(parts) if part.startswith("Jeremy Justice"))
        return Told(parts[at], tuple(parts[at + 1 : bio]), section="Industry Leaders", bio=parts[bio], about="Jeremy Justice")
    caption = next(i for i, part in enumerate(parts) if "(photo by" in part)
    return Told(
        parts[0], tuple(p for i, p in enumerate(parts[2:], 2) if i != caption), byline=parts[1], caption=parts[caption], caption_after=1
    )


def _flow(told: Told, paragraph: str = "<p>{}</p>", picture: str = '<img src="/pictures/a.jpg" alt="">', caption: str = "<p>{}</p>") -> str:
    found = []
    for at, text in enumerate(told.paragraphs):
        if told.caption and at == told.caption_after:
            found.append(
                f"{paragraph.format(picture) if paragraph.startswith('<p') else picture}{caption.format(html.escape(told.caption))}"
            )
        found.append(paragraph.format(html.escape(text, quote=False)))
    if told.bio:
        found.append(paragraph.format(html.escape(told.bio)))
    return "\n".join(found)


def _page(told: Told, content: str, head: str = "", site: str = "Global Fair News") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>{html.escape(told.headline)} | {site}</title>{head}</head><body>{content}</body></html>"


MENU = (
    "<ul>"
    + "".join(f'<li><a href="/{word}/">{word.title()}</a></li>' for word in ("home", "news", "events", "people", "about", "contact"))
    + "</ul>"
)
SIDE = (
    "<h3>Recent Posts</h3><ul><li><a href='/1'>Ten things we learned at the spring fair in the old harbour</a></li><li><a href='/2'>Why probes are the new ploughs</a></li></ul>"
    "<h3>Subscribe</h3><p>Sign up for our newsletter and get the best stories of the week in your inbox.</p><p>Your email address</p>"
    "<h3>Archives</h3><ul><li><a href='/2012/05'>May 2012</a></li><li><a href='/2012/04'>April 2012</a></li></ul>"
)
COMMENTS = (
    "<h3>3 Responses to this article</h3><ol class='{0}'><li><cite>Karl Brandt</cite> says: <a href='#c1'>June 3, 2012 at 4:11 pm</a><p>I met her once at a fair and she told me the very same thing, word for word, it is good advice.</p></li>"
    "<li><cite>Amy Woo</cite> says: <a href='#c2'>June 4, 2012 at 9:02 am</a><p>Great write-up! I disagree about the maps though, since the probes will be sold at a loss for many years to come.</p></li></ol>"
    "<h3>Leave a Reply</h3><p>Your email address will not be published. Required fields are marked *</p>"
)


def wordpress_classic(told: Told) -> str:
    return _page(
        told,
        f"""<div id="page"><div id="header"><h1><a href="/">Global Fair News</a></h1><div class="description">Where fairs are told</div></div>
<div class="widget" id="lang"><h2>Language Menu</h2><p>Language: <a href="/en">English</a> <a href="/zh">Chinese</a></p></div>
<div id="nav">{MENU}</div><div id="content" class="narrowcolumn"><div class="post-1843 post type-post status-publish hentry" id="post-1843">
<p class="cat">Categorized | <a href="/cat" rel="category tag">{told.section or "Leaders"}</a></p><h2 class="title">{html.escape(told.headline)}</h2>
<p class="meta">{"<span>" + told.byline + "</span>" if told.byline else "Posted by admin on 12 May 2012"}</p>
<div class="entry">{_flow(told, picture='<div class="wp-caption"><img src="/a.jpg"></div>', caption='<p class="wp-caption-text">{}</p>')}
<div class="yarpp"><p>Related Posts:</p><ul><li>No Related Posts</li></ul></div></div>
<p>About this author:</p><p><a href="https://twitter.example/gfn">Follow GFN on Twitter</a></p></div>
<div id="comments">{COMMENTS.format("commentlist")}</div></div><div id="sidebar">{SIDE}</div><div id="footer"><p>© 2012 Global Fair News. All rights reserved. Powered by WordPress</p></div></div>""",
        '<meta name="generator" content="WordPress 3.3.1">',
    )


def local_news(told: Told) -> str:
    return _page(
        told,
        f"""<header class="site-header"><nav>{MENU}</nav></header><main><article class="single"><h1 class="entry-title">{html.escape(told.headline)}</h1>
<div class="entry-meta"><span class="byline">{told.byline or "Posted by <a rel='author' href='/author/admin'>admin</a>"}</span> <time datetime="2017-04-23">April 23, 2017</time> <a href="#respond">No Comments</a></div>
<div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
<div class="entry-content">{_flow(told, picture='<figure><img src="/a.jpg"></figure>')}
<p><strong>Related:</strong> <a href="/x">Another fair opens its doors</a></p></div>
<footer class="entry-footer">Tags: <a href="/t/a">probes</a>, <a href="/t/b">farms</a></footer></article>
<section class="related-posts"><h3>You may also like</h3><div><a href="/y">Something else that happened in the valley</a><p>A teaser of it that goes on for a sentence or two, so that it looks like prose.</p></div></section>
<div class="comments-area">{COMMENTS.format("comment-list")}</div></main><aside class="sidebar">{SIDE}</aside><footer>Copyright 2017</footer>""",
    )


def table_layout(told: Told) -> str:
    flow = "<br><br>\n".join(
        (f'<img src="a.gif"><br><i>{html.escape(told.caption)}</i><br><br>' if told.caption and at == told.caption_after else "")
        + html.escape(text)
        for at, text in enumerate(told.paragraphs)
    )
    bio = f"<br><br><i>{html.escape(told.bio)}</i>" if told.bio else ""
    return _page(
        told,
        f"""<table width="760"><tr><td colspan="2" bgcolor="#003366"><font color="white">Global Fair News</font></td></tr><tr><td width="150" valign="top">
{"<br>".join(f'<a href="/{w}.html">{w.title()}</a>' for w in ("home", "news", "events", "archive", "links"))}</td>
<td valign="top"><font size="5"><b>{html.escape(told.headline)}</b></font><br><font size="1">{told.byline or "May 12, 2012"}</font><br><br><font face="Arial" size="2">{flow}{bio}</font>
<br><br><a href="javascript:print()">Print this page</a> | <a href="mailto:x">Email this</a></td></tr><tr><td colspan="2" align="center"><font size="1">Copyright © 2012 Global Fair News. All rights reserved.</font></td></tr></table>""",
    )


def blogger(told: Told) -> str:
    return _page(
        told,
        f"""<div class="navbar section" id="navbar"></div><div id="outer-wrapper"><div id="header-wrapper"><h1 class="title">Global Fair News</h1></div><div id="main-wrapper"><div class="main section" id="main"><div class="widget Blog" id="Blog1"><div class="blog-posts hfeed">
<h2 class="date-header"><span>Saturday, May 12, 2012</span></h2><div class="post hentry"><h3 class="post-title entry-title">{html.escape(told.headline)}</h3><div class="post-body entry-content" id="post-body-77">
{_flow(told, "<div>{}</div><br />", caption='<div style="text-align:center"><i>{}</i></div>')}<div style="clear: both;"></div></div>
<div class="post-footer"><span class="post-author vcard">{told.byline or "Posted by admin"}</span> <span class="post-timestamp">at <abbr title="2012-05-12">9:14 AM</abbr></span> <span class="post-labels">Labels: <a href="/l">fairs</a></span></div></div></div>
<div class="comments" id="comments">{COMMENTS.format("x")}</div><div class="blog-pager"><a href="/n">Newer Post</a> <a href="/o">Older Post</a></div></div></div></div><div id="sidebar-wrapper">{SIDE}</div></div>""",
        '<meta name="generator" content="blogger">',
    )


def drupal(told: Told) -> str:
    return _page(
        told,
        f"""<div class="region region-header">{MENU}</div><div class="breadcrumb"><a href="/">Home</a> » <a href="/news">News</a></div><h1 class="title" id="page-title">{html.escape(told.headline)}</h1>
<div class="region region-content"><div class="node node-article"><div class="submitted">{told.byline or "Submitted by admin on Sat, 05/12/2012 - 09:14"}</div>
<div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">{_flow(told)}</div></div></div>
<div class="field field-name-field-tags"><div class="field-label">Tags: </div><div class="field-items"><a href="/t">fairs</a></div></div><ul class="links inline"><li><a href="/user/login">Log in</a> or <a href="/user/register">register</a> to post comments</li></ul></div></div>
<div class="region region-sidebar-second">{SIDE}</div><div class="region region-footer"><p>Powered by Drupal</p></div>""",
    )


def amp(told: Told) -> str:
    return _page(
        told,
        f"""<header class="amp-wp-header"><a href="/">Global Fair News</a></header><amp-sidebar id="s">{MENU}</amp-sidebar><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{html.escape(told.headline)}</h1>
<div class="amp-wp-meta amp-wp-byline">{told.byline or "admin"}</div><div class="amp-wp-meta amp-wp-posted-on"><time>5 years ago</time></div></header><div class="amp-wp-article-content">{_flow(told, picture='<amp-img src="/a.jpg" width="4" height="3"></amp-img>')}</div>
<footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">Categories: <a href="/c">Leaders</a></div><div class="amp-wp-meta amp-wp-comments-link"><a href="#">Leave a Comment</a></div></footer></article><footer class="amp-wp-footer"><p>Powered by WordPress</p><a href="#top">Back to top</a></footer>""",
    ).replace("<html", "<html amp")


def bare_divs(told: Told) -> str:
    return _page(
        told,
        f"""<div><div><a href="/">Global Fair News</a></div><div><a href="/n">News</a> <a href="/e">Events</a></div></div><div><div>{html.escape(told.headline)}</div><div>{told.byline or "12 May 2012"}</div>
{_flow(told, "<div>{}</div>", caption="<div>{}</div>")}<div>Related Posts:</div><div>• No Related Posts</div><div>About this author:</div><div>Follow GFN on Twitter</div></div><div><div>© 2012 Global Fair News</div></div>""",
    )


def modern(told: Told) -> str:
    flow = _flow(
        told, '<p class="css-1x2y">{}</p>', picture='<picture><img src="/a.webp"></picture>', caption="<figcaption>{}</figcaption>"
    ).split("\n")
    flow.insert(
        1,
        '<div class="newsletter-box"><h4>The Weekly Fair</h4><p>Sign up for our newsletter to get the stories that matter, every Friday morning.</p><form><input><button>Sign up</button></form></div>',
    )
    flow.insert(3, '<p><strong>Read also:</strong> <a href="/r">The fair that nobody wanted to leave</a></p>')
    flow.insert(
        4,
        '<aside class="inline-related"><h4>More on this story</h4><a href="/s">A second look at the harbour and its many boats</a></aside><div class="ad-slot">Advertisement</div>',
    )
    return _page(
        told,
        f"""<div id="__next"><header role="banner">{MENU}</header><main id="main"><div class="css-wrap"><div class="breadcrumbs"><a href="/">Home</a> / <a href="/n">News</a></div><span class="kicker">Leaders</span><h1>{html.escape(told.headline)}</h1>
<div class="byline-row"><span>{told.byline or "Global Fair News staff"}</span><span>5 min read</span></div><div class="share-tools"><button>Share</button><span>Share</span></div><section name="articleBody">{"".join(flow)}</section>
<div class="tags"><a href="/t">Farms</a><a href="/u">Sensors</a></div><div class="cookie-banner">We use cookies to improve your experience. By continuing you accept our use of cookies.</div>
<section class="recommendations"><h2>Recommended for you</h2><article><h3><a href="/z">Another story of the day with a long and telling headline</a></h3><p>With a summary below it that is a sentence long and has a full stop at its end.</p></article></section></div></main><footer>All rights reserved</footer></div>""",
    )


def with_comments(told: Told) -> str:
    many = "".join(
        f'<div class="c"><b>{name}</b> <i>{day} May 2012</i><p>{"I have seen this with my own eyes and I must say that the account above is fair, but it leaves out the weather. " * 2}</p></div>'
        for day, name in enumerate(("Karl Brandt", "Amy Woo", "Li Na", "Jean Petit", "Ola Nord", "Ada Byron"), 10)
    )
    return _page(
        told,
        f"""<div id="wrap"><h1>{html.escape(told.headline)}</h1><p class="info">{told.byline or "posted by admin, 12.05.2012"}</p><div class="text">{_flow(told)}</div><h3>6 Comments</h3><div class="discussion">{many}</div></div>""",
    )


def plain_text(told: Told) -> str:
    parts = ["Language Menu", "Language: English Chinese", "Categorized | Leaders", told.headline] if told.section else [told.headline]
    if told.byline:
        parts.append(told.byline)
    for at, text in enumerate(told.paragraphs):
        if told.caption and at == told.caption_after:
            parts.append(told.caption)
        parts.append(text)
    if told.bio:
        parts += [told.bio, "Related Posts:", "  • No Related Posts", "About this author:", "Follow GFN on Twitter"]
    return "\n\n".join(parts)


def joomla(told: Told) -> str:
    return _page(
        told,
        f"""<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{html.escape(told.headline)}</td><td class="buttonheading"><a href="/pdf">PDF</a></td><td><a href="#">Print</a></td><td><a href="#">E-mail</a></td></tr></table>
<table class="contentpaneopen"><tr><td><span class="small">{told.byline or "Written by Administrator"}</span></td></tr><tr><td class="createdate">Saturday, 12 May 2012 09:14</td></tr><tr><td>{_flow(told)}</td></tr><tr><td class="modifydate">Last Updated on Saturday, 12 May 2012 10:00</td></tr></table><table><tr><td><a href="/p">&lt; Prev</a></td><td><a href="/n">Next &gt;</a></td></tr></table>""",
    )


def center_font(told: Told) -> str:
    body = "<p>".join(html.escape(p) for p in told.paragraphs)
    return f"<html><head><title>{html.escape(told.headline)}</title></head><body bgcolor=white><center><img src=logo.gif><br><a href=/>Home</a> | <a href=/n>News</a></center><h2>{html.escape(told.headline)}</h2><font face=Arial><i>{told.byline or 'May 12, 2012'}</i><p>{body}<p>{html.escape(told.bio)}</font><hr><center><small>Copyright 2012 GFN. All rights reserved.</small></center></body></html>"


def substack(told: Told) -> str:
    return _page(
        told,
        f"""<div class="main"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title">{html.escape(told.headline)}</h1><h3 class="subtitle">A look back at the fair</h3><div class="byline-wrapper"><a href="/@x">{told.byline or "GFN"}</a><div>Apr 23, 2017</div><a>5</a><a>Share</a></div></div><div class="available-content"><div class="body markup">{_flow(told)}<div class="subscription-widget-wrap"><p>Thanks for reading Global Fair News! Subscribe for free to receive new posts and support my work.</p><form><input></form></div></div></div></article><div id="discussion"><h4>Discussion about this post</h4>{COMMENTS.format("c")}</div></div>""",
    )


def medium(told: Told) -> str:
    return _page(
        told,
        f"""<div id="root"><div class="a b c"><div class="ab q"><div class="n d e"><article><div class="f g"><h1 class="pw-post-title h i">{html.escape(told.headline)}</h1><div class="j"><a rel="noopener">{told.byline or "GFN"}</a><span>·</span><a>Follow</a><span>5 min read</span><span>·</span><span>Apr 23, 2017</span></div><div>--</div><div>3</div><div><button>Listen</button><div>Share</div></div></div>{_flow(told, '<p class="pw-post-body-paragraph k l">{}</p>', caption='<figcaption class="m">{}</figcaption>')}</article></div></div><div class="z"><div><a>Fairs</a></div><div><a>Sensors</a></div><div>--</div><div>3</div></div><div class="y"><h2>Written by Global Fair News</h2><div>1.2K Followers</div><p>Stories of fairs from around the world, every week.</p><button>Follow</button></div><div class="x"><p>Help</p><p>Status</p><p>About</p><p>Careers</p></div></div></div>""",
    )


def byline_after(told: Told) -> str:
    return _page(
        told,
        f"""<div class="page"><div class="col"><h1>{html.escape(told.headline)}</h1><img src="/a.jpg"><div>{html.escape(told.caption)}</div>{"".join("<p>" + html.escape(p) + "</p>" for p in told.paragraphs)}<p>{html.escape(told.bio)}</p><p>— {told.byline or "GFN"}</p><p><em>Originally posted on May 12, 2012.</em></p><p>Filed under: Leaders. Tagged: probes, farms.</p><p>Share this: Facebook Twitter Email</p><p>Like this: Like Loading...</p></div></div>""",
    )


def unmarked_mid(told: Told) -> str:
    ps = [f"<div>{html.escape(p)}</div>" for p in told.paragraphs]
    ps.insert(1, "<div>ADVERTISEMENT</div>")
    ps.insert(3, "<div>Subscribe to our newsletter</div><div>Enter your email address</div>")
    ps.insert(5, '<div>READ ALSO: <a href="/r">The fair nobody wanted</a></div>')
    if told.caption:
        ps.insert(1, f"<div>{html.escape(told.caption)}</div>")
    return _page(
        told,
        f"<div><div>{html.escape(told.headline)}</div><div>{told.byline or 'posted by admin'}</div>{''.join(ps)}<div>{html.escape(told.bio)}</div><div>Comments</div><div>Karl Brandt</div><div>June 3, 2012 at 4:11 pm</div><div>I met her once at a fair and she told me the same thing.</div><div>Reply</div></div>",
    )


def text_lines(told: Told) -> str:
    return "\n".join(
        [
            told.headline,
            told.byline or "May 12, 2012",
            *([told.paragraphs[0], told.caption, *told.paragraphs[1:]] if told.caption else told.paragraphs),
            told.bio,
            "",
            "Related Posts:",
            "  • No Related Posts",
        ]
    )


THEMES = (
    joomla,
    center_font,
    substack,
    medium,
    byline_after,
    unmarked_mid,
    text_lines,
    wordpress_classic,
    local_news,
    table_layout,
    blogger,
    drupal,
    amp,
    bare_divs,
    modern,
    with_comments,
    plain_text,
)
STORIES = {"orchard": ORCHARD, "harbour": HARBOUR, "first sample": "000", "second sample": "004"}


@pytest.mark.shared
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.__name__)
@pytest.mark.parametrize("name", STORIES)
def test_the_text_is_the_story_and_nothing_else(theme, name):
    told = STORIES[name]
    if isinstance(told, str):
        told = _seed(told)
        if told is None:
            pytest.skip("the sample texts lie beside a development checkout only")
    page = theme(told)
    document = documents.parse(
        page.encode(),
        url="https://news.example/2012/05/story",
        content_type="text/plain" if theme in (plain_text, text_lines) else "text/html",
        charset="utf-8",
    )
    story = body.select(
        document,
        headline=anchor.headline_block(document),
        titles=[told.headline, document.title or ""],
        structured=structured.read(document),
    )

    assert [block.text for block in story.blocks if block.kept] == [" ".join(paragraph.split()) for paragraph in told.paragraphs]
    if told.caption and theme is not center_font:
        assert told.caption in story.captions
    if told.bio:
        assert " ".join(told.bio.split()) in [bio.value for bio in story.bios]
