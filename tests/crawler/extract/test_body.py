"""The story of a page in many structures and scripts."""

from __future__ import annotations

import json

import pytest

from crawler.document import parse
from crawler.extract import anchor, body, structured

LONG = (
    "It had rained in the valley for eleven days, and on the twelfth the mill stood still, because nobody could reach it by the road.",
    "The council met twice that week, first in the school and then in the church, and each time it put the question off until the spring.",
    "“We have waited for forty years, and we can wait for another winter,” said the miller, who had brought his own chair and his own lamp.",
    "Nobody in the room laughed, and the clerk wrote every word of it into the large green book that lies in the hall to this day.",
)


def select(markup: str, media: str = "text/html", head: str = "", title: str = "The Mill Stands Still") -> body.Story:
    page = markup if media == "text/plain" else f"<html><head><title>{title}</title>{head}</head><body>{markup}</body></html>"
    document = parse(page.encode(), url="https://news.example/mill", content_type=media, charset="utf-8")
    return body.select(document, headline=anchor.headline_block(document), titles=[title], structured=structured.read(document))


def kept(story: body.Story) -> list[str]:
    return [block.text for block in story.blocks if block.kept]


def paragraphs(texts=LONG, tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def test_headings_lists_quotes_and_tables_inside_a_story_stay_in_order():
    story = select(
        f"<h1>The Mill Stands Still</h1><div class='entry-content'><p>{LONG[0]}</p><h2>What the council said</h2><p>{LONG[1]}</p><ul><li>More sand</li><li>More time</li></ul>"
        f"<blockquote><p>{LONG[2]}</p></blockquote><table><tr><th>Year</th><td>Floods</td></tr></table><p>{LONG[3]}</p></div>"
    )
    assert kept(story) == [LONG[0], "What the council said", LONG[1], "More sand", "More time", LONG[2], "Year", "Floods", LONG[3]]
    assert [block.tag for block in story.blocks if block.kept] == ["p", "h2", "p", "li", "li", "p", "th", "td", "p"]


def test_a_story_split_by_boxes_is_put_together():
    chunk = "<div class='story-chunk'><p>{}</p><p>{}</p></div>"
    story = select(
        f"<main><h1>The Mill Stands Still</h1>{chunk.format(*LONG[:2])}<div class='ad-slot'>Advertisement</div><div class='promo'><h3><a href='/x'>A story of elsewhere</a></h3></div>{chunk.format(*LONG[2:])}</main>"
    )
    assert kept(story) == list(LONG)


def test_a_very_short_story_is_found():
    story = select(
        f"<nav><ul><li><a href='/'>Home</a></li></ul></nav><article><h1>The Mill Stands Still</h1><p>{LONG[0]}</p></article><footer><p>© 2020 Valley Herald</p></footer>"
    )
    assert kept(story) == [LONG[0]]


def test_comments_never_become_the_story():
    story = select(f"<h1>The Mill Stands Still</h1><div class='post'><p>{LONG[0]}</p></div><div id='comments'>{paragraphs(LONG * 4)}</div>")
    assert kept(story) == [LONG[0]]


def test_cookie_walls_never_become_the_story():
    wall = "This website uses cookies to improve your experience while you navigate through the website. Out of these cookies, the necessary cookies are stored on your browser. "
    story = select(
        f"<div class='cli-tab'>{paragraphs([wall * 3] * 3)}</div><h1>The Mill Stands Still</h1><div class='text'>{paragraphs()}</div>"
    )
    assert kept(story) == list(LONG)


def test_captions_leave_the_text_and_are_told():
    story = select(
        f"<h1>The Mill Stands Still</h1><article><p>{LONG[0]}</p><figure><img src='/a.jpg'><figcaption>The mill in March. Photo: A. Weir</figcaption></figure><p>{LONG[1]}</p>"
        f"<p><img src='/b.jpg'></p><p>The green book (photo by valleyherald.example).</p><p>{LONG[2]}</p></article>"
    )
    assert kept(story) == list(LONG[:3])
    assert story.captions == ["The mill in March. Photo: A. Weir", "The green book (photo by valleyherald.example)."]


def test_an_author_box_leaves_the_text_and_is_told():
    story = select(
        f"<h1>The Mill Stands Still</h1><article>{paragraphs()}<div class='author-box'><p>Ada Weir writes about mills for the Valley Herald.</p></div></article>"
    )
    assert kept(story) == list(LONG)
    assert [(bio.value, bio.rule) for bio in story.bios] == [("Ada Weir writes about mills for the Valley Herald.", "bio:box")]


def test_a_paragraph_about_a_public_figure_is_no_bio():
    about = "Mr. Otto Weir is a renowned engineer and investor. He founded the mill in 1990 and is also chairman of the bridge company, which went public in 2007."
    assert kept(select(f"<h1>The Mill Stands Still</h1><article>{paragraphs(LONG[:3])}<p>{about}</p></article>"))[-1] == about


def test_every_dropped_block_says_why():
    story = select(
        f"<h1>The Mill Stands Still</h1><article><p class='byline'>By Ada Weir</p>{paragraphs()}<p>Read also: <a href='/x'>The bridge</a></p><div class='share'>Share</div></article>"
    )
    assert {block.text: block.rule for block in story.blocks if not block.kept} == {
        "By Ada Weir": "label",
        "Read also: The bridge": "line:related",
        "Share": "zone:share",
    }


def test_a_live_blog_keeps_its_entries_without_their_clocks():
    entries = "".join(
        f"<div class='live-entry'><div>{hour}:15 Ada Weir</div><h3>Hour {hour}</h3><p>{text}</p></div>"
        for hour, text in enumerate(LONG, 10)
    )
    story = select(f"<h1>The Mill Stands Still</h1><div class='live-entries'>{entries}</div>")
    assert [text for text in kept(story) if not text.startswith("Hour")] == list(LONG)


@pytest.mark.parametrize(
    ("script", "texts"),
    [
        ("zh", ("山谷里连续下了十一天的雨，到了第十二天，磨坊停了下来，因为没有人能沿着公路走到那里。", "那一周镇议会开了两次会，先在学校，后来在教堂，每次都把问题推迟到春天再说。", "“我们已经等了四十年，再等一个冬天也无妨，”带着自己椅子和油灯来的磨坊主说。")),
        ("ja", ("谷では十一日間雨が降り続き、十二日目には誰も道を通れなくなったため、水車小屋は止まった。", "町議会はその週に二度開かれたが、最初は学校で、次は教会で、いずれも春まで先送りとなった。", "「四十年待ったのだから、もう一冬ぐらい待てる」と、自分の椅子とランプを持参した主人は語った。")),
        ("ko", ("골짜기에는 열하루 동안 비가 내렸고, 열이틀째에는 아무도 길로 갈 수 없어 방앗간이 멈췄다.", "그 주에 의회는 두 번 열렸는데, 처음에는 학교에서, 다음에는 교회에서 열렸고 매번 봄까지 미뤄졌다.", "“우리는 사십 년을 기다렸고 한 해 겨울쯤 더 기다릴 수 있다”고 방앗간 주인은 말했다.")),
        ("ar", ("هطل المطر على الوادي أحد عشر يوما، وفي اليوم الثاني عشر توقفت الطاحونة لأن أحدا لم يستطع الوصول إليها.", "اجتمع المجلس مرتين في ذلك الأسبوع، أولا في المدرسة ثم في الكنيسة، وفي كل مرة أجل المسألة إلى الربيع.", "وقال الطحان الذي أحضر كرسيه ومصباحه: انتظرنا أربعين عاما ويمكننا أن ننتظر شتاء آخر.")),
        ("he", ("גשם ירד על העמק אחד עשר ימים, וביום השנים עשר עמדה הטחנה, משום שאיש לא יכול היה להגיע אליה בדרך.", "המועצה התכנסה פעמיים באותו שבוע, תחילה בבית הספר ואחר כך בכנסייה, ובכל פעם דחתה את השאלה לאביב.", "חיכינו ארבעים שנה ואנחנו יכולים לחכות עוד חורף אחד, אמר הטוחן שהביא כיסא ומנורה משלו.")),
        ("ru", ("В долине одиннадцать дней шёл дождь, а на двенадцатый мельница остановилась, потому что никто не мог до неё добраться.", "Совет собирался дважды за эту неделю, сначала в школе, потом в церкви, и каждый раз откладывал вопрос до весны.", "«Мы ждали сорок лет и можем подождать ещё одну зиму», — сказал мельник, который принёс свой стул и лампу.")),
    ],
)  # fmt: skip
def test_stories_in_other_scripts_are_found(script, texts):
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>{texts[0][:4]}</a></li>" for n in range(8)) + "</ul>"
    assert kept(
        select(
            f"<div id='menu'>{menu}</div><h1>{texts[1][:10]}</h1><div id='text'>{paragraphs(texts)}</div><div id='foot'>{menu}</div>",
            title=texts[1][:10],
        )
    ) == list(texts)


def test_the_text_of_a_page_drawn_by_a_script_comes_from_its_structured_data():
    data = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The Mill Stands Still", "articleBody": "\n\n".join(LONG)}
    )
    story = select("<div id='root'></div>", head=f"<script type='application/ld+json'>{data}</script>")
    assert kept(story) == list(LONG)
    assert story.rule == "json-ld:articleBody"


