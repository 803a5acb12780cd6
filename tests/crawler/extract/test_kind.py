import gzip
import json
import os
from pathlib import Path

import pytest

from crawler import document
from crawler.extract import kind, structured
from crawler.sites import Profile

SENTENCE = "The organisers said on Tuesday that more than nine hundred people had come to hear the speakers of the second day. "
CHINESE = "主办方周二表示，共有九百多人参加了第二天的会议，听取了来自各地的演讲者的报告，并就基础设施和预算展开了讨论。"
TITLES = [
    "Harbour bridge reopens after two years of repairs",
    "City council votes for a later last train on weekends",
    "Students build a weather station from recycled parts",
    "Museum shows letters that nobody had read since 1911",
    "Why the ferry timetable changes again this autumn",
    "Local bakery wins the national prize for rye bread",
    "Robots learn to sort fruit at the county fair",
    "Library opens its reading room until midnight",
]


def judged(html, url=""):
    parsed = document.parse(html.encode(), url=url)
    return kind.judge(parsed, structured.read(parsed), url)


def teasers(template, titles=TITLES):
    return "".join(template.format(n=n, title=title, slug=title.lower().replace(" ", "-")) for n, title in enumerate(titles))


def page(body, *, head="", body_class="", title="Harbour Courier"):
    return f'<html><head><title>{title}</title>{head}</head><body class="{body_class}">{body}</body></html>'


CARD = (
    '<article><h2><a href="/2026/05/{n}/{slug}/">{title}</a></h2><time>May {n}, 2026</time><p>'
    + SENTENCE[:110]
    + '…</p><a href="/2026/05/{n}/{slug}/">Read more</a></article>'
)
ROW = '<tr><td><a href="story.asp?id=10{n}"><font size=2>{title}</font></a><br>' + SENTENCE[:80] + "</td></tr>"
ITEM = '<li><a href="/news/{slug}.html">{title}</a></li>'

