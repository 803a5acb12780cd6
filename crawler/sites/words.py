"""The words that say in a URL what a page is for, in the languages of the sites met so far."""

from __future__ import annotations

from typing import Final

_ROLES: Final = {
    "listing": """
category categories categoria categorias categorie categorien kategorie kategorien kategoria kategori kategoriya catégorie catégories c cat
tag tags topic topics thema themen tema temas sujet sujets theme themes mot-cle mots-cles schlagwort schlagworte schlagwörter etiqueta etiquetas label labels
keyword keywords hashtag t author authors autor autoren autores autore autori auteur auteurs forfatter writer writers contributor contributors reporter reporters
journalist journalists columnist columnists columnistas profile profiles people person personen staff team teams user users member members by byline
section sections rubrik rubriken rubrique rubriques rubrica rubriche seccion secciones sección sezione channel channels ressort ressorts dossier dossiers
special specials collection collections archive archives archiv archivo archivio arkiv arhiv arşiv search suche suchen recherche rechercher buscar busca cerca
zoeken sok haku ara szukaj latest latest-news neueste newest recent popular trending most-read most-popular all-news all alle ticker date by-date directory
overview uebersicht series serie sitemap tagged page 分类 分類 标签 標籤 专题 专栏 栏目 カテゴリ タグ 태그
""",
    "event": """
event events evento eventos eventi evenement evenementen evenements événement événements veranstaltung veranstaltungen termin termine etkinlik etkinlikler
conference conferences conferencia conférence konferenz konferenzen congress congreso summit summits webinar webinars workshop workshops seminar seminars
session sessions talk talks schedule agenda program programme programm programa programma speaker speakers referenten ponentes oratori intervenants
meetup meetups calendar kalender calendario calendrier venue venues whats-on what-s-on upcoming-events past-events tribe_events exhibitor exhibitors
活动 活動 会议 會議 大会 イベント 행사 мероприятия события
""",
    "service": """
wp-login wp-admin wp-json wp-content wp-includes xmlrpc cgi-bin cdn-cgi login log-in logout log-out signin sign-in signup sign-up signout sign-out
register registration account my-account anmelden anmeldung connexion iniciar-sesion cart basket warenkorb checkout wishlist trackback oembed embed share sharer
print printpage email-friend sendtofriend send-to-friend tell-a-friend graphql ajax unsubscribe password forgot-password lost-password
reset-password ical outlook-ical webcal user-login special:userlogin bookmark save-article
""",
    "article": """
article articles artikel articol articole articolo articoli articulo articulos artículo artículos artigo artigos artykul artykuly story stories post posts blog
blogs news nieuws nachricht nachrichten noticia noticias notizia notizie nouvelle nouvelles nyheter nyhet novosti haber haberler actualite actualites actualités
actualidad aktuell aktuelles meldung meldungen press press-release press-releases pressrelease presse pressemitteilung pressemitteilungen pressemeldung
comunicado comunicados comunicati comunicato communique communiques entry node item read view show opinion review reviews feature features editorial interview
interviews report reports update updates content insight insights magazine journal detail details a p d entries newsroom media-release media-releases
新闻 新聞 资讯 文章 ニュース 記事 뉴스 기사 новости статьи
""",
    "plain": """
about about-us aboutus about-me contact contact-us contactus kontakt contacto contatti contato impressum imprint privacy privacy-policy datenschutz
datenschutzerklaerung cookies cookie-policy cookie-richtlinie terms terms-of-use terms-of-service terms-and-conditions tos legal legal-notice agb nutzungsbedingungen
disclaimer faq faqs help hilfe support jobs job careers career karriere stellenangebote advertise advertising werbung mediadaten newsletter newsletters subscribe
subscription subscriptions abo abos abonnement abonner donate spenden donation site-map shop store app apps accessibility press-kit presskit masthead
mentions-legales qui-sommes-nous chi-siamo quienes-somos quem-somos ueber-uns uber-uns über-uns om-oss over-ons who-we-are our-team partner partners sponsor
sponsors sponsorship gallery galleries galerie fotos photos video videos podcast podcasts livestream live-stream weather wetter horoscope horoskop games puzzles
copyright code-of-conduct travel-info hotels getting-there faq-en policies policy editorial-policy ethics corrections feedback forum forums e-paper epaper rss-feeds
rechtliches widerruf bewerben mitmachen mitgliedschaft membership tickets ticket
关于 关于我们 联系我们 お問い合わせ 회사소개
""",
    "feed": "feed feeds rss rss2 atom rdf rss.xml feed.xml atom.xml rss.php feed.json rss.aspx feed.php",
    "feed-sort": "all news posts articles default entries",
}

_ENDINGS: Final = {
    "asset": """
jpg jpeg png gif webp avif svg svgz ico bmp tif tiff heic css js mjs map woff woff2 ttf otf eot pdf doc docx xls xlsx ppt pptx pps odt ods odp rtf csv epub mobi
zip rar 7z gz tgz bz2 xz tar exe dmg apk msi iso jar mp3 mp4 m4a m4v mov avi wmv flv mkv webm ogg ogv oga wav aac flac opus m3u m3u8 ics vcf swf torrent asc sig
bib ris deb rpm webmanifest
""",
    "page": "htm html shtml xhtml php php3 php5 asp aspx jsp jspx cfm cms ece story do amp phtml mhtml jhtml",
    "feed": "rss rdf atom",
    "sitemap": "xml json",
}

_PARAMETERS: Final = {
    "page": "page paged pg pageno page_no pagenum pagenumber page_number start offset seite pagina currentpage skip",
    "id": """
p id aid nid sid newsid news_id articleid article_id artid art_id storyid story_id itemid item_id item entry post postid post_id docid contentid story article
art news idnews idxno seq bno nttid wr_id articleno idx no
""",
    "listing": "s q query search suche keyword keywords cat tag category author m year monthnum filter sort orderby sortby topic section",
    "service": """
replytocom share print printable ical outlook-ical redirect_to returnurl return_to add-to-cart add_to_wishlist oembed like_comment unapproved moderation-hash
tmpl veaction diff oldid attachment_id preview cpage
""",
    "format": "feed format type output alt outputtype",
}

#: a path segment in lower case → what it says
SEGMENTS: Final[dict[str, str]] = {word: role for role, words in reversed(_ROLES.items()) for word in words.split()}
#: what follows the last dot of a path → what it says
ENDINGS: Final[dict[str, str]] = {word: role for role, words in _ENDINGS.items() for word in words.split()}
#: the name of a query parameter in lower case → what it says
PARAMETERS: Final[dict[str, str]] = {word: role for role, words in _PARAMETERS.items() for word in words.split()}