def test_the_text_of_a_page_drawn_by_a_script_comes_from_its_state():
    state = json.dumps(
        {"props": {"page": {"article": {"title": "The Mill", "content": [{"type": "text", "content": f"<p>{text}</p>"} for text in LONG]}}}}
    )
    story = select("<div id='__next'></div>", head=f"<script type='application/json' id='__NEXT_DATA__'>{state}</script>")
    assert kept(story) == list(LONG)


def test_the_printed_text_is_preferred_to_structured_data():
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": "Another text. " * 100})
    assert kept(
        select(
            f"<h1>The Mill Stands Still</h1><article>{paragraphs()}</article>", head=f"<script type='application/ld+json'>{data}</script>"
        )
    ) == list(LONG)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<div></div>",
        "<p>.</p>",
        "<nav><a href='/'>Home</a></nav>",
        "<img src='/a.jpg'>",
        "<p>" + "x" * 50_000 + "</p>",
        "<table>" * 300 + "<td>a",
    ],
)
def test_a_page_without_a_story_gives_no_error(markup):
    select(markup)


def test_plain_text_gives_its_paragraphs():
    text = (
        "The Mill Stands Still\n\nBy Ada Weir\n\n"
        + "\n\n".join(LONG)
        + "\n\nRelated Posts:\n\n• No Related Posts\n\nFollow the Herald on Twitter"
    )
    assert kept(select(text, "text/plain")) == list(LONG)


def test_a_question_put_to_everybody_is_kept_each_time_and_a_pull_quote_once():
    question = "And what would you do if the mill stood on your own side of the river, as it did before?"
    story = select(
        f"<h1>The Mill Stands Still</h1><div class='entry-content'>{''.join(f'<p>{question}</p><p>{text}</p>' for text in LONG)}</div>"
    )
    assert kept(story).count(question) == len(LONG)
    story = select(
        f"<h1>The Mill Stands Still</h1><div class='entry-content'><p>{LONG[0]}</p><p>{LONG[1]}</p><p>{LONG[0]}</p><p>{LONG[2]}</p><p>{LONG[3]}</p></div>"
    )
    assert kept(story).count(LONG[0]) == 1


def test_one_offer_of_a_subscription_takes_its_list_along():
    offer = "<ul><li>Unlimited digital access to the Mill Courier.</li><li>The crossword every day.</li><li>The app of the mill.</li></ul>"
    story = select(
        f"<h1>The Mill Stands Still</h1><div class='entry-content'><p>{LONG[0]}</p><p>{LONG[1]}</p>{offer}<p>{LONG[2]}</p><p>{LONG[3]}</p></div>"
    )
    assert kept(story) == list(LONG)
