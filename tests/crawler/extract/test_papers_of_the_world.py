"""Pages in the manners of papers and publishing systems from many countries: every field, as a reader would name it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.reading import read

POOL = (
    "The swimming pool on Harbour Street will close for fourteen months from the first of May, the district council decided late on Tuesday.",
    "Two of the three boilers failed in January, and the remaining one cannot heat the large basin alone, said the head of the parks office.",
    "“Nobody wanted this,” she told a crowded meeting in the library, where some of the swimmers had brought their towels as a protest.",
)


def article(page, url="https://paper.example/2024/pool"):
    return read(Capture(url, page.encode(), datetime(2024, 6, 1, tzinfo=UTC), charset="utf-8"), follow=False).article


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts or POOL)


WORLD = [
    ("zh", "港口街游泳馆将关闭十四个月", "2024-04-17 09:30 文/李晓明 图/王芳", "李晓明", "2024-04-17T09:30:00",
     ("北港市议会周二晚间决定，港口街游泳馆将从五月一日起关闭十四个月，对锅炉房进行全面改造。", "游泳馆三台锅炉中的两台已于一月损坏，剩下的一台无法单独为大池供热，负责人在会上说。", "有些游泳爱好者带着毛巾前来表示抗议，她对在图书馆参加会议的市民说明了原因。")),
    ("zh-Hant", "港口街泳池將關閉十四個月", "2024/04/17 18:05 [記者 陳美玲 台北報導]", "陳美玲", "2024-04-17T18:05:00",
     ("北港市議會週二晚間決定，港口街泳池將自五月一日起關閉十四個月，進行鍋爐房的全面改造。", "泳池三座鍋爐中的兩座已於一月損壞，剩下的一座無法單獨為大池供熱，主管在會議上表示。", "有些泳客帶著毛巾前來表達抗議，她對在圖書館參加會議的市民說明了原因。")),
    ("ja", "港通りプール、14カ月休業へ", "2024年4月17日 9時30分 【田中 一郎】", "田中 一郎", "2024-04-17T09:30:00",
     ("北港市議会は16日夜、港通りプールを5月1日から14カ月間休業し、ボイラー室を全面改修することを決めた。", "3台あるボイラーのうち2台が1月に故障し、残る1台だけでは大プールを温められないと責任者は説明した。", "会場には抗議の印としてタオルを持参した利用者もいた。彼女は図書館での説明会で理由を話した。")),
    ("ko", "항구거리 수영장 14개월 문 닫는다", "입력 2024.04.17 09:30 김민수 기자", "김민수", "2024-04-17T09:30:00",
     ("북항시의회는 16일 밤 항구거리 수영장을 5월 1일부터 14개월 동안 닫고 보일러실을 전면 개보수하기로 결정했다.", "보일러 세 대 가운데 두 대가 1월에 고장 났고, 남은 한 대로는 큰 수영장을 데울 수 없다고 책임자는 말했다.", "항의의 표시로 수건을 들고 온 시민도 있었다고 그는 도서관에서 열린 설명회에서 말했다.")),
    ("ru", "Бассейн на Портовой улице закроют", "17 апреля 2024, 09:30 Автор: Ирина Соколова", "Ирина Соколова", "2024-04-17T09:30:00",
     ("Городской совет решил во вторник вечером закрыть бассейн на Портовой улице на четырнадцать месяцев, чтобы обновить котельную.", "Два из трёх котлов вышли из строя в январе, а оставшийся не может один нагревать большой бассейн, сказала руководитель.", "«Никто этого не хотел», — сказала она на собрании в библиотеке, куда некоторые пловцы пришли с полотенцами.")),
    ("ar", "إغلاق مسبح شارع الميناء أربعة عشر شهرا", "17 أبريل 2024 بقلم: ليلى حداد", "ليلى حداد", "2024-04-17",
     ("قرر مجلس المدينة مساء الثلاثاء إغلاق مسبح شارع الميناء اعتبارا من الأول من مايو ولمدة أربعة عشر شهرا لتجديد غرفة المراجل.", "وتعطل اثنان من المراجل الثلاثة في يناير، ولا يستطيع المرجل المتبقي وحده تدفئة الحوض الكبير، بحسب ما قالت المديرة.", "وقالت في اجتماع بالمكتبة إن أحدا لم يرد ذلك، بينما حمل بعض السباحين مناشفهم تعبيرا عن الاحتجاج على القرار.")),
    ("he", "הבריכה ברחוב הנמל תיסגר", "17.04.2024 09:30 מאת: נועה לוי", "נועה לוי", "2024-04-17T09:30:00",
     ("מועצת העיר החליטה ביום שלישי בערב לסגור את הבריכה ברחוב הנמל למשך ארבעה עשר חודשים כדי לשפץ את חדר הדוודים.", "שניים משלושת הדוודים התקלקלו בינואר, והנותר אינו יכול לחמם לבדו את הבריכה הגדולה, אמרה מנהלת המחלקה.", "“אף אחד לא רצה בזה”, אמרה בפגישה בספרייה, שאליה הביאו כמה מהשחיינים את המגבות שלהם לאות מחאה.")),
    ("hi", "बंदरगाह मार्ग का तरणताल बंद रहेगा", "17 अप्रैल 2024, 09:30 AM लेखक: सुनीता शर्मा", "सुनीता शर्मा", "2024-04-17T09:30:00",
     ("नगर परिषद ने मंगलवार शाम फैसला किया कि बंदरगाह मार्ग का तरणताल एक मई से चौदह महीने के लिए बंद रहेगा।", "तीन में से दो बॉयलर जनवरी में खराब हो गए थे और बचा हुआ एक बड़े ताल को अकेले गर्म नहीं कर सकता।", "कोई ऐसा नहीं चाहता था, उन्होंने पुस्तकालय में हुई बैठक में कहा, जहां कुछ तैराक तौलिए लेकर आए थे।")),
    ("th", "สระว่ายน้ำถนนท่าเรือปิดสิบสี่เดือน", "17 เมษายน 2567 09:30 น. โดย: สมชาย ใจดี", "สมชาย ใจดี", "2024-04-17T09:30:00",
     ("สภาเมืองมีมติเมื่อคืนวันอังคารให้ปิดสระว่ายน้ำถนนท่าเรือตั้งแต่วันที่หนึ่งพฤษภาคมเป็นเวลาสิบสี่เดือนเพื่อปรับปรุงห้องหม้อไอน้ำทั้งหมด", "หม้อไอน้ำสองในสามตัวเสียตั้งแต่เดือนมกราคม และตัวที่เหลือไม่สามารถทำความร้อนให้สระใหญ่ได้เพียงลำพัง หัวหน้าสำนักงานสวนสาธารณะกล่าว", "เธอกล่าวในที่ประชุมที่ห้องสมุดว่าไม่มีใครต้องการให้เป็นเช่นนี้ ซึ่งนักว่ายน้ำบางคนนำผ้าขนหนูมาแสดงการประท้วงอย่างสงบ")),
    ("vi", "Bể bơi phố Cảng đóng cửa", "Thứ tư, 17/4/2024, 09:30 (GMT+7) Nguyễn Thị Hoa", "Nguyễn Thị Hoa", "2024-04-17T09:30:00",
     ("Hội đồng thành phố tối thứ ba quyết định đóng cửa bể bơi phố Cảng từ ngày một tháng năm trong mười bốn tháng để cải tạo.", "Hai trong ba nồi hơi hỏng từ tháng một, và chiếc còn lại không thể một mình làm ấm bể lớn, người đứng đầu văn phòng cho biết.", "“Không ai muốn điều này”, bà nói tại cuộc họp ở thư viện, nơi một số người bơi mang theo khăn tắm để phản đối.")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "headline", "line", "author", "date", "texts"), WORLD, ids=[each[0] for each in WORLD])
def test_a_line_of_date_and_credit_is_read_in_the_scripts_of_the_world(language, headline, line, author, date, texts):
    day, _, credit = line.partition(author)
    found = article(
        f"<html lang={language}><title>{headline}</title><div class=article><h1>{headline}</h1><div class=info>{day}{author}{credit}</div><div class=content>{paragraphs(*texts)}</div></div>"
    )
    assert found.headline == headline
    assert [each.name for each in found.authors if each.role == "reporter"] == [author]
    assert (found.published.value if found.published else "").startswith(date)
    assert found.text == "\n\n".join(texts)


def test_a_name_that_is_a_word_elsewhere_is_a_name():
    [author] = article(
        f"<html lang=en><title>The pool closes</title><h1>The pool closes</h1><p class=byline>Theo Varga</p>{paragraphs()}"
    ).authors
    assert (author.name, author.role) == ("Theo Varga", "reporter")


def test_the_organisation_that_structured_data_name_stands_against_a_bare_name_beside_the_date():
    said = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The pool closes", "author": {"@type": "Organization", "name": "Harbour Times"}}</script>'
    found = article(f"<title>The pool closes</title>{said}<h1>The pool closes</h1><p>17 April 2024 09:30 Stock Photo</p>{paragraphs()}")
    assert [(author.name, author.role) for author in found.authors] == [("Harbour Times", "agency")]


def test_an_author_box_that_follows_its_own_heading_names_nobody_twice():
    box = "<div class=elementor-author-box><div class=elementor-author-box__name><h4>Joanna Drew</h4></div><div class=elementor-author-box__bio><p>Joanna Drew has covered the council since 2011.</p></div></div>"
    found = article(f"<title>The pool closes</title><h1>The pool closes</h1><p>17 April 2024</p>{paragraphs()}{box}")
    assert [author.name for author in found.authors] == ["Joanna Drew"]


def test_the_foot_of_a_post_names_who_posted_it():
    foot = "<div class=post-footer><div class=post-footer-line><span class='post-author vcard'>Posted by <span class=fn>Wren Tallow</span></span> at 9:11 PM</div></div>"
    found = article(
        f"<title>Tide Pools: The pool closes</title><div class=post><h3 class=post-title>The pool closes</h3>{paragraphs()}{foot}</div>"
    )
    assert [author.name for author in found.authors] == ["Wren Tallow"]


def test_a_headline_in_h2_is_told_from_the_paper_above_it_and_the_line_below_it():
    found = article(
        "<html lang=en><title>The Dunmere Gazette</title><h2 class=site>The Dunmere Gazette</h2><h3>Since 1872</h3><div><h2>Pool to close for fourteen months</h2><h3>Swimmers bring towels to the library</h3>"
        f"<p>By ROSALIND HALE and DAN FERRIS<br>Special to The Gazette</p><p>Posted: 10:14 a.m. Wednesday, April 17, 2024</p>{paragraphs()}</div>",
        "https://www.dunmere.example/news/pool",
    )
    assert found.headline == "Pool to close for fourteen months"
    assert [author.name for author in found.authors] == ["Rosalind Hale", "Dan Ferris"]
    assert found.published.value == "2024-04-17T10:14:00"


def test_who_keeps_the_page_is_no_part_of_the_story_and_not_its_author():
    found = article(
        f"<title>The Pool Closes</title><table><tr><td><b>The Pool Closes</b><br><i>by Harold Finch</i><br>March 12, 2003<br><br>{'<br><br>'.join(POOL)}<br><br><hr>"
        "<font size=1>Page kept by Wilma Trask. You are visitor 10442.</font></td></tr></table>"
    )
    assert [author.name for author in found.authors] == ["Harold Finch"]
    assert found.text == "\n\n".join(POOL)


def test_whom_the_press_may_call_is_no_part_of_the_story():
    found = article(
        f"<title>The pool closes</title><h1>The pool closes</h1>{paragraphs()}<p>Media contact: Jo Reed, jo@kelby.example, 555-0142</p>"
    )
    assert found.text == "\n\n".join(POOL)


def test_a_paper_that_calls_somebody_its_own_names_the_person_alone():
    for line in ("Door onze verslaggever Sanne de Wit", "Par notre correspondante Lucie Bertrand", "Von unserer Redakteurin Karla Bruns"):
        language = {"D": "nl", "P": "fr", "V": "de"}[line[0]]
        found = article(
            f"<html lang={language}><title>The pool closes</title><h1>The pool closes</h1><p>{line}</p><p>17.04.2024</p>{paragraphs()}"
        )
        assert [author.name for author in found.authors] == [" ".join(line.split()[3:])]


def test_the_heading_may_say_more_than_the_last_part_of_the_title():
    found = article(
        f"<title>Old Port Online: Pool Closes</title><table><tr><td><a href=/>Front page</a></td><td><h2>Pool Closes for Fourteen Months</h2><p>By Harriet Lomax<br>Staff Writer<p>June 4, 2001{paragraphs()}<p><i>Harriet Lomax can be reached at hl@port.example</i></td></tr></table>",
        "http://www.port.example/june/pool.html",
    )
    assert found.headline == "Pool Closes for Fourteen Months"
    assert [author.name for author in found.authors] == ["Harriet Lomax"]
    assert found.text == "\n\n".join(POOL)


def test_the_foot_of_the_article_files_it():
    foot = "<footer class=entry-footer><span class=cat-links><a href=/c rel='category tag'>Town</a></span></footer>"
    side = "<aside><a rel='category tag' href=/x>Elsewhere</a></aside>"
    assert (
        article(f"<title>The pool closes</title><article><h1>The pool closes</h1>{paragraphs() * 3}{foot}</article>{side}").section
        == "Town"
    )


def test_a_story_in_the_data_of_a_drawn_page_makes_it_an_article():
    texts = (*POOL, *(f"A year before that, {text}" for text in POOL))
    state = json.dumps({"story": {"publishedAt": "2024-04-17T09:30:00Z", "body": paragraphs(*texts)}})
    page = f"<title>The pool closes | Shore</title><div id=__next></div><script id=__NEXT_DATA__ type=application/json>{state}</script>"
    capture = Capture("https://shore.example/story/pool", page.encode(), datetime(2024, 6, 1, tzinfo=UTC), charset="utf-8")
    found = read(capture, follow=False)
    assert found.kind == "article"
    assert found.kind_rule.startswith("script:")
    assert found.article.text == "\n\n".join(texts)
    assert found.article.published.value == "2024-04-17T09:30:00+00:00"
