"""Lines that are boilerplate by their words, and sentences of stories that only look like them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise.boilerplate import is_boilerplate, table

LABELS = {
    "related": [
        "Related Posts:", "• No Related Posts", "No related posts found.", "RELATED ARTICLES", "Read also: Ten ways to mend a fence", "READ MORE: Council votes on the mill", "You may also like",
        "Lesen Sie auch: Der Winter kommt früh", "Mehr zum Thema", "Das könnte Sie auch interessieren", "À lire aussi : La grève continue", "Lire la suite", "Lee también: El río crece", "Te puede interesar",
        "Leia também: A feira abre", "Leggi anche: Il mercato riapre", "Lees ook: De dijk houdt het", "Läs också: Våren är här", "Czytaj także: Powódź na południu", "Читайте также: В городе открылась ярмарка",
        "Διαβάστε επίσης: Η έκθεση ανοίγει", "İlgili haberler", "相关阅读：春季博览会开幕", "延伸閱讀", "関連記事", "【関連記事】市場が開く", "관련기사", "اقرأ أيضا: افتتاح المعرض", "קראו גם: היריד נפתח",
    ],
    "share": ["Share this:", "Share on Facebook", "Follow GFN on Twitter", "Follow us on Facebook and Instagram", "Auf Facebook teilen", "Partager sur Facebook", "Compartir en Facebook", "Condividi su Facebook", "Подписывайтесь на наш канал в Telegram", "分享到", "シェアする", "공유하기", "شارك", "שתפו"],
    "subscribe": ["Newsletter", "Sign up for our newsletter", "Sign up for our newsletter and get the best stories in your inbox.", "Jetzt Newsletter abonnieren", "Inscrivez-vous à notre newsletter", "Suscríbete a nuestro boletín", "订阅", "ログイン", "구독하기", "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés."],
    "category": ["Categorized | Field Notes", "Filed under: Farms, Sensors", "Posted in News", "Tags: farm, probe, map", "Schlagwörter: Hof, Sonde", "Catégories : Ferme", "Etiquetas: granja", "Теги: ферма", "标签：农场", "タグ：農場", "태그: 농장"],
    "language": ["Language Menu", "Language: English Chinese", "Sprache: Deutsch Englisch", "语言：中文"],
    "comment": ["3 Comments", "No comments yet", "Leave a Reply", "Comments are closed.", "2 Kommentare", "Keine Kommentare", "Laisser un commentaire", "Deja un comentario", "Оставить комментарий", "发表评论", "コメントを残す", "댓글쓰기", "أضف تعليق", "Your email address will not be published. Required fields are marked *"],
    "author": ["About this author:", "About the Author", "Über den Autor", "À propos de l'auteur", "Sobre el autor", "Об авторе", "作者简介", "この記事を書いた人"],
    "cookie": ["We use cookies to improve your experience. By continuing you accept this.", "Diese Website verwendet Cookies.", "Ce site utilise des cookies pour vous offrir le meilleur service.", "Utilizamos cookies propias y de terceros."],
    "copyright": ["© 2012 Global Fair News. All rights reserved.", "Copyright 2019 The Herald", "Alle Rechte vorbehalten", "版权所有", "ⓒ 신문사, 무단 전재 및 재배포 금지"],
    "advertisement": ["Advertisement", "- Anzeige -", "Publicité", "Story continues below advertisement", "广告", "広告", "Реклама"],
    "player": ["Listen to this article", "5 min read", "Lesezeit: 3 Minuten", "Play video", "Your browser does not support the video tag."],
    "navigation": ["Back to top", "Skip to content", "Zum Inhalt springen", "返回顶部", "ホーム"],
}  # fmt: skip
SENTENCES = [
    "Read more books, he said, and you will never be alone.", "Related costs rose by a tenth, the council found.", "Share prices fell on Monday after the fair closed.", "Follow the river north and you reach the mill.",
    "Cookies are baked here every morning, and the smell fills the street.", "The newsletter of the guild was first printed in 1911.", "By 2017, the company had sold its last plough.", "Language is what divides the two valleys, the mayor said.",
    "Comments by the minister caused anger in the region.", "She is the author of three books on soil.", "Advertisement revenue has halved within ten years.", "Cambridge, Mass. April 23, 2017, — The forum came to a close this afternoon.",
    "“Sign up today,” the sergeant told them, and most of them did.", "Copyright law will change next year, the ministry announced on Friday.", "Lire la suite, c’est ce que voulaient les enfants.", "Teilen macht Freude, sagte der Bürgermeister am Montag.",
    "分享会上，她谈到了自己的创业经历，并回答了听众的提问。", "関連する会社は三社あると市は説明した。", "관련 법안은 내년에 시행될 예정이라고 시가 밝혔다.", "Читайте детям вслух, советуют врачи и учителя.", "Newsletter readers were told first, and the shop sold out within an hour of the opening.",
    "Ms. Marta Quill is a renowned engineer and farm investor.", "More than 40 people came.", "More on the plans will be known in May.", "Tags were sewn into every coat.", "Print is not dead, the editors insist.", "Photo albums were all that the family saved.",
    "Category 4 storms are rare in these waters.", "Listen, he said, and you will hear the mill.", "Watch out for ice on the pass, the police warned.",
]  # fmt: skip


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in LABELS.items() for line in lines])
def test_a_label_is_told_by_its_rule(rule, line):
    assert is_boilerplate(line, position="body") == rule


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_of_a_story_is_kept(line):
    assert is_boilerplate(line, position="body") is None


@pytest.mark.parametrize(
    "line",
    [
        "By Ines Okafor, valmontherald.example",
        "Von Anna Berg",
        "Posted by admin on 12 May 2012",
        "12 May 2012",
        "Saturday, May 12, 2012 9:14 AM",
        "Published: 3 June 2020, 14:05",
        "記者：王小明",
        "김철수 기자",
    ],
)
def test_bylines_and_dates_go_at_the_head_only(line):
    assert is_boilerplate(line, position="head") in {"byline", "date", "category"}


@pytest.mark.parametrize("line", ["By Ines Okafor", "12 May 2012", "Von Anna Berg"])
def test_a_byline_inside_the_text_is_left_alone(line):
    assert is_boilerplate(line, position="body") is None


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by A. Smith; Editing by B. Jones)",
        "(AP)",
        "dpa",
        "A. Smith contributed to this report.",
        "Contact the writer at a.smith@herald.example",
    ],
)
def test_credits_go_at_the_tail_only(line):
    assert is_boilerplate(line, position="tail") == "credit"


def test_a_site_s_own_phrases_count():
    assert is_boilerplate("The mill news is free thanks to its readers", position="body", phrases=("The mill news is free",)) == "profile"
    assert is_boilerplate("Tip jar: the address has changed.", position="body", phrases=("Tip jar:",)) == "profile"
    assert is_boilerplate("Tipsters met in the mill on Friday.", position="body", phrases=("Tips", "tip")) is None
    assert is_boilerplate("The mill news is free", position="body") is None


@given(st.text(max_size=600), st.sampled_from(["head", "body", "tail"]))
def test_it_is_total(line, position):
    is_boilerplate(line, position=position)


@pytest.mark.parametrize("piece", ["read also: ", "by a ", "12 ", "(ap/", "© ", "more on ", "share on facebook ", "https://", "a.", " "])
def test_a_long_line_costs_little(piece):
    line = piece * (100_000 // len(piece))
    short = line[:400]
    began = time.process_time()
    for position in ("head", "body", "tail"):
        is_boilerplate(line, position=position)
        is_boilerplate(short, position=position)
    assert time.process_time() - began < 0.15


@pytest.mark.parametrize(
    "line",
    [
        "（责任编辑：陶燕）",
        "Our Standards: The Newswire North Principles.",
        "यह भी पढ़ें: नहर में छोड़ा गया पानी",
        "Back to front page | Printable version",
        "(Read more: Ten founders who wait)",
    ],
)
def test_labels_in_brackets_and_of_the_foot_are_boilerplate(line):
    assert is_boilerplate(line, position="body")


@pytest.mark.parametrize("line", ["(He was right, of course.)", "Back to the main road went the boy, and he sang.", "(Laughter.)"])
def test_sentences_in_brackets_are_not(line):
    assert is_boilerplate(line, position="body") is None


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted in General. Bookmark the permalink.",
        "You can follow any responses to this entry through the RSS 2.0 feed.",
        "Dieser Eintrag wurde am Mittwoch um 23:03 veröffentlicht und ist abgelegt unter Allgemein.",
        "[button link=”http://a.example/x/” type=”big”] Send us YOUR photo[/button]",
        "Placeholder image-3",
        "Les opinions exprimées dans les blogs n'engagent que leurs auteurs.",
        "This post contains references to products from one or more of our advertisers. We may receive compensation.",
        "Unlimited digital access to the Harbour Citizen.",
        "Um eingebettete Inhalte anzuzeigen, ist deine Einwilligung notwendig. "
        + "Sie gilt bis auf Weiteres und kann widerrufen werden. " * 10,
    ],
)
def test_notices_of_publishing_systems_and_shops_are_known_anywhere(line):
    assert is_boilerplate(line, position="body")


@pytest.mark.parametrize(
    "line",
    [
        "This entry into the harbour was long and hard.",
        "Dieser Artikel wurde zuerst von der Zeitung am Hafen gedruckt.",
        "[Name known to the editors] said so.",
        "Unlimited growth is no aim, she said.",
    ],
)
def test_sentences_that_only_begin_alike_are_kept(line):
    assert is_boilerplate(line, position="body") is None


@pytest.mark.parametrize(
    ("line", "position", "rule"),
    [
        ("Interested in Millers?", "body", "prompt"),
        ("Add Millers as an interest to stay up to date on the latest Millers news from the valley.", "body", "prompt"),
        ("Have you a mill to sell? Email: desk@valley.example", "tail", "prompt"),
        ("Comments for “The Mill Stands Still”", "body", "comment"),
        ("Your contribution supports independent journalism", "body", "appeal"),
        ("Read the valley with us, your source for mills, for only 5 a month. Subscribe now!", "tail", "subscribe"),
        ("Ada Quill contributed reporting from the upper pond.", "tail", "credit"),
        ("First published in The Valley Review.", "tail", "credit"),
        ("This is a developing story, more to follow.", "tail", "credit"),
        ("Dieser Beitrag erschien zuerst im Talboten.", "tail", "credit"),
        ("Übersetzung: Ada Quill, Redaktion: Bert Amsel", "tail", "credit"),
        ("Mehr über die Mühle lesen Sie hier.", "tail", "related"),
        ("Story Continued Below", "body", "advertisement"),
    ],
)
def test_prompts_appeals_and_credits_are_told_by_their_words(line, position, rule):
    assert is_boilerplate(line, position=position) == rule


@pytest.mark.parametrize("line", ["Your support helps, he told her, and she wept?", "Interested in mills, he bought three of them.", "2018年进口继续扩大，突破3000亿美元"])  # fmt: skip
def test_sentences_with_such_words_are_none(line):
    assert is_boilerplate(line, position="head") is None


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("read more", {"rea"}),
        ("Read", {"rea"}),
        ("(?:read|see all) also", {"rea", "see"}),
        ("(?:à )?(?:lire|voir)", {"à l", "à v", "lir", "voi"}),
        ("l(?:äs|es)", {"läs", "les"}),
        ("ab?cd", {"abc", "acd"}),
        ("ab*c", {"ab", "ac"}),
        ("a{2}bc", {"a"}),
        (r"\(c\) |©", {"(c)", "©"}),
        ("(?!b)[xy]z", {"xz", "yz"}),
        (r"\d+ comments", set("0123456789")),
        ("[a-z]+ reserved", {""}),
    ],
)
def test_a_pattern_is_looked_up_by_what_it_may_begin_with(pattern, starts):
    assert table.beginnings(pattern) == starts


def test_a_line_meets_every_pattern_that_may_begin_as_it_does():
    patterns = table.Table({"first": ["ab?c"], "second": ["abc", "a.*"], "third": ["(?:ax|bx)y"]})
    found = {line: patterns.rule(line) for line in ("abc", "ac", "axy", "bxy", "a", "aé", "bé", "c")}
    assert found == {"abc": "first", "ac": "first", "axy": "second", "bxy": "third", "a": "second", "aé": "second", "bé": None, "c": None}
