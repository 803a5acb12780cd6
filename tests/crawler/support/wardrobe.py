"""One story in the HTML clothes of many kinds of sites, each with the noise such sites have: accounts, comments, related posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape


@dataclass
class Story:
    headline: str
    paragraphs: list[str]
    byline: str | None = None
    caption: str | None = None
    bio: str | None = None
    section: str | None = None
    site: str = "Forum Gazette"
    comments: list[tuple[str, str]] = field(
        default_factory=lambda: [("Peter Commentson", "March 3, 2018 at 4:05 pm"), ("Mary Replywell", "March 4, 2018 at 9:15 am")]
    )


FIRST_STORY = Story(
    headline="Lumenor: The Quiet Giant of the Harbour Towns",
    section="Industry Leaders",
    bio=(
        "Gregory Marchmain is an independent consultant and long-time harbour watcher, having worked at companies such as Brightwater and Halden. "
        "Gregory has rowed to work for more winters than he’d care to count.¬†"
    ),
    paragraphs=[
        (
            "Tidewater Live: Merrow opened its third morning with a conversation with Wen Tao, the Long Quay Club’s treasurer, about building ships’ instruments, the "
            "failures nobody saw, and his newest venture, the gauge maker Lumenor. Called the “patient man of the port”, Wen Tao is known for his years at Softwell, founded and owned by"
        ),
        (
            "Tao recalled how the first cheap sensors upset the trade, and was quick to add that makers like Lumenor can find room by choosing the right mix of brass, code "
            "and people who answer the telephone."
        ),
        (
            "At the end Tao gave the hall some plain advice: mend what is on your own bench first, and do it because you like the work. Whoever does that will not lack for "
            "customers."
        ),
    ],
    site="TideTalks Blog",
)
SECOND_STORY = Story(
    headline="Lumenor’s Wen Tao Talks of Patience and Plain Tools at Merrow China Forum",
    byline="By Yulan Qiu, merrowpost.com",
    caption="Wen Tao, CEO of Lumenor, speaks at Merrow China Forum (photo by merrowpost.com).",
    paragraphs=[
        (
            "Cambridge, Mass. April 23, 2017, — The 12th Merrow China Forum ended this afternoon at the Anchor Hotel on Veem Square. The two-day meeting drew some 800 guests, "
            "more than in any year before."
        ),
        "Of the many founders who came to this year’s forum, few have changed the small ports of the coast as much as Mr. Wen Tao.",
        (
            "Mr. Wen Tao is a well-known engineer and investor. He founded Lumenor Corporation in 2009 and is its chairman. He is also a co-founder of Softwell Corporation, "
            "which went public in 2006."
        ),
        "Mr.Wen has put his way of thinking into four words: “Measure, Mend, Wait and Listen”.",
    ],
)


def _paragraphs(story: Story, tag: str = "p") -> str:
    parts = [f"<{tag}>{escape(p)}</{tag}>" for p in story.paragraphs]
    if story.byline:
        parts.insert(0, f"<{tag}>{escape(story.byline)}</{tag}>")
    if story.bio:
        parts.append(f"<{tag}>{escape(story.bio)}</{tag}>")
    return "\n".join(parts)


def _picture(story: Story) -> str:
    if not story.caption:
        return ""
    return (
        '<div class="wp-caption alignright" style="width: 310px"><a href="/full.jpg"><img src="/wp-content/uploads/2017/04/leijun-300x200.jpg" width="300" height="200"></a>'
        f'<p class="wp-caption-text">{escape(story.caption)}</p></div>'
    )


def _comments(story: Story) -> str:
    items = "".join(
        f'<li class="comment"><div class="comment-author vcard"><cite class="fn">{name}</cite> <span class="says">says:</span></div>'
        f'<div class="comment-meta"><a href="#c">{when}</a></div><p>By the way, what a fine talk. Written by hand.</p></li>'
        for name, when in story.comments
    )
    return f'<div id="comments"><h3>{len(story.comments)} Responses</h3><ol class="commentlist">{items}</ol></div>'


def wordpress_classic(story: Story) -> str:
    category = (
        f'<p class="postmetadata">Categorized | <a href="/category/x" rel="category tag">{escape(story.section)}</a></p>'
        if story.section
        else ""
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html lang="en-US"><head><title>{escape(story.headline)} | {story.site}</title>
<meta name="generator" content="WordPress 3.1"></head><body class="single single-post"><div id="header"><h1><a href="/">{story.site}</a></h1><div class="description">Just another site</div></div>
<div id="langmenu">Language Menu<br>Language: <a href="/en">English</a> <a href="/zh">Chinese</a></div>
<div id="content"><div class="post" id="post-12">{category}<h2 class="entry-title">{escape(story.headline)}</h2>
<small>Posted on November 2, 2011 by <span class="author vcard"><a class="url fn n" href="/author/admin" title="View all posts by admin">admin</a></span></small>
<div class="entry">{_picture(story)}{_paragraphs(story)}</div>
<h3>Related Posts:</h3><ul><li>No Related Posts</li></ul><h3>About this author:</h3><p><a href="https://twitter.example/gmic">Follow TideTalks on Twitter</a></p></div>
{_comments(story)}</div><div id="sidebar"><h2>Recent Comments</h2><ul><li>Peter Commentson on <a href="/a">By the lake</a></li></ul><h2>Most read</h2><ul><li><a href="/b">By John Otherman: Ten gadgets</a></li></ul></div>
<div id="footer">Copyright 2011 {story.site}. Theme by Woo Designer.</div></body></html>"""


