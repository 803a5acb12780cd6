"""The words that bylines are made of, over many languages: role markers, titles, agencies, nobodies.

Matching folds case. Lists stand as plain text, one phrase between bars, so that a speaker of the language can add to them.
"""

from __future__ import annotations

import re


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list, longest first."""
    found = {" ".join(part.split()).casefold() for part in text.split("|")}
    return tuple(sorted(found - {""}, key=lambda part: (-len(part), part)))


_REPORTER = """
by | written by | words by | story by | text by | texts by | posted by | published by | report by | reported by | reporting by | authored by
| submitted by | created by | contributed by | article by | column by | opinion by | review by | reviewed for you by | post by | blog by | interview by
| analysis by | comment by | commentary by | essay by | guest post by | added by | uploaded by | author | authors | author(s) | the author | about the author
| writer | words | published by | über | about | zur person | publisher: | written and produced by | bereitgestellt von | text | byline | reporter | reporters
| von | verfasst von | geschrieben von | veröffentlicht von | publiziert von | publié par | publicado por | erstellt von | eingestellt von | gepostet von | ein beitrag von | ein artikel von
| ein gastbeitrag von | gastbeitrag von | eine kolumne von | kolumne von | ein kommentar von | kommentar von | kommentar | eine analyse von | analyse von
| analyse | ein interview von | interview von | interview | interview mit | eine rezension von | rezension von | rezension | ein bericht von | bericht von | bericht
| aufgezeichnet von | protokoll | eine reportage von | text von | text und fotos von | text und fotos | text und foto | text und bild | text & fotos
| text & foto | text/foto | text/fotos | text + fotos | autor | autorin | autoren | autorinnen | autor/in | autor*in | autor:in | verfasser | verfasserin
| von unserem redakteur | von unserer redakteurin | von unserem korrespondenten | von unserem mitarbeiter | gastautor | gastautorin | beitrag von | artikel von
| par | écrit par | publié par | rédigé par | posté par | propos recueillis par | recueilli par | une chronique de | un article de | auteur | auteure | auteurs | texte
| por | escrito por | publicado por | redactado por | una columna de | autora | autores | texto | texto de | un artículo de | redacción de | reportagem de
| scritto da | pubblicato da | a cura di | articolo di | testo di | testo | autore | autrice | autori | dall'inviato | postato da
| door | geschreven door | geplaatst door | gepubliceerd door | auteur(s) | tekst en foto's | tekst
| skrevet af | skrevet av | skriven av | publicerad av | publisert av | tekst | tekst og foto | text och foto | forfatter | forfattere | journalist | journalister
| författare | skribent | kirjoittanut | kirjoittaja | teksti | toimittaja | kirjoittajat
| autorzy | napisał | napisała | tekst | przez | autorka | autoři | napsal | napsala | napísal | pripravil | avtor | avtorica | piše | pišu | szerző | írta | rašė
| autorius | parengė | autors | autore | tekstas | autoare | scris de | publicat de | postat de | articol de | yazan | yazar | yazarı | haber | muhabir | hazırlayan
| автор | авторы | автор текста | автор статьи | текст | автори | автор материала | подготовил | подготовила | записал | записала | опубликовал | опубликовано пользователем | от
| γράφει ο | γράφει η | γράφουν οι | γράφουν | γράφει | συντάκτης | αρθρογράφος | επιμέλεια | του | της | από τον | από την
| penulis | oleh | ditulis oleh | pewarta | wartawan | tác giả | bởi | viết bởi
| بقلم | بقلم / | كتب | كتبت | كتبه | كتبتها | تقرير | إعداد | تأليف | الكاتب | المؤلف | نویسنده | به قلم | تحریر
| מאת | כתב | כתבה | נכתב על ידי | מערכת
| โดย | ผู้เขียน | เขียนโดย | लेखक | लेखिका | द्वारा | रिपोर्ट | লেখক | written and photographed by
"""
_REPORTER_TIGHT = """
作者 | 文 | 撰文 | 记者 | 記者 | 本报记者 | 本报讯记者 | 本刊记者 | 本网记者 | 本社记者 | 特约记者 | 见习记者 | 实习记者 | 实习生 | 通讯员 | 采写 | 特約記者 | 採訪 | 採訪撰文 | 撰稿 | 撰稿人 | 原作者 | 图文
| 文/图 | 文/圖 | 图/文 | 圖/文 | 文图 | 文、图 | 圖文 | 發表者 | 发布者 | 发表者 | 執筆 | 執筆者 | 取材・文 | 文・写真 | ライター | 著者 | 投稿者 | 筆者 | 聞き手 | 글쓴이 | 글 | 글/사진 | 글·사진 | 작성자 | 기사
"""
_PHOTOGRAPHER = """
photo by | photos by | photo | photos | photograph by | photographs by | photography by | photography | photographer | photographers | image by | images by
| image | images | image credit | photo credit | picture by | pictures by | picture | pictures | pic | pics | illustration by | illustrations by | illustration
| illustrations | graphic by | graphics by | graphics | video by | videos by | video | camera | courtesy of | cover photo by | headshot by
| foto | fotos | foto von | fotos von | fotos: von | mit fotos von | fotografie | fotografiert von | fotograf | fotografin | bild | bilder | bild von | bilder von
| bildquelle | bildnachweis | titelbild | beitragsbild | illustrationen | grafik | grafiken | karten | kamera
| photo de | photos de | photographie | photographies | crédit photo | crédits photo | crédit | illustrations de | dessin de | vidéo
| foto de | fotos de | fotografía | fotografías | fotógrafo | fotógrafa | imagen | imágenes | imagem | ilustración | ilustração | crédito
| foto di | immagini | fotografo | illustrazioni di | beeld | foto's | fotograaf | billede | billeder | bilde | kuva | kuvat | valokuvaaja | zdjęcia | zdjęcie | fot.
| fotó | fotók | fotografii | fotoğraf | fotoğraflar | foto: | фото | фотограф | иллюстрация | иллюстрации | ілюстрація | φωτογραφία | φωτογραφίες | φωτό
| ảnh | تصوير | عكس | צילום | צילומים | ภาพ | ภาพโดย
"""
_PHOTOGRAPHER_TIGHT = """
图 | 圖 | 图片 | 圖片 | 图源 | 摄影 | 攝影 | 摄 | 攝 | 摄影记者 | 攝影記者 | 图片来源 | 圖片來源 | 写真 | 撮影 | 写真提供 | 画像 | 사진 | 사진제공 | 영상
"""
_TRANSLATOR = """
translated by | translation by | translation | translator | translated from the | übersetzt von | übersetzung | übersetzung und adaptierung | übersetzung von | übersetzer | übersetzerin
| aus dem englischen von | aus dem französischen von | aus dem amerikanischen von | aus dem italienischen von | aus dem spanischen von | aus dem russischen von
| ins deutsche übertragen von | deutsch von | traduit par | traduction | traduction de | traductrice | traducteur | traduit de l'anglais par | traduit de l’anglais par
| traducido por | traducción | traducción de | traductor | traductora | tradotto da | traduzione | traduzione di | traduttore | traduzido por | tradução | tradução de
| vertaling | vertaald door | oversættelse | oversat af | oversatt av | översättning | översatt av | tłumaczenie | tłumaczył | překlad | přeložil | fordította
| çeviri | çeviren | çevirmen | перевод | перевёл | перевел | перевела | переклад | μετάφραση | ترجمة | ترجمه | תרגום | แปลโดย | penerjemah | diterjemahkan oleh
| người dịch
"""
_TRANSLATOR_TIGHT = """译者 | 翻译 | 编译 | 譯者 | 翻譯 | 編譯 | 译 | 譯 | 訳 | 訳者 | 翻訳者 | 監訳 | 翻訳 | 번역 | 옮긴이"""
_EDITOR = """
edited by | editing by | editor | editors | additional editing by | reviewed by | medically reviewed by | fact checked by | fact-checked by | expert reviewed by
| approved by | produced by | producer | updated by | curated by | bearbeitet von | redigiert von | redaktionelle bearbeitung | geprüft von | medizinisch geprüft von
| lektorat | aktualisiert von | kuratiert von | verantwortlich | mitarbeit | schnitt | édité par | relu par | vérifié par | editado por | edición | edición de | edição
| edição de | curato da | revisione | eindredactie | bewerkt door | redaktør | redigert av | redigerad av | редактор | редактировал | edytor | penyunting | editor bahasa
| تحرير | مراجعة | עריכה | ערך | ערכה | szerkesztette | düzenleyen | editör | επιμέλεια κειμένου
"""
_EDITOR_TIGHT = """
责任编辑 | 责编 | 编辑 | 责任编辑人 | 責任編輯 | 責編 | 編輯 | 主编 | 審稿 | 审核 | 校对 | 校對 | 监制 | 編集 | 監修 | 編集部 | 편집 | 감수
"""
_SOURCE = """
mit material von | with material from | with files from | theo | source | sources | quelle | quellen | fuente | fuentes | fonte | fonti | bron | bronnen | kilde | kilder | källa | källor | lähde | źródło | zdroj | forrás | sursa | sursă
| kaynak | источник | джерело | πηγή | sumber | nguồn | المصدر | منبع | מקור | ที่มา | स्रोत
"""
_SOURCE_TIGHT = """来源 | 來源 | 稿源 | 文章来源 | 文章來源 | 出典 | 出处 | 配信 | 출처 | 자료"""

MARKERS: dict[str, tuple[str, ...]] = {
    "reporter": phrases(_REPORTER),
    "photographer": phrases(_PHOTOGRAPHER),
    "translator": phrases(_TRANSLATOR),
    "editor": phrases(_EDITOR),
    "agency": phrases(_SOURCE),
}
TIGHT: dict[str, tuple[str, ...]] = {
    "reporter": phrases(_REPORTER_TIGHT),
    "photographer": phrases(_PHOTOGRAPHER_TIGHT),
    "translator": phrases(_TRANSLATOR_TIGHT),
    "editor": phrases(_EDITOR_TIGHT),
    "agency": phrases(_SOURCE_TIGHT),
}
#: lead words that are ordinary words or names elsewhere: they count at the head of a line in their languages only
BY_LANGUAGE: dict[str, tuple[str, ...]] = {
    "it": ("di", "da", "dal nostro inviato"),
    "da": ("af",), "no": ("av", "av:"), "nb": ("av",), "nn": ("av",), "sv": ("av",),
    "es": ("de",), "fr": ("de",), "pt": ("de", "da", "do"), "ca": ("per",), "ro": ("de",),
    "cs": ("od",), "sk": ("od",), "pl": ("od",), "tr": ("haber:",), "af": ("deur",), "et": ("autor", "toimetaja"), "lb": ("vum",),
}  # fmt: skip

_AGENCIES = """
dpa | dpa-afx | dpa/afx | dpa-infocom | dpa-tmn | dpa-afxp | afp | ap | reuters | upi | xinhua | dts | dts nachrichtenagentur | dts-nachrichtenagentur | sid | sda | keystone-sda
| awp | apa | ansa | adnkronos | agi | lapresse | efe | agencia efe | europa press | lusa | anp | belga | ritzau | ntb | tt | stt | pap | čtk | ctk | tasr | mti | hina | tanjug | srna
| fena | bta | agerpres | tass | тасс | риа новости | ria novosti | interfax | интерфакс | унн | укринформ | ukrinform | anadolu agency | anadolu ajansı | anadolu | aa | dha | iha
| i̇ha | pti | ani | ians | uni | afp deutschland | epd | kna | kathpress | kap | idea | cna | bernama | antara | yonhap | 연합뉴스 | 뉴시스 | 뉴스1 | kyodo | kyodo news | jiji | jiji press | 共同通信
| 共同 | 時事通信 | 時事 | 新华社 | 新華社 | 中新社 | 中新网 | 中央社 | 中国新闻网 | associated press | the associated press | agence france-presse | agence france presse | press association
| pa media | pa | aap | australian associated press | canadian press | the canadian press | la presse canadienne | bloomberg | bloomberg news | dow jones | dow jones newswires
| deutsche presse-agentur | austria presse agentur | schweizerische depeschenagentur | sport-informations-dienst | evangelischer pressedienst | télam | telam | notimex
| prensa latina | mena | وام | واس | رويترز | أ ف ب | فرانس برس | د ب أ | wam | spa | irna | isna | mehr | dapd | ddp | ots | ots.at | presseportal | pr newswire | prnewswire | business wire
| globenewswire | accesswire | ein presswire | news aktuell | spot on news | spotonnews | bang showbiz | cover media | glomex | zenger | stacker | city news service | tribune news service
| states newsroom | wire | sipa | getty images | getty | imago | picture alliance | picture-alliance | epa | shutterstock | istock | unsplash | pixabay | afp-jiji | efeagro | 10punto10
| agenturen | agencies | agences | agencias | agenzie | agenzia | news agencies | nachrichtenagenturen | wire services | agentur | byråer | bureaus | агентства | inpho | servimedia | colpisa
"""
AGENCIES = frozenset(phrases(_AGENCIES))
#: agencies that sell pictures: they write nothing
PICTURE_AGENCIES = frozenset(
    phrases("sipa | getty images | getty | imago | picture alliance | picture-alliance | epa | shutterstock | istock | unsplash | pixabay")
)

_NOBODIES = """
admin | administrator | administrateur | administrador | adminadmin | siteadmin | site admin | the admin | wp admin | wpadmin | wp-admin | superadmin | super user | superuser | webadmin | web admin | webmaster
| web master | webmestre | root | user | guest | guest author | guest authors | guest post | guest writer | guest contributor | guest blogger | gast | gastautor | gastautorin
| gastautoren | gastbeitrag | gastbeiträge | invité | invitado | editor | editors | the editor | the editors | editorial | editorial team | editorial staff | editorial board
| editorial desk | chief editor | editor-in-chief | web editor | online editor | news editor | nachrichten | noticias | actualités | nyheter | staff | staff writer | staff writers | staff reporter | staff reporters
| staff report | staff reports | from staff reports | from staff and wire reports | from wire reports | wire reports | our correspondent | our reporter | our staff reporter | special correspondent | own correspondent | correspondent | reporter | reporters | writer | news desk | newsdesk
| web desk | online desk | newsroom | news staff | news team | news | team | the team | das team | redaktionsteam | online team | web team | contributor | contributors
| contributing writer | various | various authors | author | authors | autor | autorin | autoren | auteur | verfasser | unknown | unknown author | unbekannt | anonymous | anonym | anonyme
| anonimo | anónimo | none | null | undefined | nan | n/a | na | n.a. | - | -- | . | x | test | test user | demo | default | wordpress | press | press release | press office
| pressestelle | pressemitteilung | presse | pressebüro | redaktion | die redaktion | redaktionell | red | red. | redaktionsteam | online-redaktion | onlineredaktion
| redaktion online | webredaktion | newsredaktion | sportredaktion | lokalredaktion | redakteur | redakteurin | redaktør | redaktion (red) | rédaction | la rédaction
| rédaction web | redacción | la redacción | redacción web | redacao | redação | da redação | redazione | la redazione | redazione web | redactie | de redactie | webredactie
| redaksjonen | redaksjon | redaktionen | toimitus | redakcja | redakce | redakcia | szerkesztőség | redacția | redactia | redakcija | uredništvo | редакция | редакція | редактор
| автор | админ | администратор | гость | συντακτική ομάδα | σύνταξη | haber merkezi | editör | editor redaksi | redaksi | tim redaksi | 编辑 | 编辑部 | 小编 | 本站 | 本站编辑 | 管理员
| 管理者 | 佚名 | 匿名 | 网络 | 本报讯 | 編集部 | 編輯部 | 編集者 | 관리자 | 편집부 | 온라인뉴스팀 | 디지털뉴스팀 | التحرير | هيئة التحرير | المحرر | إدارة الموقع | مدير الموقع | מערכת | מערכת האתר | กองบรรณาธิการ | แอดมิน
| sponsored | sponsored content | advertorial | anzeige | advertisement | partner | partner content | promoted | publisher | owner | me | myself | support | info | kontakt
| contact | office | service | sales | marketing | home | blog | blogger | blog team | posts by | view all posts | all posts | the author | by | von | privat | ohne autor | kein autor
| no author | not provided | not available | name | vorname nachname | your name | site | website | system | cms | import | importer | bot | feed | syndication | syndicated | archive | archiv
| privacy policy | cookie policy | terms of use | terms of service | first name | last name | full name | full description | close | x close | filed | 未知 | click here | read more | learn more | most popular | most read | related stories | related articles | related posts | top stories | latest news | latest stories | trending now | popular posts | recent posts
| moderator | verwaltung | geschäftsstelle | leserreporter | leser | leserbrief | copyright | twitter facebook | facebook twitter | symbolbild | app | jetzt in der app | facebook | twitter | instagram | google | linkedin | pinterest | youtube
| rss | e-mail | email | mail | share | teilen | kommentare | comments | mehr | more | profil | profile | uncategorized
"""
NOBODIES = frozenset(phrases(_NOBODIES))

_TITLE_HEADS = """
writer reporter correspondent editor columnist journalist contributor producer commentator critic blogger author analyst freelancer freelance photographer photojournalist
fellow intern anchor host presenter meteorologist strategist economist professor lecturer researcher consultant director president chairman ceo cto cfo founder cofounder co-founder
manager head executive officer secretary minister senator governor commissioner coordinator adviser advisor scientist engineer developer designer student teacher activist attorney lawyer psychologist therapist nutritionist dietitian physician md m.d. phd ph.d. mph rd ms msc mba dmd dds rn esq esq. cpa bsc ba ma copywriter specialist
redakteur redakteurin redaktor redaktorin chefredakteur chefredakteurin chefredaktor korrespondent korrespondentin auslandskorrespondent journalistin volontär volontärin autor autorin kolumnist
kolumnistin ressortleiter ressortleiterin reporterin mitarbeiter mitarbeiterin praktikant praktikantin herausgeber herausgeberin sportredakteur politikredakteur leiter leiterin
geschäftsführer geschäftsführerin pressesprecher pressesprecherin fotograf fotografin moderator moderatorin gastautor gastautorin meteorologin wissenschaftler wissenschaftlerin
journaliste rédacteur rédactrice correspondant correspondante chroniqueur chroniqueuse envoyé envoyée envoyés envoyées correspondants journalistes éditorialiste pigiste maître professeur sociologue économiste historien historienne philosophe
periodista redactor redactora corresponsal columnista reportero reportera editora enviado enviada jornalista repórter correspondente colunista enviado
giornalista inviato inviata corrispondente redattore redattrice caporedattore direttore direttrice
redacteur verslaggever verslaggeefster correspondente journaliste hoofdredacteur
journalistiker skribent redaktör kulturredaktör sportsjournalist korrespondenti toimittaja ulkomaantoimittaja redaktør krönikör
dziennikarz dziennikarka redaktor korespondent novinář redaktorka muhabir muhabiri editörü yazarı yazar korespondentas žurnalistas žurnalistė
журналист журналистка корреспондент корреспондентка редактор обозреватель автор журналіст кореспондент
"""
TITLE_HEADS = frozenset(_TITLE_HEADS.split())
_TITLE_MODIFIERS = """
staff senior chief deputy assistant associate executive managing political politics economics economic business technology tech science health environment climate sports sport
football soccer cricket tennis culture arts entertainment music film tv lifestyle travel food features feature foreign diplomatic defence defense security legal crime court education
consumer affairs money personal finance property motoring world national international regional local north south east west northern southern eastern western of europe asia africa
america american european african middle us uk digital online web breaking news investigative investigations data general special contributing guest at large lead live night day
weekend sunday royal white house capitol congressional parliamentary state city metro transport real estate video social media audience engagement communications content commerce shopping reviews games gaming
ex former freier freie freelance leitender leitende stellvertretender stellvertretende in im ressort der die das für politik wirtschaft kultur lokales wissenschaft gesundheit vice
co- co adjunct visiting emeritus independent the and & our von und onlineredaktion online-redakteur en chef grand reporter de la le du spécial spéciale spéciaux spéciales au à
"""
TITLE_MODIFIERS = frozenset(_TITLE_MODIFIERS.split())

_ORG_WORDS = """
redaktion redaktionsteam redaktionen redaksjonen redaktionsbüro onlineredaktion online-redaktion lokalredaktion sportredaktion newsdesk newsroom desk staff team teams agency agencia agenzia agence agentur agenturen agencies
nachrichtenagentur presseagentur presse-agentur press presse prensa news nachrichten noticias notizie nouvelles nyheter zeitung tageszeitung journal magazine magazin magasin magazyn media medien medias médias
times post herald tribune gazette globe guardian observer telegraph chronicle examiner independent mirror daily weekly sun star mail courier dispatch sentinel bulletin register
online radio tv television fernsehen rundfunk verlag publishing publisher publications editorial redacción redazione rédaction redactie redacao redação редакция
gmbh ag kg se ltd ltd. llc inc inc. corp corp. corporation company co. plc s.a. sa srl spa bv nv ab oy as aps e.v. ev verein verband stiftung foundation fundación fondation fondazione
institute institut instituto istituto university universität université universidad università hochschule college school schule akademie academy center centre zentrum centro museum
ministry ministerium ministère ministerio bundesministerium department behörde amt polizei police polizeiinspektion polizeipräsidium feuerwehr council committee commission commissione
association society gesellschaft union partei party club group gruppe network netzwerk forum bureau office büro board service services edition editions dienst blog blogs podcast studio studios digital
international deutschland schweiz österreich europe europa global world welt wire newswire report reports reporters correspondents editors writers pressebüro pressedienst pressestelle
verwaltung stadt gemeinde landkreis kanton bundesregierung parlament fraktion church kirche bistum diözese monde soir temps blatt anzeiger kurier rundschau bote merkur
ajansı haber haberi haberleri gazete gazetesi газета агентство новости 新聞 新闻网 通讯社 日报 晚报 在线 오늘 뉴스 일보 신문 content partners contributors community membres members mitglieder shop store app
the our your hub lab labs channel project projekt initiative program programme kollektiv collective crew friends freunde netz portal ratgeber ticker
"""
ORG_WORDS = frozenset(_ORG_WORDS.split())

_SURNAMES_TOO = "sun church post star press merkur school mail world bote blatt mirror temps soir journal bond guardian register college hub crew friends groupe shop kurier amt stadt"
#: words of organisations that are surnames too: a name of two or three words may hold one
SURNAMES_TOO = frozenset(_SURNAMES_TOO.split())
_PAPERS = "the daily morning evening sunday weekly national new online digital local news business financial der die das le la il el los big old super"
PAPER_WORDS = frozenset(_PAPERS.split())
_PARTICLES = """
von van vom der den dem des de del della dello dei degli di da do dos das du la le les lo l d e y i und und' af av zu zum zur ter ten tot te op 't el al bin ibn ben bint abu abd ul ur
dalla dal san st st. vander vande vanden vom ní nic ua ap ferch t
"""
PARTICLES = frozenset(_PARTICLES.split())
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "esq", "esq."})
_HONORIFICS = """
dr dr. prof prof. mr mr. mrs mrs. ms ms. sir dame herr frau m. mme mlle sr. sra. señor señora don doña dott. dott.ssa ing. dipl.-ing. dipl. mag. mag.a lic. rev. fr. col. gen. lt. sgt. capt. h.c. med. phil.
sen. rep. gov. maj. cpl. rer. nat. jur. prof.in dr.in mag.(fh) pd priv.-doz. univ.-prof. em. hon. rabbi imam pfarrer pfr. pastor drs. ir. mr.drs. adv. adv shri smt. syed
"""
HONORIFICS = frozenset(_HONORIFICS.split())

#: words between co-authors; the short ones only where both sides are whole names
CONJUNCTIONS = r"and|und|et|og|och|sowie|with|mit|avec|con|com|med|met|plus|и|та|και|και|và|ve"
SHORT_CONJUNCTIONS: dict[str, str] = {
    "es": "y|e", "ca": "i|amb", "gl": "e", "it": "e|ed", "pt": "e", "nl": "en", "af": "en", "pl": "i|oraz", "hr": "i", "sr": "i", "bs": "i", "sl": "in", "cs": "a", "sk": "a",
    "fi": "ja", "et": "ja", "ro": "și|si", "hu": "és", "lt": "ir", "lv": "un", "sq": "dhe", "id": "dan", "ms": "dan", "uk": "і|й|та", "ru": "и", "": "y|e",
}  # fmt: skip

_PLACES = """
berlin hamburg münchen köln frankfurt stuttgart leipzig dresden bonn düsseldorf wien zürich bern basel genf brüssel paris lyon marseille london manchester birmingham edinburgh dublin belfast
washington boston chicago houston seattle atlanta miami philadelphia detroit dallas denver phoenix toronto ottawa montreal vancouver sydney melbourne canberra brisbane auckland wellington
madrid barcelona sevilla valencia lisboa lisbon porto roma rome milano milan torino napoli athen athens ankara istanbul moskau moscow kiew kyiv kiev warschau warsaw warszawa prag prague praha
budapest bukarest bucharest sofia belgrad belgrade zagreb kopenhagen copenhagen stockholm oslo helsinki riga vilnius tallinn brussels amsterdam rotterdam den-haag jerusalem telaviv beirut
kairo cairo dubai teheran tehran bagdad baghdad riad riyadh doha delhi mumbai kolkata chennai bangalore bengaluru islamabad karachi lahore dhaka colombo kathmandu peking beijing shanghai hongkong
taipei tokyo tokio seoul pyongyang bangkok hanoi jakarta manila singapur singapore johannesburg kapstadt nairobi lagos abuja accra dakar tunis algier rabat
california texas florida ohio virginia maryland oregon mass. calif. usa us uk deutschland österreich schweiz france germany china india japan italia españa
"""
PLACES = frozenset(_PLACES.split())
PLACE_PAIRS = frozenset(
    phrases(
        "new zealand | united states | united kingdom | south africa | south korea | north korea | saudi arabia | sri lanka | costa rica | puerto rico | el salvador | new jersey | new mexico | new hampshire | north carolina | south carolina | north dakota | south dakota | rhode island | west virginia | santa maria | santa fe | new york | los angeles | san francisco | new delhi | hong kong | tel aviv | mexico city | são paulo | rio de janeiro | buenos aires | cape town | den haag | the hague | kuala lumpur | st. petersburg | sankt petersburg | las vegas | new orleans | washington dc | washington d.c. | san diego"
    )
)

DOMAIN = re.compile(
    r"\b(?:https?://|www\.)\S{1,200}|\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.(?:com|org|net|de|at|ch|info|eu|co\.uk|cn|com\.cn|fr|it|es|nl|ru|jp|co|io|tv|me|ag|li|news|gov|edu)\b(?:/\S{0,200})?",
    re.IGNORECASE,
)
#: an address, also as a service that hides addresses leaves it; "Doe@janedoe" is a name with an account run into it
EMAIL = re.compile(
    r"[\w.+\-]{1,64}(?:@|\s?\[at\]\s?|\s?\(at\)\s?)[\w\-]{1,64}(?:\.[\w\-]{1,30}){1,4}|[\w.+\-]{1,64}(?:\s?\[at\]\s?|\s?\(at\)\s?)|\[email\s?protected\]"
)
HANDLE = re.compile(r"@[\w.]{1,60}")
