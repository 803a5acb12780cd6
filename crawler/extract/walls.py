"""Pages served instead of the page: bot checks, consent walls, and "not found" that answers 200."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.document import Document

_SMALL = 3_000  #: characters of visible text past which a page is no bare bot check
_TINY = 900
_STORY = 1_500  #: characters of prose that not even a consent wall has

_CHALLENGE_TITLE = re.compile(
    r"\s*(?:just a moment\b|attention required!? ?\| ?cloudflare|please wait\b.{0,20}cloudflare|access denied\s*\Z|access to this page has been denied|pardon our interruption"
    r"|are you (?:a )?(?:human|robot)|robot check|human verification|bot verification|security check\s*\Z|security verification|ddos-guard|ddos protection by"
    r"|checking your browser|verifying you are human|verify you are human|you are being redirected|captcha\s*\Z|sucuri website firewall|incapsula|request unsuccessful|one moment, please"
    r"|un momento…|un instant…|einen moment…|nur einen moment|请稍候|請稍候|しばらくお待ちください|잠시만 기다리|один момент|подождите|访问验证|安全验证|滑动验证|unusual traffic)",
    re.IGNORECASE,
)
_CHALLENGE_TEXT = re.compile(
    r"you will be connected to \S{3,80} in just a moment|checking (?:your browser|if the site connection is secure)|enable javascript and cookies to continue|needs to review the security of your connection"
    r"|verif(?:y|ying) (?:that )?you are (?:a )?human|confirm (?:that )?you are (?:a )?human|press (?:&|and) hold to confirm|please enable js and disable any ad blocker"
    r"|incapsula incident id|sucuri website firewall|cloudflare ray id|ray id: ?[0-9a-f]{8}|reference ?(?:#|&#35;) ?\d+\.[0-9a-f]+\.|errors\.edgesuite\.net"
    r"|unusual traffic from your computer|complete the (?:security check|captcha)|please complete the security check|you have been blocked|as you were browsing,? something about your browser made us think"
    r"|why do i have to complete a captcha|your (?:access|request) (?:to this site )?has been (?:limited|blocked) by|are not a robot|i'?m not a robot|bot or not"
    r"|powered by (?:datadome|perimeterx|imperva)|ddos[- ]guard|javascript is disabled in your browser.{0,80}(?:human|verify|proceed)|to continue, please type the characters"
    r"|bestätigen sie, dass sie ein mensch sind|vérifiez que vous êtes (?:un )?humain|verifica que eres (?:un )?humano|请完成(?:安全)?验证|拖动滑块|人机验证",
    re.IGNORECASE,
)
_CHALLENGE_TOKENS = re.compile(
    r"\b(?:cf-browser-verification|challenge-(?:form|running|error|stage|body)|cf-challenge\S*|cf-error-details|cf-turnstile|px-captcha|h-captcha|g-recaptcha|captcha-(?:box|container|form)|ddg-captcha|sucuri\S*)"
)
_CHALLENGE_SCRIPT = re.compile(
    r"challenges\.cloudflare\.com|/cdn-cgi/challenge-platform/|captcha-delivery\.com|px-cloud\.net|px-cdn\.net|perimeterx|_incapsula_resource|/_sec/cp_challenge|hcaptcha\.com/1/api"
    r"|awswaf\.com|kasada|/_imperva|geo\.captcha|distil_r_captcha|arkoselabs|funcaptcha",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"\s*(?:before you continue|bevor sie (?:fortfahren|zu .{0,30} weitergehen)|avant d'accéder|avant de continuer|antes de (?:continuar|ir a)|prima di continuare|your privacy choices|privacy settings"
    r"|consent|zustimmung|einwilligung|cookie[- ]?(?:consent|wall|hinweis)|datenschutz-?einstellungen|privacy[- ]gate|vi respekterar din integritet|voordat je verdergaat|.{0,30}is part of the yahoo family)",
    re.IGNORECASE,
)
_CONSENT_WORD = re.compile(
    r"\bcookies?\b|\bconsent\w*|\bprivacy\b|\bpartners?\b|\badverti[sz]\w+|\bpersonali[sz]ed|zustimm\w+|einwillig\w+|datenschutz\w*|werbung|consentement|vie privée|partenaires|consentimiento|privacidad|socios"
    r"|consenso|toestemming|samtycke|zgod[aęy]|prywatnoś\w+|同意|隐私|個人情報|クッキー",
    re.IGNORECASE,
)
_ACCEPT = re.compile(
    r"\b(?:accept all|accept (?:&|and) (?:close|continue)|i agree|agree to all|allow all|reject all|manage (?:options|settings|preferences)|alle akzeptieren|akzeptieren|zustimmen|einverstanden|tout accepter|j'accepte"
    r"|aceptar(?: todo| y continuar)?|accetta(?: tutto)?|alles accepteren|akkoord|godkänn alla|zaakceptuj)\b|同意する|全部接受",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"page (?:was |could )?(?:not|cannot|can't|can’t|couldn't|couldn’t) (?:be )?found|not be found|page not found|error 404|404 error|\b404\b.{0,30}(?:found|error|missing|oops)|\A\W*(?:http )?404\b\W*\Z"
    r"|(?:^|\W)404 ?[-–—|:]|[-–—|:] ?404\W*\Z|nothing (?:was )?found\s*\Z|nothing found|page (?:no longer|does not|doesn't|doesn’t) (?:exists?|available)|page (?:is )?(?:missing|unavailable|doesn't exist|gone)|oops!? that page"
    r"|(?:article|story|content|post) (?:was )?not found|content (?:is )?no longer available|seite (?:wurde )?(?:leider )?nicht gefunden|seite nicht (?:gefunden|verfügbar)|nicht gefunden\s*\Z|page (?:introuvable|non trouvée)"
    r"|cette page n'existe|página no (?:encontrada|existe)|no se encontró|página não encontrada|pagina non trovata|pagina niet gevonden|sidan (?:kunde inte )?hittades|siden (?:ble |blev )?ikke funnet|siden findes ikke"
    r"|sivua ei löy|nie znaleziono (?:strony)?|strona nie (?:istnieje|została)|stránka nen(?:alezena|í)|az oldal nem található|pagina nu (?:a fost|există)|sayfa bulunamadı|страница не найдена|сторінку не знайдено"
    r"|η σελίδα δεν βρέθηκε|الصفحة غير موجودة|العمود? غير موجود|העמוד לא נמצא|הדף לא נמצא|页面(?:不存在|未找到|找不到)|找不到(?:该|您|頁|页|网)|頁面不存在|内容不存在|ページが見つかりません|見つかりませんでした|페이지를 찾을 수 없",
    re.IGNORECASE,
)


def challenge(document: Document, prose: int, *, declared: bool = False) -> str | None:
    """Return what shows that the page is a bot check or consent wall, None where it is neither.

    ``prose`` is the length of the longest run of paragraphs: a page with a story of its own is none, whatever it quotes.
    Of a page that is ``declared`` an article only its title makes a consent wall.
    """
    if prose > _STORY:
        return None
    title = document.title or ""
    asks = _CONSENT_TITLE.match(title) is not None
    if prose > _TINY and not asks:
        return None
    size = sum([len(block.text) for block in document.blocks[:200]])
    if size > _SMALL * 3:
        return None
    # a page that says so in a noscript is an ordinary one, unless it says nothing else
    text = "\n".join(block.text for block in document.blocks[:120] if not block.region.hidden)[:6_000]
    if size <= _SMALL:
        noscript = "" if text.strip() else "\n".join(block.text for block in document.blocks[:40])[:3_000]
        said = _CHALLENGE_TEXT.search(text) or _CHALLENGE_TEXT.search(noscript)
        if _CHALLENGE_TITLE.match(title) and (said or size <= _TINY):
            return f"title: {title[:60]}"
        if said and size <= _TINY:
            return f"text: {said[0][:60]}"
        marked = _marked(document) if said or size <= _TINY else None
        if marked:
            return f"script: {marked}"
    return _consent(document, title, text) if asks or (prose <= 600 and not declared) else None


def _marked(document: Document) -> str | None:
    """The class or script of a known bot check."""
    for region in document.regions[:200]:
        if region.tokens and (match := _CHALLENGE_TOKENS.search(region.tokens)) and not match[0].endswith("recaptcha"):
            return match[0]
    if document.root is not None:
        for count, element in enumerate(document.root.iter("script", "iframe", "link")):
            if count > 60:
                break
            source = element.get("src") or element.get("href") or (element.text or "")[:2_000]
            if match := _CHALLENGE_SCRIPT.search(source):
                return match[0]
    return None


def _consent(document: Document, title: str, text: str) -> str | None:
    titled = _CONSENT_TITLE.match(title) is not None
    words = len(_CONSENT_WORD.findall(text))
    if words < (3 if titled else 6) or not (_ACCEPT.search(text) or _button(document)):
        return None
    rest = sum(
        len(block.text)
        for block in document.blocks
        if not block.region.hidden
        and block.region.zone not in {"cookie", "footer", "nav"}
        and not _CONSENT_WORD.search(block.text)
        and len(block.text) > 60
    )
    if rest > (400 if titled else 120):
        return None
    share = words * 40 / max(1, len(text))
    return f"consent wall: {title[:40]}" if titled or share >= 0.5 else None


def _button(document: Document) -> bool:
    """Whether one of the page's buttons accepts or refuses; their labels are no text blocks."""
    if document.root is None:
        return False
    for count, element in enumerate(document.root.iter("button", "input")):
        label = element.get("value") or "".join(element.itertext())  # type: ignore[arg-type]  # HTML gives str only
        if count > 30 or _ACCEPT.search(label[:80]):
            return count <= 30
    return False


def missing(document: Document, prose: int) -> str | None:
    """Return the phrase by which a page says that it does not exist, None where it does not say so in its title or heading."""
    if prose > 900:
        return None
    if re.search(r"\berror-?404\b|\bpage-?404\b", document.html_tokens):
        return "body class error404"
    if document.title and len(document.title) <= 120 and (match := _MISSING.search(document.title)):
        return match[0].strip()
    for block in document.blocks[:60]:
        if (
            block.region.tag in {"h1", "h2"}
            and len(block.text) <= 80
            and block.region.zone not in {"nav", "footer", "aside", "comments", "cookie"}
        ):
            if match := _MISSING.search(block.text):
                return match[0].strip()
            if block.region.tag == "h1":
                break
    return None