def tables(story: Story) -> str:
    caption = (
        f'<table align="right"><tr><td><img src="pics/lei.jpg" width="280"></td></tr><tr><td><font size="1">{escape(story.caption)}</font></td></tr></table>'
        if story.caption
        else ""
    )
    section = f"<font size=2>Categorized | {escape(story.section)}</font><br>" if story.section else ""
    body = "<br><br>\n".join(
        ([escape(story.byline)] if story.byline else [])
        + [escape(p) for p in story.paragraphs]
        + ([escape(story.bio)] if story.bio else [])
    )
    return f"""<html><head><title>{story.site} - {escape(story.headline)}</title></head><body bgcolor="#ffffff"><table width="760"><tr><td colspan="3"><b>{story.site}</b></td></tr>
<tr><td width="150" valign="top"><a href="/">Home</a><br><a href="/news">News</a><br><a href="/about">About us</a></td><td width="460" valign="top">{section}<font size="5"><b>{escape(story.headline)}</b></font><br><br>
{caption}{body}</td><td width="150"><b>Most popular</b><br><a href="/1">By Tom Sidebar: The week</a></td></tr></table><center><font size="1">Webmaster: webmaster@example.com</font></center></body></html>"""


def blogger(story: Story) -> str:
    labels = f'<span class="post-labels">Labels: <a href="/label" rel="tag">{escape(story.section)}</a></span>' if story.section else ""
    picture = (
        f'<table class="tr-caption-container"><tbody><tr><td><img src="https://1.bp.example/lei.jpg" width="320"></td></tr><tr><td class="tr-caption">{escape(story.caption)}</td></tr></tbody></table>'
        if story.caption
        else ""
    )
    return f"""<!DOCTYPE html><html dir="ltr"><head><title>{story.site}: {escape(story.headline)}</title><meta content="blogger" name="generator"><meta property="og:title" content="{escape(story.headline)}">
</head><body><div class="header"><h1 class="title"><a href="/">{story.site}</a></h1></div><div class="date-outer"><h2 class="date-header"><span>Sunday, April 23, 2017</span></h2>
<div class="post hentry" itemscope itemtype="http://schema.org/BlogPosting"><h3 class="post-title entry-title" itemprop="name">{escape(story.headline)}</h3><div class="post-body entry-content" itemprop="description articleBody">{picture}{_paragraphs(story, "div")}</div>
<div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">Posted by <span class="fn" itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">admin</span></span></span>
<span class="post-timestamp">at <abbr class="published" itemprop="datePublished" title="2017-04-23T10:11:00-04:00">10:11 AM</abbr></span> {labels}</div></div></div></div>
<div class="comments" id="comments"><h4>2 comments:</h4><dl><dt class="comment-author"><a rel="nofollow">Peter Commentson</a> said...</dt><dd>Great. By Jove!</dd></dl></div>
<div class="sidebar"><div class="widget Profile"><h2>About Me</h2><a class="profile-name-link" rel="author" href="/p">{story.site} Team</a></div></div></body></html>"""


