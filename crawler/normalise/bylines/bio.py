"""Who an author bio is about: "X is an independent consultant and long-time tech watcher, …" in many languages."""

from __future__ import annotations

import re

from crawler.normalise.bylines import names
from crawler.normalise.bylines.words import HONORIFICS, TITLE_HEADS

_LABEL = re.compile(
    r"^\s*(?:[–—\-*•■▪►>✍]+\s*)?(?:about (?:the |this )?(?:author|writer|blogger|contributor)s?|(?:the )?author(?:'s)? bio|author|written by|bio|posted by|"
    r"(?:über|zu) (?:den autor|die autorin|die autoren)|zur person|zum autor|zur autorin|der autor|die autorin|unser autor|unsere autorin|autor(?:in)?|"
    r"(?:à propos de )?l['’]auteure?|auteure?|sobre (?:el autor|la autora|o autor|a autora)|acerca del autor|el autor|la autora|autora?|"
    r"(?:sull['’]|l['’])autor(?:e|rice)|over de auteur|om (?:forfatteren|författaren|skribenten)|об авторе|автор|про автора|关于作者|作者简介|作者|著者(?:紹介|プロフィール)?|筆者|執筆者|글쓴이|필자|عن الكاتب|الكاتب|על המחבר)\s*[:：|\-–—\n]*\s*",
    re.IGNORECASE,
)
_WORD = r"[^\W\d_a-zß-öø-ÿа-яёα-ω][\w'’.\-]*"
_PART = r"(?:von|van|der|den|de|del|della|di|da|do|dos|du|la|le|el|al|bin|ibn|y|zu|zur|af|av|ter|ten)"
_NAME = rf"(?P<name>{_WORD}(?:\s+(?:{_PART}\s+){{0,3}}{_WORD}){{1,4}})"
_AGED = r"(?:\s*\([^()]{1,60}\)|,\s*\d\d,|,\s*(?:born|geboren|Jahrgang|né|née|nacid[oa]|Jg\.?)[^,]{1,40},|,)?"
_VERB = (
    r"is|was|are|has been|has|writes|covers|reports|works|worked|lives|serves|joined|runs|leads|teaches|holds|contributes|edits|currently|studied|specialises|specializes|blogs|keeps|grows|farms|raises|builds|makes|mends|collects|spends|divides|splits|loves|"
    r"ist|war|schreibt|arbeitet|studierte|lebt|leitet|berichtet|gehört|bloggt|lehrt|"
    r"est|écrit|travaille|couvre|dirige|enseigne|es|escribe|trabaja|cubre|dirige|vive|estudió|"
    r"è|scrive|lavora|collabora|é|escreve|trabalha|schrijft|werkt|er|är|skriver|arbetar|arbejder|jobber|jest|pisze|pracuje|je|píše|on|kirjoittaa|este|scrie|"
    r"является|пишет|работает|—|–|-|είναι|γράφει"
)
_OPENING = re.compile(rf"^\s*(?:(?:Dr|Prof)\.\s+){{0,3}}{_NAME}{_AGED}\s+(?P<verb>{_VERB})\s+(?P<rest>.+)", re.DOTALL)
_SELF = re.compile(
    rf"^\s*(?i:Hi|Hello|Hallo|Hey|Bonjour|Hola|Ciao)?[,!.\s]{{0,3}}(?i:I['’]m|I am|My name is|Ich bin|Mein Name ist|Ich heiße|Je suis|Je m['’]appelle|Soy|Me llamo|Sono|Mi chiamo)\s+{_NAME}"
)
_FOLLOW = re.compile(rf"\b(?:follow|reach|contact|email|e-mail|connect with)\s+(?:her|him|them|{_WORD})\b", re.IGNORECASE)
_TRADE = re.compile(
    r"\b(?:writer|writes|author|journalist|reporter|editor|columnist|correspondent|contributor|contributes|freelanc\w*|blogger|blogs|critic|consultant|watcher|analyst|commentator|novelist|"
    r"professor|lecturer|fellow|researcher|scholar|historian|economist|scientist|student|teacher|lawyer|attorney|engineer|developer|designer|photographer|producer|director|founder|co-founder|"
    r"cofounder|entrepreneur|investor|strategist|specialist|expert|enthusiast|manager|executive|partner|head of|member|principal|intern|podcaster|speaker|advisor|adviser|coach|evangelist|"
    r"technologist|marketer|translator|poet|physician|doctor|nurse|psychologist|therapist|nutritionist|dietitian|chair|president|ceo|cto|vice president|has (?:written|worked|lived|covered|been)|long-?time (?:\w+ ){0,2}(?:visitor|reader|resident|observer|contributor|guest|follower|watcher)|"
    r"autor\w*|journalist\w*|redakteur\w*|redaktor\w*|korrespondent\w*|freie[rn]?|kolumnist\w*|blogger\w*|berater\w*|wissenschaftler\w*|volont\w+|leiter\w*|forscher\w*|dozent\w*|student\w*|"
    r"historiker\w*|ökonom\w*|schriftsteller\w*|publizist\w*|mitarbeiter\w*|gründer\w*|fotograf\w*|politolog\w*|soziolog\w*|sprecher\w*|mitglied|schreibt|experte|expertin|"
    r"journaliste|rédact\w+|auteure?|chroniqu\w+|professeure?|écrivaine?|correspondante?|chercheu\w+|consultante?|fondat\w+|historienne?|philosophe|sociologue|économiste|étudiante?|"
    r"periodista|redactora?|escritora?|columnista|profesora?|corresponsal|consultora?|investigadora?|colaboradora?|fundadora?|analista|licenciad[oa]|"
    r"giornalista|scrittore|scrittrice|redattore|redattrice|docente|consulente|ricercat\w+|collabora\w*|autrice|autore|fondat\w+|jornalista|escritora?|repórter|colunista|"
    r"schrijver|redacteur|verslaggever|correspondent|forfatter|skribent|författare|journalisti|toimittaja|dziennikarz\w*|dziennikark\w+|pisarz|novinář\w*|ziarist\w*|"
    r"журналист\w*|редактор\w*|автор\w*|корреспондент\w*|обозреватель|писатель\w*|эксперт\w*|консультант\w*|аналитик\w*|профессор\w*|δημοσιογράφος)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:(?:is|was) (?:a |the )?(?:renowned|famous|celebrated|well-known|legendary|prominent|best known)|(?:was|is) (?:born|best known|famous|dead)|died|ist bekannt für|(?:gilt|galt) als)\b",
    re.IGNORECASE,
)
#: the family names of nine in ten Chinese: prose begins otherwise
_FAMILIES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭萧田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾鐘姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付傅方邹鄒"
    "熊白孟秦邱江尹薛闫閻阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴赖賴覃洪武莫孔汤湯向常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂苗曲盛冉骆駱靳管翁娄路喻辛卓"
)
_HAN_BIO = re.compile(
    rf"^\s*(?P<name>[{_FAMILIES}][\u4e00-\u9fff·]{{1,7}}?)\s*(?:[,，（(][^)）]{{0,40}}[)）]?)?\s*(?:是|为|現任|现任|系|，|,)\s*.{{0,60}}?(?:记者|記者|作家|编辑|編輯|撰稿人|专栏|專欄|顾问|顧問|作者|分析师|分析師|评论员|評論員|观察者|观察家|研究员|研究員|教授|博主|创始人|創辦人|自由)"
)
_JAPANESE_BIO = re.compile(
    r"^\s*(?P<name>[\u4e00-\u9fff々\u3040-\u30ff]{1,6}[ \u3000]?[\u4e00-\u9fff々\u3040-\u30ff]{1,6}?)\s*(?:[（(][^）)]{0,40}[）)])?\s*[はが、]\s*.{0,80}?(?:ライター|記者|編集者|ジャーナリスト|作家|コンサルタント|著者|教授|研究者|アナリスト|ブロガー|コラムニスト|代表)"
)
_KOREAN_BIO = re.compile(
    r"^\s*(?P<name>[\uac00-\ud7a3]{2,4})(?:은|는|,|\s)\s*.{0,80}?(?:기자|작가|칼럼니스트|편집장|컨설턴트|교수|저자|에디터|평론가|연구원|대표)"
)
_ARABIC_BIO = re.compile(
    r"^\s*(?P<name>[\u0621-\u064a]{2,14}(?:\s+[\u0621-\u064a]{2,14}){1,3}?)\s*[,،:–\-]?\s*(?:هو|هي)?\s*(?:كاتب|كاتبة|صحفي|صحفية|صحافي|صحافية|باحث|باحثة|مراسل|محرر|مستشار|محلل|أستاذ)"
)
_HEBREW_BIO = re.compile(
    r"^\s*(?P<name>[\u05d0-\u05ea'\"-]{2,14}(?:\s+[\u05d0-\u05ea'\"-]{2,14}){1,2}?)\s*[,–\-]?\s*(?:הוא|היא)?\s*(?:עיתונאי|עיתונאית|כתב|כתבת|סופר|סופרת|יועץ|יועצת|עורך|עורכת|חוקר|חוקרת|פרשן|פרשנית)\b"
)
_OTHERS = (_HAN_BIO, _JAPANESE_BIO, _KOREAN_BIO, _ARABIC_BIO, _HEBREW_BIO)
MAX_BIO = 2_000