LISTINGS = {
    "the home page of a WordPress blog": (page(f'<h1 class="site-title"><a href="/">Harbour Courier</a></h1><main>{teasers(CARD)}</main>', body_class="home blog"), "https://courier.example/"),
    "a home page that greets its readers in a long paragraph": (page(f"<h1>Welcome</h1><p>{SENTENCE * 3}</p><ul>{teasers(ITEM)}</ul>"), "https://courier.example/"),
    "a language's home page": (page(f"<main>{teasers(CARD)}</main>"), "https://courier.example/en/"),
    "a category page with its description": (
        page(f'<h1>Culture</h1><p class="archive-description">{SENTENCE * 2}</p>{teasers(CARD)}', body_class="archive category category-culture", head='<meta property="og:type" content="article">'),
        "https://courier.example/category/culture/",
    ),
    "a tag page": (page(f"<h1>Posts tagged bridge</h1>{teasers(CARD)}", body_class="archive tag"), "https://courier.example/tag/bridge/"),
    "an author's page with a biography": (
        page(f'<h1>Ann Lee</h1><div class="author-box"><p>{SENTENCE * 4}</p></div>{teasers(CARD)}', head='<meta property="og:type" content="profile">', body_class="archive author"),
        "https://courier.example/author/ann-lee/",
    ),
    "a person's page with nothing but a biography": (page(f"<h1>Ann Lee</h1>{'<p>' + SENTENCE * 3 + '</p>'}<ul><li><a href=/x>Her latest story</a></li></ul>", title="Ann Lee"), "https://courier.example/team/ann-lee"),
    "a list of posts each marked up as one": (
        page(teasers('<div itemscope itemtype="https://schema.org/BlogPosting"><h3 itemprop="headline"><a itemprop="url" href="/{slug}">{title}</a></h3><p itemprop="description">' + SENTENCE + "</p></div>")),
        "https://courier.example/blog",
    ),
    "a section whose structured data describes every story": (
        page(teasers(ITEM), head="".join('<script type="application/ld+json">{"@type":"NewsArticle","headline":"' + t + '","url":"https://courier.example/news/' + t.lower().replace(" ", "-") + '.html"}</script>' for t in TITLES)),
        "https://courier.example/news",
    ),
    "search results": (page(f"<h1>Search results for bridge</h1>{teasers(CARD)}", body_class="search search-results"), "https://courier.example/?s=bridge"),
    "a month's archive": (page(f"<h1>May 2026</h1>{teasers(ITEM)}"), "https://courier.example/2026/05/"),
    "the second page of a section": (page(f"<h1>News</h1>{teasers(CARD)}"), "https://courier.example/news/page/2/"),
    "a section in an old table layout": (page(f"<table><tr><td width=150><a href=/>Home</a></td><td><table>{teasers(ROW)}</table></td></tr></table>"), "https://courier.example/news/index.asp"),
    "a section made of bare divs": (page(teasers('<div class="c{n}"><div><a href="/a/{slug}">{title}</a></div><div>' + SENTENCE + "</div></div>")), "https://courier.example/local/"),
    "a blog that prints whole posts one below the other": (
        page(teasers('<div class="post"><h2><a href="/2026/05/{slug}/">{title}</a></h2><p>' + SENTENCE * 3 + "</p><p>" + SENTENCE * 2 + "</p></div>"), body_class="blog"),
        "https://courier.example/blog/",
    ),
    "a section that prints whole posts under its word": (
        page(f"<h1>Culture of the harbour</h1>{teasers('<h2><a href=/2026/05/{slug}/>{title}</a></h2>' + f'<p>{SENTENCE * 3}</p>' * 5)}", title="Culture of the harbour | Courier"),
        "https://courier.example/category/culture/",
    ),
    "a list with an introduction under its name": (page(f"<h1>Stories of the harbour bridge</h1><p>{SENTENCE * 3}</p>{teasers(ITEM)}", title="Stories of the harbour bridge"), "https://courier.example/bridge/"),
    "a Chinese section": (
        page("<ul>" + "".join(f'<li><a href="/2026/{n}.html">{t}</a><p>{CHINESE[:30]}</p></li>' for n, t in enumerate(["港口大桥历时两年修缮后重新开放通车", "市议会投票决定周末末班车延后运行", "学生用回收零件建成校园自动气象站", "博物馆展出百年来无人读过的家书", "渡轮时刻表今年秋天再次调整的原因"])) + "</ul>"),
        "https://courier.example/zh/",
    ),
    "a list of events": (page(f"<h1>Upcoming events</h1>{teasers(CARD.replace('/2026/05/{n}', '/events'))}"), "https://courier.example/events/"),
    "a list that calls itself one in its structured data": (
        page(f"{teasers(ITEM)}", head='<script type="application/ld+json">{"@context":"https://schema.org","@type":"CollectionPage","name":"News"}</script>'),
        "https://courier.example/x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTINGS)
def test_a_page_that_lists_pages_is_a_listing(name):
    html, url = LISTINGS[name]
    found, rule, reason = judged(html, url)
    assert (found, reason) == ("listing", None), rule


def story(paragraphs=5, sentence=SENTENCE):
    return "".join(f"<p>{sentence * 2}</p>" for _ in range(paragraphs))


ARTICLES = {
    "a WordPress post": (page(f"<article><h1>{TITLES[0]}</h1>{story()}</article>", title=f"{TITLES[0]} | Courier", body_class="single single-post postid-7"), "https://c.example/2026/05/harbour-bridge-reopens/"),
    "a post with related posts and a newsletter box in the middle": (
        page(f'<main><h1>{TITLES[0]}</h1>{story(3)}<div class="newsletter"><h3>Sign up</h3><p>{SENTENCE}</p></div>{story(3)}<h3>Related</h3>{teasers(CARD)}</main>', title=TITLES[0]),
        "https://c.example/harbour-bridge-reopens-after-two-years",
    ),
    "an old table layout": (
        page(f"<table><tr><td width=120><a href=/>Home</a><br><a href=/n>News</a></td><td><font size=5><b>{TITLES[1]}</b></font><br><br>{SENTENCE * 2}<br><br>{SENTENCE * 3}<br><br>{SENTENCE}</td></tr></table>"),
        "http://c.example/news/show.asp?id=311",
    ),
    "bare divs without a heading": (page(f"<div><div>{TITLES[2]}</div><div>{SENTENCE * 2}</div><div>{SENTENCE * 2}</div><div>{SENTENCE}</div></div>"), "https://c.example/n/students-build-a-weather-station"),
    "Blogger": (page(f'<div class="post hentry"><h3 class="post-title entry-title">{TITLES[3]}</h3><div class="post-body">{SENTENCE * 2}<br><br>{SENTENCE * 2}</div></div>', body_class="view-item"), "https://c.example/2026/05/museum-shows-letters.html"),
    "AMP": (f"<html amp><head><title>{TITLES[4]}</title></head><body><article><h1>{TITLES[4]}</h1>{story(4)}</article></body></html>", "https://c.example/why-the-ferry-timetable-changes/amp/"),
    "two short paragraphs": (page(f"<h1>{TITLES[5]}</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>", title=TITLES[5]), "https://c.example/news/local-bakery-wins-prize"),
    "a Chinese story": (page(f"<h1>港口大桥重新开放</h1><p>{CHINESE}</p><p>{CHINESE}</p>", title="港口大桥重新开放"), "https://c.example/2026/0512/4411.html"),
    "a story whose container bears a side column's class": (page(f'<h1>{TITLES[0]}</h1><div class="sidebar-right widget">{story()}</div>', title=TITLES[0]), "https://c.example/harbour-bridge-reopens-after-repairs"),
    "a story at an address that says nothing": (page(f"<h1>{TITLES[0]}</h1>{story()}", title=TITLES[0]), ""),
    "an article that links to twenty others below": (page(f"<h1>{TITLES[6]}</h1>{story(6)}<div>{teasers(ITEM) * 3}</div>", title=TITLES[6]), "https://c.example/robots-learn-to-sort-fruit"),
    "a report about captchas": (page(f"<h1>Why sites ask you to verify you are human</h1><p>Checking your browser before accessing, they say.</p>{story(8)}", title="Why sites ask"), "https://c.example/why-sites-ask-you-to-verify"),
    "a review of an event": (
        page(f"<h1>What we learned at the Harbour Summit</h1>{story()}", title="What we learned at the Harbour Summit", head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"What we learned at the Harbour Summit"}</script>'),
        "https://c.example/events/what-we-learned-at-the-harbour-summit",
    ),
    "a story under a section's name": (page(f"<h1>{TITLES[0]}</h1>{story()}", title=TITLES[0]), "https://c.example/sport/football"),
    "a story with a cookie banner first": (page(f'<div class="cookie-consent"><p>We use cookies.</p></div><h1>{TITLES[0]}</h1>{story(2)}', title=TITLES[0]), "https://c.example/a-b-c-d"),
    "Drupal": (page(f'<div class="node node-article"><h1 class="title">{TITLES[0]}</h1><div class="field field-name-body"><div class="field-item">{story(3)}</div></div></div>', body_class="page-node page-node-12 node-type-article", title=TITLES[0]), "https://c.example/node/12"),
    "Arabic": (page("<h1>افتتاح جسر الميناء</h1>" + "<p>قال المنظمون يوم الثلاثاء إن أكثر من تسعمئة شخص حضروا للاستماع إلى المتحدثين في اليوم الثاني من المؤتمر الدولي.</p>" * 3, title="افتتاح جسر الميناء"), "https://c.example/ar/12345"),
    "a short story among many headlines": (
        page(f"<div>{teasers(ITEM)}</div><h1>{TITLES[5]}</h1>{story(1)}{story(1)}<div>{teasers(ITEM) * 3}</div>", title=f"{TITLES[5]} | Courier"), "https://c.example/2026/05/local-bakery-wins-prize"
    ),
    "a long story at the address of a topic": (page(f"<h1>{TITLES[6]}</h1>{story(12)}<div>{teasers(ITEM) * 3}</div>", title=TITLES[6]), "https://c.example/topic/7PM49H7yjs5"),
    "a post of a blog below a path": (page(f"<h2>{TITLES[6]}</h2>{story(6)}", title=TITLES[6]), "https://c.example/blog/?p=6578"),
    "a page of Adobe's components": (
        page(f"<div class='cmp-container'><h1>{TITLES[6]}</h1>" + f"<div class='cmp cmp-text'>{story(1)}</div>" * 6 + "</div>", title=TITLES[6]), "https://c.example/robots-learn-to-sort-fruit"
    ),
    "a live page": (page(f"<h1>{TITLES[0]} – live</h1>" + "".join(f"<h3>10:{n}0</h3><p>{SENTENCE}</p>" for n in range(6)), title=f"{TITLES[0]} – live"), "https://c.example/live/2026/may/12/harbour-bridge-live"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_that_tells_a_story_is_an_article(name):
    html, url = ARTICLES[name]
    found, rule, reason = judged(html, url)
    assert (found, reason) == ("article", None), rule


EVENT_LD = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"BusinessEvent","name":"Harbour Summit 2026","startDate":"2026-05-12"}</script>'


def test_a_page_that_describes_one_event_is_an_event():
    html = page(f"<h1>Harbour Summit 2026</h1><p>{SENTENCE}</p>", title="Harbour Summit 2026", head=EVENT_LD)
    assert judged(html, "https://c.example/events/harbour-summit-2026")[0] == "event"
    assert judged(html, "https://c.example/harbour-summit-2026")[0] == "event"


def test_an_event_in_the_side_column_does_not_make_an_article_an_event():
    html = page(f"<article><h1>{TITLES[0]}</h1>{story()}</article>", title=TITLES[0], head=EVENT_LD)
    assert judged(html, "https://c.example/news/harbour-bridge-reopens-after-repairs")[0] == "article"


@pytest.mark.parametrize("path", ["speakers", "speakers/ann-lee", "schedule", "programme", "en/agenda"])
def test_programme_pages_and_speaker_lists_are_no_articles(path):
    people = "".join(
        f"<li><h3>Ann Lee {n}</h3><p>Professor of Harbour Studies, University of Example. {SENTENCE}</p></li>" for n in range(8)
    )
    assert judged(page(f"<h1>Speakers</h1><ul>{people}</ul>"), f"https://c.example/{path}")[0] in {"other", "event"}


@pytest.mark.parametrize("path", ["about", "about-us/", "impressum.html", "privacy-policy"])
def test_pages_about_the_site_are_neither(path):
    assert judged(page(f"<h1>About us</h1>{story()}"), f"https://c.example/{path}")[0] == "other"


@pytest.mark.parametrize("html", ["<p>x", "<html></html>", "<title>internal</title><h1>x</h1>", "<div>" * 3000])
def test_a_page_without_text_is_other(html):
    assert judged(html, "https://c.example/x/y")[0] == "other"


WALLS = {
    "Cloudflare": "<title>Just a moment...</title><h2>Checking if the site connection is secure</h2><p>c.example needs to review the security of your connection before proceeding.</p><div>Ray ID: 7a1b2c3d4e5f6789</div>",
    "Cloudflare with nothing but a noscript": '<title>Just a moment...</title><body><noscript><div>Enable JavaScript and cookies to continue</div></noscript><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>',
    "Akamai": '<title>Access Denied</title><h1>Access Denied</h1>You don\'t have permission to access "http://c.example/" on this server.<p>Reference #18.2d351ab8.1557333295.a4e16ab',
    "PerimeterX": '<title>Access to this page has been denied</title><h1>Please verify you are a human</h1><div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>',
    "DataDome": '<title>c.example</title><p id="cmsg">Please enable JS and disable any ad blocker</p><script src="https://ct.captcha-delivery.com/c.js"></script>',
    "Sucuri": "<title>Sucuri WebSite Firewall - Access Denied</title><h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner, please open a ticket.</p>",
    "hCaptcha": '<title>Security check</title><p>Please complete the security check to access c.example</p><div class="h-captcha" data-sitekey="x"></div>',
    "Incapsula": '<title></title><iframe src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful. Incapsula incident ID: 443000270</iframe>',
    "Chinese": "<title>安全验证</title><p>请完成安全验证，拖动滑块继续访问</p>",
    "consent": "<title>Before you continue to c.example</title><h1>Before you continue</h1><p>We use cookies and data to deliver and maintain our services, measure advertising and personalise content.</p><p>Our partners store cookies with your consent. See our privacy policy.</p><button>Reject all</button><button>Accept all</button>",
    "consent in German": "<title>Zustimmung erforderlich</title><h2>Mit Werbung weiterlesen</h2><p>Besuchen Sie uns wie gewohnt mit Werbung und Cookies. Details zu Ihrer Einwilligung finden Sie in der Datenschutzerklärung.</p><button>Alle akzeptieren</button>",
}  # fmt: skip


@pytest.mark.parametrize("name", WALLS)
def test_a_bot_check_or_consent_wall_is_told(name):
    found, rule, reason = judged(f"<html>{WALLS[name]}</html>", "https://c.example/2026/05/a-story-that-was-asked-for")
    assert (found, reason) == ("other", "challenge"), rule


@pytest.mark.parametrize(
    "body",
    [
        "<title>Page not found</title><h1>Sorry, page not found</h1><a href=/x>similar</a>",
        "<title>404 – Courier</title><p>Try the search.",
        "<title>Courier</title><h1>Seite nicht gefunden</h1><p>Die Seite gibt es nicht mehr.",
        "<title>页面不存在</title><p>返回首页",
        "<title>Courier</title><h1>Oops! That page can’t be found.</h1>",
        '<title>Courier</title><body class="error404 wp"><p>Nothing here',
        "<title>Courier</title><h1>Página no encontrada</h1>",
    ],
)
def test_a_missing_page_that_answers_with_200_is_told(body):
    assert judged(f"<html>{body}</html>", "https://c.example/x")[2] == "soft_404"


def test_a_story_about_missing_pages_is_kept():
    title = "Page not found: how the web forgets"
    assert judged(page(f"<h1>{title}</h1>{story(8)}", title=title), "https://c.example/2026/page-not-found-how-the-web-forgets")[::2] == (
        "article",
        None,
    )


@pytest.mark.parametrize("content", ["noindex", "NOINDEX, follow", "none"])
def test_noindex_is_a_reason_beside_the_kind(content):
    html = page(f"<h1>{TITLES[0]}</h1>{story()}", head=f'<meta name="robots" content="{content}">', title=TITLES[0])
    assert judged(html, "https://c.example/a-b-c-d")[::2] == ("article", "noindex")


def test_an_article_page_with_a_cookie_banner_is_no_consent_wall():
    banner = '<div id="cookie-consent"><p>We use cookies and similar tools with your consent, together with partners, for advertising.</p><button>Accept all</button></div>'
    assert judged(page(f"{banner}<h1>{TITLES[0]}</h1>{story(3)}", title=TITLES[0]), "https://c.example/a-b-c-d")[::2] == ("article", None)


def test_the_patterns_of_a_profile_decide():
    site = Profile.model_validate(
        {"key": "c", "name": "C", "home": "https://c.example/", "article_patterns": ["/item/"], "listing_patterns": ["/story/"]}
    )
    parsed = document.parse(page(f"<h1>{TITLES[0]}</h1>{story()}").encode(), url="https://c.example/x")
    nodes = structured.read(parsed)
    assert kind.judge(parsed, nodes, "https://c.example/story/a-b-c-d", site)[:2] == ("listing", "profile:listing_patterns")
    assert kind.judge(parsed, nodes, "https://c.example/item/", site)[:2] == ("article", "profile:article_patterns")


@pytest.mark.parametrize("path", ["/tag/rope/", "/section/town", "/page/3/", "/2026/04/", "/category/essays/?paged=2"])
def test_a_list_of_one_entry_is_a_listing_where_its_address_says_so(path):
    assert judged(page('<h1>Rope</h1><ul><li><a href="/a">A story</a></li></ul>'), f"https://c.example{path}")[0] == "listing"


def test_a_short_story_below_a_long_banner_is_no_consent_wall():
    banner = "<div><p>We and our 812 partners use cookies, with your consent, for personalised advertising; see our privacy policy and cookie policy for partners.</p><p>Cookies, consent, privacy, advertising partners.</p><button>Accept all</button></div>"
    html = page(f"{banner}<h1>{TITLES[5]}</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>", title=TITLES[5])
    assert judged(html, "https://c.example/news/local-bakery-wins-prize")[::2] == ("article", None)


def test_plain_text_is_an_article_where_it_has_sentences():
    parsed = document.parse((SENTENCE * 4).encode(), content_type="text/plain", url="https://c.example/a.txt")
    assert kind.judge(parsed, structured.read(parsed), "")[0] == "article"


SHARED = Path(os.environ.get("PRESSROW_SHARED", Path(__file__).parents[4] / "shared")) / "benchmark"


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "pages.jsonl").exists(), reason="the benchmark's pages do not lie beside this checkout")
def test_nearly_all_pages_of_the_benchmark_are_articles():
    rows = [json.loads(line) for line in (SHARED / "pages.jsonl").read_text(encoding="utf-8").splitlines()[::27]]
    kinds = []
    for row in rows:
        parsed = document.parse(gzip.decompress((SHARED / row["path"]).read_bytes()), url=row["url"], charset=row.get("charset"))
        kinds.append(kind.judge(parsed, structured.read(parsed), row["url"])[0])
    assert kinds.count("article") >= 0.95 * len(kinds)
