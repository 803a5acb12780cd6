"""What links to further pages and to other languages say, in the languages of the sites met so far."""

from __future__ import annotations

from typing import Final

#: turns the page of a listing where the address agrees
NEXT: Final = frozenset(
    """next|next page|next entries|more|load more|show more|more posts|more news|more articles|more stories|view more|weiter|nächste|nächste seite|vor|mehr laden|mehr anzeigen
|mehr artikel|suivant|suivante|page suivante|voir plus|plus d'articles|charger plus|siguiente|página siguiente|siguientes|ver más|más noticias|seguinte|próxima|próximo|próxima página|ver mais
|carregar mais|successivo|successiva|pagina successiva|avanti|carica altro|volgende|volgende pagina|meer laden|neste|neste side|nästa|nästa sida|næste|seuraava|następna|następne|następny|dalej
|další|ďalšie|következő|următoarea|înainte|sonraki|sonraki sayfa|ileri|следующая|следующая страница|далее|вперёд|вперед|ещё|показать ещё|наступна|далі|επόμενη|التالي|الصفحة التالية|المزيد|הבא|הבאה|בעדי|بعدی
|下一页|下一頁|下页|下頁|后页|更多|查看更多|加载更多|載入更多|次へ|次のページ|次|もっと見る|다음|다음 페이지|더보기|더 보기|अगला|अगला पृष्ठ|ถัดไป|tiếp|trang sau|selanjutnya|berikutnya""".replace(
        "\n", ""
    ).split("|")
)
#: turns the page of a blog by itself
OLDER: Final = frozenset(
    """older posts|older entries|older|older articles|older stories|older news|previous entries|previous posts|earlier posts|ältere beiträge|ältere artikel|ältere einträge|ältere posts
|articles plus anciens|articles précédents|messages plus anciens|billets précédents|entradas antiguas|entradas anteriores|entradas más antiguas|publicaciones antiguas|artículos anteriores
|mensagens antigas|postagens mais antigas|posts antigos|publicações mais antigas|post più vecchi|articoli meno recenti|articoli precedenti|oudere berichten|eldre innlegg|äldre inlägg|ældre indlæg
|vanhemmat artikkelit|starsze wpisy|starsze posty|starší příspěvky|régebbi bejegyzések|eski yazılar|eski kayıtlar|предыдущие записи|более старые записи|старые записи|попередні записи|مقالات أقدم
|المشاركات القديمة|רשומות ישנות יותר|较旧文章|較舊文章|旧文章|更早文章|较早的文章|早期文章|以前の投稿|過去の記事|前の記事一覧|이전 글|이전 글 보기|पुराने पोस्ट|next page|nächste seite|page suivante|下一页|下一頁|次のページ""".replace(
        "\n", ""
    ).split("|")
)
#: a language's name of itself, and a few names of it elsewhere → BCP 47
LANGUAGES: Final[dict[str, str]] = {
    "english": "en", "english version": "en", "in english": "en", "inglés": "en", "anglais": "en", "englisch": "en", "英文": "en", "英文版": "en", "영어": "en", "英語": "en",
    "deutsch": "de", "auf deutsch": "de", "german": "de", "français": "fr", "francais": "fr", "en français": "fr", "french": "fr", "español": "es", "espanol": "es", "castellano": "es", "en español": "es", "spanish": "es",
    "português": "pt", "portugues": "pt", "português (brasil)": "pt-BR", "italiano": "it", "nederlands": "nl", "dansk": "da", "svenska": "sv", "norsk": "no", "suomi": "fi", "suomeksi": "fi", "íslenska": "is",
    "polski": "pl", "čeština": "cs", "česky": "cs", "slovenčina": "sk", "slovenščina": "sl", "magyar": "hu", "română": "ro", "hrvatski": "hr", "srpski": "sr", "српски": "sr", "shqip": "sq", "eesti": "et", "latviešu": "lv", "lietuvių": "lt",
    "ελληνικά": "el", "български": "bg", "русский": "ru", "на русском": "ru", "українська": "uk", "беларуская": "be", "türkçe": "tr", "azərbaycan": "az", "қазақша": "kk",
    "العربية": "ar", "عربي": "ar", "فارسی": "fa", "עברית": "he", "اردو": "ur", "हिन्दी": "hi", "हिंदी": "hi", "বাংলা": "bn", "தமிழ்": "ta", "ไทย": "th", "tiếng việt": "vi", "bahasa indonesia": "id", "bahasa melayu": "ms",
    "中文": "zh", "中文版": "zh", "汉语": "zh", "漢語": "zh", "简体": "zh-Hans", "简体中文": "zh-Hans", "中文(简体)": "zh-Hans", "中文简体": "zh-Hans", "繁體": "zh-Hant", "繁體中文": "zh-Hant", "繁体中文": "zh-Hant", "正體中文": "zh-Hant", "中文繁體": "zh-Hant", "中文(繁體)": "zh-Hant", "chinese": "zh",
    "日本語": "ja", "japanese": "ja", "한국어": "ko", "korean": "ko", "català": "ca", "euskara": "eu", "galego": "gl", "cymraeg": "cy", "gaeilge": "ga", "esperanto": "eo", "latina": "la",
}  # fmt: skip