def from_bio(text: str, language: str | None = None) -> str | None:
    """The author whom a bio is about, or None. Third persons in it are never taken: only its subject can be.

    A paragraph about "Mr. X" or a public figure "renowned" for something is a story about its subject, not a bio of
    somebody who wrote; it gives None. Total on strings.
    """
    text = " ".join(text[:MAX_BIO].split())
    label = _LABEL.match(text)
    text = text[label.end() :].lstrip(" :|–—-") if label else text
    if not text:
        return None
    for pattern in _OTHERS:
        match = pattern.match(text)
        if match:
            name = match.group("name").strip()
            return name if names.kind(name, language) == "person" else None
    match = _SELF.match(text)
    if match:
        return _checked(match.group("name"), language)
    match = _OPENING.match(text)
    if not match:
        return None
    rest = match.group("rest")
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-ÞА-Я])", rest, maxsplit=1)[0]
    if _PUBLIC.search(text[: match.end("verb") + 80]):
        return None
    name = match.group("name")
    # "Mr. Lei", "Herr Müller": a paper speaks so of the people it reports on
    if re.match(
        r"(?:Mr|Mrs|Ms|Herr|Frau|Sir|M|Mme|Sr|Sra|Señor|Señora|Don|(?:Vice )?President|(?:Prime )?Minister|Secretary|Senator|Sen|Rep|Gov|Governor|Judge|Justice|Präsident|CEO|Chancellor|King|Queen|Pope)\b\.?\s",
        name,
    ):
        return None
    if label or _TRADE.search(sentence) or _FOLLOW.search(rest):
        return _checked(name, language)
    return None


def _checked(name: str, language: str | None) -> str | None:
    words = name.split()
    while len(words) > 2 and words[0].casefold() in HONORIFICS:
        words.pop(0)
    while len(words) > 2 and words[0].casefold() in TITLE_HEADS:
        words.pop(0)
    name = " ".join(words).strip(" ,.;:")
    return names.proper(name) if names.kind(name, language) == "person" else None