def drupal(story: Story) -> str:
    section = (
        f'<div class="field field-name-field-category field-label-inline"><div class="field-label">Category:&nbsp;</div><div class="field-items"><div class="field-item even">{escape(story.section)}</div></div></div>'
        if story.section
        else ""
    )
    picture = (
        f'<div class="field field-name-field-image"><img typeof="foaf:Image" src="/sites/default/files/lei.jpg" width="480" height="320"><blockquote class="image-field-caption"><p>{escape(story.caption)}</p></blockquote></div>'
        if story.caption
        else ""
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.headline)} | {story.site}</title><meta name="Generator" content="Drupal 7"></head><body class="html not-front node-type-article">
<div id="site-name"><a href="/">{story.site}</a></div><h1 class="page-header title">{escape(story.headline)}</h1><article class="node node-article"><div class="submitted">Submitted by <span class="username" property="foaf:name">admin</span> on Sun, 04/23/2017 - 10:11</div>
{picture}<div class="field field-name-body"><div class="field-item even" property="content:encoded">{_paragraphs(story)}</div></div>{section}<section id="comments" class="comment-wrapper"><h2>Comments</h2><article class="comment"><span class="username">Mary Replywell</span>
<p>Nice.</p></article></section></article></body></html>"""


def amp(story: Story) -> str:
    picture = (
        f'<figure><amp-img src="https://cdn.example/lei-1200x800.jpg" width="1200" height="800"></amp-img><figcaption>{escape(story.caption)}</figcaption></figure>'
        if story.caption
        else ""
    )
    return f"""<!doctype html><html ⚡ lang="en"><head><title>{escape(story.headline)}</title><script type="application/ld+json">{{"@context":"http://schema.org","@type":"NewsArticle","headline":"{story.headline}",
"author":{{"@type":"Person","name":"admin"}},"publisher":{{"@type":"Organization","name":"{story.site}"}},}}</script></head><body><header class="amp-wp-header"><a href="/">{story.site}</a></header><article class="amp-wp-article">
<h1 class="amp-wp-title">{escape(story.headline)}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">admin</span></div><div class="amp-wp-meta"><time datetime="2017-04-23T14:00:00+00:00">6 years ago</time></div>
{picture}<div class="amp-wp-article-content">{_paragraphs(story)}</div></article></body></html>"""


def bare_divs(story: Story) -> str:
    picture = f'<div><img src="/i/lei.jpg"></div><div>{escape(story.caption)}</div>' if story.caption else ""
    section = f"<div>Categorized | {escape(story.section)}</div>" if story.section else ""
    return f"""<html><head><title>{escape(story.headline)}</title></head><body><div><div><a href="/">Home</a> <a href="/x">Archive</a></div>{section}<div>{escape(story.headline)}</div>{picture}{_paragraphs(story, "div")}
<div>Related Posts:</div><div>No Related Posts</div></div></body></html>"""


def modern(story: Story) -> str:
    picture = (
        f'<figure class="wp-block-image"><img src="/lei.webp" srcset="/lei-2.webp 2x"><figcaption class="wp-element-caption">{escape(story.caption)}</figcaption></figure>'
        if story.caption
        else ""
    )
    section = f'<a class="post-category" rel="category tag" href="/c">{escape(story.section)}</a>' if story.section else ""
    bio = ""
    inner = Story(story.headline, story.paragraphs, story.byline)
    if story.bio:
        bio = f'<div class="author-box"><img class="avatar" src="/a.png" width="80"><div class="author-box__bio"><p>{escape(story.bio)}</p></div></div>'
    body = _paragraphs(inner).split("</p>", 2)
    aside = '<aside class="newsletter-box"><h3>Sign up for our newsletter</h3><p>By signing up you agree to our terms.</p></aside><p class="read-also">Read also: <a href="/o">By Ann Otherwriter: Ten more founders</a></p>'
    text = "</p>".join(body[:2]) + "</p>" + aside + "</p>".join(body[2:])
    return f"""<!DOCTYPE html><html lang="en-US"><head><title>{escape(story.headline)} - {story.site}</title><meta property="og:title" content="{escape(story.headline)} - {story.site}"><meta property="og:site_name" content="{story.site}">
<meta property="og:image" content="https://cdn.example/social-card.jpg"><script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"Article","@id":"https://x.example/a#article","headline":"{story.headline}","author":{{"@id":"#p"}},"mainEntityOfPage":"https://x.example/a"}},
{{"@type":"Person","@id":"#p","name":"admin"}},{{"@type":"WebSite","name":"{story.site}"}}]}}</script></head><body><header class="site-header"><a class="site-title" href="/">{story.site}</a></header><main><article class="post type-post">
<header class="entry-header">{section}<h1 class="entry-title">{escape(story.headline)}</h1><div class="entry-meta"><span class="posted-by">by <a class="url fn n" href="/author/admin">admin</a></span> <time class="entry-date published" datetime="2017-04-23T14:00:00+00:00">April 23, 2017</time></div></header>
{picture}<div class="entry-content">{text}</div>{bio}</article><section class="related-posts"><h2>You may also like</h2><article><h3><a href="/r">A rival speaks</a></h3><span class="author">By Rita Related</span></article></section>{_comments(story)}</main></body></html>"""


def plain_text(story: Story) -> str:
    lines = ["Language Menu", "Language: English Chinese"] if story.section else []
    lines += [f"Categorized | {story.section}"] if story.section else []
    lines += [story.headline] + ([story.byline] if story.byline else [])
    lines += story.paragraphs[:1] + ([story.caption] if story.caption else []) + story.paragraphs[1:] + ([story.bio] if story.bio else [])
    lines += ["Related Posts:", "  • No Related Posts", "About this author:", "Follow TideTalks on Twitter"] if story.bio else []
    return "\n\n".join(lines)


CLOTHES = [wordpress_classic, tables, blogger, drupal, amp, bare_divs, modern]
