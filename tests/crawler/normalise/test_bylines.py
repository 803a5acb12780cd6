"""Printed credit lines and bios into names, roles and affiliations."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise import bylines

R, P, A, T, E = "reporter", "photographer", "agency", "translator", "editor"


def read(line, language=None, outlets=()):
    return [(c.name, c.role) for c in bylines.parse(line, language, outlets).credits]


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("By Yulan Qiu", "en", ["Yulan Qiu"]),
        ("By Jane Smith and John Roe", "en", ["Jane Smith", "John Roe"]),
        ("Nathan Parker, Varun Khaneja, Eric Mill and Kiran C Nair", "en", ["Nathan Parker", "Varun Khaneja", "Eric Mill", "Kiran C Nair"]),
        ("ByJ.R. Stone", "en", ["J.R. Stone"]),
        ("Von Anna von der Leyen und Peter Müller", "de", ["Anna von der Leyen", "Peter Müller"]),
        ("Text: Karl May", "de", ["Karl May"]),
        ("Text und Fotos: Karl May", "de", ["Karl May"]),
        ("Kommentar von Jan Sellner", "de", ["Jan Sellner"]),
        ("Richard David Precht im Gespräch mit Karin Fischer", "de", ["Richard David Precht", "Karin Fischer"]),
        ("Par Jean-Luc Picard", "fr", ["Jean-Luc Picard"]),
        ("Por Marta García y Pedro López", "es", ["Marta García", "Pedro López"]),
        ("Por Juan y Medio", "es", ["Juan y Medio"]),
        ("Por José Ortega y Gasset", "es", ["José Ortega y Gasset"]),
        ("Di Mario Rossi e Anna Bianchi", "it", ["Mario Rossi", "Anna Bianchi"]),
        ("Door Jan de Vries en Piet Jansen", "nl", ["Jan de Vries", "Piet Jansen"]),
        ("Af Trine Juncher Jørgensen og Tôrtia Reimer-Johansen", "da", ["Trine Juncher Jørgensen", "Tôrtia Reimer-Johansen"]),
        ("Av Ingrid Treborg", "nb", ["Ingrid Treborg"]),
        ("Tekst: Anna Nowak", "pl", ["Anna Nowak"]),
        ("Автор: Иван Иванов", "ru", ["Иван Иванов"]),
        ("Текст: Анна Петрова и Иван Иванов", "ru", ["Анна Петрова", "Иван Иванов"]),
        ("Γράφει ο Γιώργος Παπαδόπουλος", "el", ["Γιώργος Παπαδόπουλος"]),
        ("作者：王小明", "zh", ["王小明"]),
        ("文/张三", "zh", ["张三"]),
        ("记者 张三 李四", "zh", ["张三", "李四"]),
        ("本报记者 张三", "zh", ["张三"]),
        ("張三、李四", "zh", ["張三", "李四"]),
        ("弗拉基米尔·普京", "zh", ["弗拉基米尔·普京"]),
        ("大渡 美咲", "ja", ["大渡 美咲"]),
        ("松岡大地", "ja", ["松岡大地"]),
        ("写真・文　山田太郎", "ja", ["山田太郎"]),
        ("구현모 기자", "ko", ["구현모"]),
        ("구현모 기자 koo@example.com", "ko", ["구현모"]),
        ("كتب: محمد أحمد", "ar", ["محمد أحمد"]),
        ("מאת יוסי כהן", "he", ["יוסי כהן"]),
        ("Lê Phương", "vi", ["Lê Phương"]),
    ],
)
def test_a_credit_line_gives_its_names_in_many_languages(line, language, names):
    assert read(line, language) == [(name, R) for name in names]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("By Jane Doe. Photos by John Roe. Translated by Ann Poe", [("Jane Doe", R), ("John Roe", P), ("Ann Poe", T)]),
        ("Text: Karl May, Fotos: Peter Lustig", [("Karl May", R), ("Peter Lustig", P)]),
        ("文/张三 图/李四", [("张三", R), ("李四", P)]),
        ("记者：张三，编辑：李四", [("张三", R), ("李四", E)]),
        ("作者：王小明 译者：李四", [("王小明", R), ("李四", T)]),
        ("Übersetzung: Karl May", [("Karl May", T)]),
        ("Foto: Peter Lustig", [("Peter Lustig", P)]),
        ("By Jane Smith and Reuters", [("Jane Smith", R), ("Reuters", A)]),
        ("Par Jean-Luc Picard avec AFP", [("Jean-Luc Picard", R), ("AFP", A)]),
        ("dpa/afp", [("dpa/afp", A)]),
        ("By The Associated Press", [("The Associated Press", A)]),
    ],
)
def test_photographers_translators_editors_and_agencies_are_told_apart(line, told):
    assert read(line) == told


@pytest.mark.parametrize(
    ("line", "affiliation"),
    [
        ("By Yulan Qiu, merrowpost.com", "merrowpost.com"),
        ("Jane Smith, BBC News", "BBC News"),
        ("Jane Smith for Example Magazine", "Example Magazine"),
        ("Jane Smith (Example Institute)", "Example Institute"),
        ("By Jane Smith | Example Times", "Example Times"),
    ],
)
def test_an_outlet_beside_a_name_is_its_affiliation(line, affiliation):
    (credit,) = bylines.parse(line, "en").credits
    assert (credit.name in {"Yulan Qiu", "Jane Smith"}, credit.affiliation) == (True, affiliation)


@pytest.mark.parametrize(
    "line",
    [
        "Jane Smith, Staff Writer",
        "Jane Smith Political Editor",
        "Political editor Jane Smith",
        "By Jane Smith, Chief Foreign Correspondent",
        "Dr. Jane Smith, PhD",
        "By Jane Smith in Vientiane",
        "By Jane Smith, Boston",
        "Jane Smith on January 5, 2020",
        "By Jane Smith | Published: 5 Jan 2020",
        "By Jane SmithJanuary 5, 2020",
        "Jane Smith @jsmith jane@example.com",
        "View all posts by Jane Smith",
        "Posted by Jane Smith under News, Views | 5 Comments",
        "Smith, Jane",
        "JANE SMITH",
    ],
)
def test_titles_places_dates_handles_and_links_fall_off_a_name(line):
    assert read(line, "en") == [("Jane Smith", R)]


@pytest.mark.parametrize(
    "line",
    ["Posted by admin", "admin", "By Staff", "Redaktion", "Von der Redaktion", "webmaster", "Guest", "By Staff Reporter", "编辑部", "Редакция", "La rédaction", "Posted by admin on May 1, 2012"],
)  # fmt: skip
def test_nobody_is_read_from_accounts_and_desks(line):
    byline = bylines.parse(line)
    assert [c for c in byline.credits if c.kind == "person"] == []


def test_a_name_of_the_site_is_no_person():
    assert [c.kind for c in bylines.parse("By Gregory Sun", outlets=["Gregory Sun"]).credits] == ["organisation"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Charlotte Church", "person"), ("Yun Sun", "person"), ("Gregory Marchmain", "person"), ("Washington Post", "organisation"), ("Example Foundation", "organisation"),
        ("freeman1984", "handle"), ("KleineGrüneMonster", "handle"), ("Kathrin", "single"), ("Deutscher Beispielverband", "organisation"), ("https://example.com/a", "nothing"),
        ("1482088941", "nothing"), ("How to win", "nothing"), ("朝日新聞デジタル", "organisation"), ("दैनिक भास्कर", "organisation"), ("New York", "place"),
    ],
)  # fmt: skip
def test_people_bodies_and_user_names_are_told_apart(name, kind):
    assert bylines.kind(name) == kind


@pytest.mark.parametrize(
    ("shouted", "proper"),
    [
        ("ANNA VON DER LEYEN", "Anna von der Leyen"), ("JOHN MCDONALD", "John McDonald"), ("SARAH O'REGAN", "Sarah O'Regan"), ("AMELIA THOMSON-DEVEAUX", "Amelia Thomson-Deveaux"),
        ("Bill MCCARTHY", "Bill McCarthy"), ("J.R. STONE", "J.R. Stone"), ("R.C. BAKER", "R.C. Baker"), ("JD Vance", "JD Vance"), ("Jane Smith", "Jane Smith"),
    ],
)  # fmt: skip
def test_shouted_names_are_set_properly(shouted, proper):
    assert bylines.proper(shouted) == proper
    assert bylines.proper(proper) == proper


@pytest.mark.parametrize(
    ("bio", "language", "name"),
    [
        (
            "Gregory Marchmain is an independent consultant and long-time harbour watcher, having worked at companies such as Brightwater and Halden.",
            "en",
            "Gregory Marchmain",
        ),
        ("About the Author: Jane Doe writes about cars", "en", "Jane Doe"),
        ("Jane Doe, 34, is a freelance journalist who met Barack Obama in 2009.", "en", "Jane Doe"),
        ("Peter Müller ist freier Journalist in Berlin.", "de", "Peter Müller"),
        ("Über den Autor: Peter Müller arbeitet bei der Beispielzeitung.", "de", "Peter Müller"),
        ("Marie Dupont est journaliste au service Culture.", "fr", "Marie Dupont"),
        ("Juan Pérez es periodista y escritor.", "es", "Juan Pérez"),
        ("Mario Rossi è un giornalista.", "it", "Mario Rossi"),
        ("张三是一名独立顾问和科技观察者", "zh", "张三"),
        ("山田太郎はフリーランスのライター。", "ja", "山田太郎"),
        ("I’m Jane Doe and I love bread.", "en", "Jane Doe"),
    ],
)
def test_a_bio_names_its_subject_in_many_languages(bio, language, name):
    assert bylines.from_bio(bio, language) == name


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Wen Tao is a renowned Chinese technology entrepreneur and angel investor. He founded Lumenor Corporation in 2010.",
        "Wen Tao is a renowned Chinese technology entrepreneur and angel investor.",
        "Lumenor is a partner of Google.",
        "The company is a member of the board.",
        "Follow TideTalks on Twitter",
        "In closing, Lei offered the straightforward advice for aspiring entrepreneurs.",
        "",
    ],
)
def test_a_paragraph_about_somebody_else_is_no_bio(text):
    assert bylines.from_bio(text, "en") is None


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_string_can_be_read_and_read_again(text):
    byline = bylines.parse(text)
    bylines.from_bio(text)
    bylines.opens(text)
    for credit in byline.credits:
        assert bylines.proper(bylines.proper(credit.name)) == bylines.proper(credit.name)


@pytest.mark.parametrize("unit", ["By A ", "and ", "((", "Foto: ", "9", "A.", "文/张三 ", "Von Anna ", ", ", "@a ", "a@b.c ", "By\n"])
def test_long_strings_cost_little(unit):
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    bylines.parse(text)
    bylines.from_bio(text)
    bylines.opens(text)
    assert time.process_time() - start < 0.05


@pytest.mark.parametrize(
    "name",
    ["Chloé d'Aubigny", "Chloé d’Aubigny", "Fatima al-Zahra", "Siobhan ní Dhomhnaill", "Jan van 't Hoff", "Seán Ó Riada", "Mac Miller"],
)
def test_particles_joined_to_a_name_belong_to_it(name):
    assert [credit.name for credit in bylines.parse(f"By {name}").credits] == [name]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("記者溫子瑜／花溪報導", ["溫子瑜"]),
        ("記者王小明、李大華／台北報導", ["王小明", "李大華"]),
        ("승인 2022.10.16 09:30", []),
        ("작성일", []),
        ("लेखक: विनोद कठैत 19 मार्च 2024", ["विनोद कठैत"]),
        ("Door: Maaike van der Heuvel 30 mrt 2023, 07:00", ["Maaike van der Heuvel"]),
    ],
)
def test_places_labels_and_dates_of_any_language_are_no_names(line, names):
    assert [credit.name for credit in bylines.parse(line).credits] == names


def test_an_outlet_that_holds_an_ampersand_is_no_two_people():
    found = bylines.parse("Wharf & District Times", "en", ["Wharf & District Times"]).credits
    assert [(credit.name, credit.kind) for credit in found] == [("Wharf & District Times", "organisation")]


def test_a_name_before_the_korean_word_for_reporter_opens_a_credit():
    assert bylines.opens("하도윤 기자")
    assert not bylines.opens("기자 회견에서 발표했다")


def test_a_name_of_the_site_stays_one_beside_the_host_that_spells_it():
    found = bylines.parse("El Faro de Mareta", "es", ["El Faro de Mareta", "elfarodemareta.example", "elfarodemareta"]).credits
    assert [credit.kind for credit in found] == ["organisation"]


@pytest.mark.parametrize("line", ["By order of the harbour master", "By popular demand", "By appointment only"])
def test_by_does_not_always_open_a_credit(line):
    assert bylines.parse(line, "en").credits == []


@pytest.mark.parametrize("account", ["admin8431", "user_12", "webmaster-2"])
def test_a_numbered_account_is_nobody(account):
    assert bylines.parse(account).nobody


@pytest.mark.parametrize(
    "line",
    [
        "Alles von Ada Quill",
        "View all posts by Ada Quill",
        "Tous les articles de Ada Quill",
        "Ver todas las entradas de Ada Quill",
        "More from Ada Quill",
    ],
)
def test_a_link_to_all_that_somebody_wrote_names_the_writer(line):
    assert read(line) == [("Ada Quill", R)]


def test_the_account_that_a_site_is_written_under_is_no_agency():
    [credit] = bylines.parse("by stylecard", outlets=["Stylecard", "stylecard.example", "stylecard"]).credits
    assert (credit.name, credit.role, credit.kind) == ("stylecard", "reporter", "handle")
    [credit] = bylines.parse("by Stylecard", outlets=["Stylecard", "stylecard.example", "stylecard"]).credits
    assert credit.role == "agency"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Evelyn Forde | Politics and Health Care Reporter", ["Evelyn Forde"]),
        ("By Milo Grabowski , Harbour Post Reporter | Monday", ["Milo Grabowski"]),
        ("By Milo Grabowski, Harbour Post, January 6, 2018", ["Milo Grabowski"]),
        ("By Alexandra C. Kaufmann, TideWire US", ["Alexandra C. Kaufmann"]),
        ("By Jane Doe, Chief Executive of Acme Corp", ["Jane Doe"]),
        ("By Jane Doe TNN", ["Jane Doe"]),
        ("By Jane Doe Associated Press", ["Jane Doe", "Associated Press"]),
        ("By Jane Doe [email protected]", ["Jane Doe"]),
        ("Jane Doe@JaneDoe Dec 6", ["Jane Doe"]),
        ("Jane Doe Twitter John Roe", ["Jane Doe", "John Roe"]),
        ("TidePool Follow", ["TidePool"]),
        ("by Andrea WangAndrea Wang", ["Andrea Wang"]),
        (
            "By Lisa de Marne Lisa de Marne TV Columnist More Stories By Lisa Third Debate Set For Oldwick, But Details TBA",
            ["Lisa de Marne"],
        ),
        ("Jane Doe , View ORCID Profile Elisa Raupe", ["Jane Doe", "Elisa Raupe"]),
        ("By Associated Press View author archive Get author RSS feed", ["Associated Press"]),
        ("新城报记者 李明", ["李明"]),
        ("Posted by: admin in All News, Political News October 21", []),
        ("by 深海 | カテゴリー 社会 | タグ 政治, 消費税, 経済", ["深海"]),
        ("LILIAN ALBARET, LAURE BRISSAC Envoyés spéciaux à Toulouse", ["Lilian Albaret", "Laure Brissac"]),
        ("Kooman, F.", ["F. Kooman"]),
        ("u/TidePool", ["u/TidePool"]),
        ("Ihr Finanzierungsberater", []),
        ("文 张三", ["张三"]),
        ("半导体代工市场：台积电占半壁江山，三星第二", []),
    ],
)
def test_buttons_titles_outlets_and_accounts_beside_a_name_are_no_part_of_it(line, names):
    assert [name for name, _ in read(line)] == names


@pytest.mark.parametrize("line", ["From staff reports", "By wire reports", "Most Popular", "Click here"])
def test_staff_lines_and_labels_credit_nobody(line):
    assert read(line) == []


def test_a_picture_agency_is_credited_for_pictures_alone():
    assert read("Getty Images") == [("Getty Images", P)]
    assert read("By Jane Doe, Getty Images") == [("Jane Doe", R), ("Getty Images", P)]


def test_a_word_that_begins_like_a_credit_is_none():
    assert not bylines.opens("文章导航", "zh")
    assert bylines.opens("文/张三", "zh")
    assert [bylines.kind(word, "zh") for word in ("文章导航", "欧阳修远", "张三")] == ["nothing", "person", "person"]


def test_chinese_prose_is_no_bio():
    assert bylines.from_bio("硬件再好，没有软件也是空的，专栏作者这样写道。", "zh") is None
    assert bylines.from_bio("张三，科技专栏作者。", "zh") == "张三"


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe",
        "By Jane Doe",
        "von Anna Muster",
        "Zoë Müller",
        "Mary Ann Smith",
        "Jane Fachverband",
        "By Staff Writer",
        "Radio Oldwick",
        "New York",
    ],
)
def test_a_plain_name_is_read_as_the_patterns_read_it(line, monkeypatch):
    short = bylines.parse(line, "en", ["Oldwick Gazette"])
    monkeypatch.setattr("crawler.normalise.bylines.plainly.read", lambda _: None)
    assert bylines.parse(line, "en", ["Oldwick Gazette"]) == short


def test_a_plain_name_that_is_the_sites_is_no_person():
    assert read("Harbour Lantern", outlets=["Harbour Lantern"]) == [("Harbour Lantern", A)]
