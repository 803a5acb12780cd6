"""Words that name no event by themselves, nouns that events are called by, and what tells of an event that is over."""

from __future__ import annotations

import re
from typing import Final

from crawler.relate.coverage.tokens import fold, words_of


def _words(lines: str) -> frozenset[str]:
    """The words of a text as texts are folded, each once."""
    return frozenset(fold(word) for word in lines.split())


#: what an event is called, folded
NOUNS: Final = _words("""
    forum summit conference congress convention symposium expo exposition exhibition festival fair fest con conf camp meetup workshop
    hackathon colloquium seminar webinar biennale triennial triennale week weekend day days award awards gala show tradeshow salon open
    cup marathon rally championship championships games session sessions meeting assembly talks retreat gathering jam unconference
    barcamp devcon roadshow masterclass concert parade regatta disrupt kongress konferenz tagung messe gipfel fachtag fachtagung
    fachmesse kirchentag tage tag woche nacht abend preis buchmesse jahrestagung treffen symposion congres colloque sommet foire
    rencontres rencontre journee journees semaine nuit assises prix seminaire conferences congreso conferencia cumbre feria jornada
    jornadas semana encuentro foro simposio premio premios exposicion noche convegno conferenza fiera congresso cimeira encontro
    settimana giornate giornata feira festa konferencja targi kongres zjazd konference veletrh beurs conferentie dagen dag konferens
    massa mote konferanse massan конференция форум саммит фестиваль конгресс выставка съезд
""")
#: nouns that speak of an event wherever they stand, in a text that does not name it
PLAIN_NOUNS: Final = _words("""
    forum summit conference congress convention symposium expo festival workshop hackathon colloquium seminar webinar biennale marathon
    retreat kongress konferenz tagung messe gipfel fachtagung buchmesse jahrestagung symposion congres colloque sommet foire rencontres
    assises seminaire congreso conferencia cumbre feria jornadas encuentro foro simposio convegno conferenza fiera congresso cimeira
    feira encontro konferencja targi kongres konference veletrh beurs conferentie konferens massa konferanse конференция форум саммит
    фестиваль конгресс выставка award
""")
#: words that stand in many names or mean little alone, folded
GENERIC: Final = NOUNS | _words("""
    the a an of for and in on at to by with from new annual yearly biennial international world global national regional european
    american asian african asia europe africa america americas pacific apac emea mena north south east west northern southern eastern
    western central middle united nations union great big grand first next future innovation innovations innovative tech technology
    technologies digital data ai artificial intelligence cloud cyber security science sciences scientific software hardware developer
    developers dev code coding web internet mobile online virtual live hybrid media press news book books film films music art arts
    design fashion food wine beer health healthcare medical medicine energy climate green sustainable sustainability environment water
    city cities urban smart home auto car cars motor motorsport transport mobility travel tourism trade business economy economic
    finance financial fintech bank banking money investment investor investors startup startups founders founder entrepreneur
    entrepreneurs women men youth young student students school schools university education learning teaching research academy
    institute library libraries museum history heritage culture cultural community communities open source free public policy government
    politics law legal justice peace human rights social society people leaders leadership industry industrial manufacturing engineering
    robot robots robotics space aviation marine maritime ocean sea harbour harbor port river coast island mountain garden gardens park
    farm farming agriculture sport sports football running run walk night spring summer autumn fall winter christmas main stage keynote
    opening closing special edition general assembly quarterly monthly weekly de des du la le les l d der die das den dem und fur im am
    zum zur von vom et en au aux pour sur el los las del y para por con sobre il lo gli di della dello e per o os as do da dos em no na
    van het een voor op och i om og av pa welt welten europa internationale internationaler internationales deutsche deutscher deutsches
    jahrliche neue neuer zukunft digitale digitaler technik wirtschaft wissenschaft bildung kultur gesundheit energie umwelt klima
    handel stadt land mondial mondiale europeen europeenne nationale francais francaise annuel numerique avenir technologie economie
    sante livre musique mundial internacional nacional europeo anual tecnologia innovacion ciencia economia cultura salud libro cine
    musica arte ciudad rise focus connect ignite impact horizon horizons collision summit momentum inspire elevate evolve converge spark
    engage accelerate transform vision visions build create imagine explore discover pulse beyond forward together now unite spotlight
    showcase launch pad platform network exchange hub lab labs circle table roundtable breakfast lunch dinner reception party demo day
    pitch challenge prize january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday one two three
""")
#: cities that many events are named after and countries, folded; one word each
PLACES: Final = _words("""
    berlin london paris beijing shanghai tokyo vienna wien madrid barcelona rome milan munich munchen hamburg frankfurt cologne koln
    leipzig hannover amsterdam brussels dublin lisbon lisboa copenhagen stockholm oslo helsinki warsaw prague budapest zurich geneva
    athens istanbul moscow kyiv dubai doha singapore seoul taipei bangkok jakarta manila delhi mumbai bangalore sydney melbourne toronto
    vancouver montreal boston chicago austin seattle denver miami atlanta dallas houston philadelphia washington york francisco angeles
    vegas san los las new nairobi lagos cairo johannesburg capetown mexico bogota lima santiago lyon marseille nice cannes bilbao
    sevilla valencia turin torino florence venice naples porto manchester glasgow edinburgh birmingham bristol leeds oxford cambridge
    davos china japan korea india germany deutschland france italy spain england britain uk scotland wales ireland canada australia usa
    us brazil russia ukraine poland austria osterreich switzerland schweiz netherlands belgium sweden norway denmark finland portugal
    greece turkey israel egypt kenya nigeria vietnam thailand indonesia malaysia philippines taiwan hong kong europe asia africa america
    qatar rio
""")
#: characters of the words for events and of what is generic in Chinese, Japanese and Korean names
GENERIC_CHARACTERS: Final = frozenset(
    "大会论坛峰会研讨年会议展览节周奖国际世界全球中国第届赛典礼博览交易的年度开发者技术科技创新未来カンファレンスフォーラムサミット컨퍼런스포럼대회국제"
)
#: words that stand before a name without being part of it, folded
BEFORE_NAMES: Final = _words("""
    the a an this that last next annual at in on of for to by from during before after and or with as our its their his her your first
    second third inaugural recent upcoming virtual hybrid der die das den dem des beim zum zur auf am im von vom bei und auch diese
    dieser dieses le la les l du de d au aux et en pour cette el los las del al y para un una il lo gli della dello alla o os do da no
    na ao dos van het een op och i pa til monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december organisers organizers organiser organizer says why how what when where who is are
    was were will see meet join visit inside
""")
ORDINAL_WORDS: Final = {
    fold(word): number
    for number, words in enumerate(
        (
            "first inaugural erste ersten erster premier premiere primera primer primo prima",
            "second zweite zweiten zweiter deuxieme seconde segunda segundo secondo seconda",
            "third dritte dritten dritter troisieme tercera tercer terzo terza",
            "fourth vierte vierten vierter quatrieme cuarta cuarto quarta quarto",
            "fifth funfte funften funfter cinquieme quinta quinto",
            "sixth sechste sechsten sixieme sexta sexto sesta",
            "seventh siebte siebten septieme septima septimo settima",
            "eighth achte achten huitieme octava octavo ottava",
            "ninth neunte neunten neuvieme novena noveno nona",
            "tenth zehnte zehnten dixieme decima decimo",
            "eleventh elfte elften onzieme undecima",
            "twelfth zwolfte zwolften douzieme duodecima",
            "thirteenth dreizehnte dreizehnten treizieme",
            "fourteenth vierzehnte vierzehnten quatorzieme",
            "fifteenth funfzehnte funfzehnten quinzieme",
            "sixteenth sechzehnte sechzehnten seizieme",
            "seventeenth siebzehnte siebzehnten",
            "eighteenth achtzehnte achtzehnten",
            "nineteenth neunzehnte neunzehnten",
            "twentieth zwanzigste zwanzigsten vingtieme vigesima",
        ),
        1,
    )
    for word in words.split()
}


def _phrases(*lines: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, all folded as texts are."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        for phrase in line.split(","):
            words = words_of(phrase)
            found.setdefault(words[0], []).append(tuple(words))
    return {first: tuple(phrases) for first, phrases in found.items()}


#: an article that looks back on an event says so
RECAP: Final = _phrases(
    "recap,recaps,recapped,wrap up,wrapped up,wrapping up,wraps up,round up,roundup,looking back,look back,looks back,takeaways,takeaway,highlights,highlights from,lessons from,what we learned,in review,in retrospect",
    "came to a close,came to an close,came to an end,drew to a close,has ended,have ended,ended on,concluded,concludes,closed its doors,wound up,in pictures,photos from,post mortem,reflections,aftermath,retrospective,debrief,best of",
    "rückblick,nachlese,fazit,bilanz,nachbericht,ging zu ende,zu ende gegangen,ist zu ende,endete,abschlussbericht,rückschau,blickt zurück,blicken zurück",
    "bilan,retour sur,compte rendu,s est achevé,s est achevée,s est terminé,s est terminée,a pris fin,a fermé ses portes,ce qu il faut retenir,rétrospective,clap de fin",
    "balance,resumen,repaso,concluyó,concluye,finalizó,terminó,cerró sus puertas,se clausuró,clausura,lo mejor de,lo que dejó",
    "riassunto,si è concluso,si è conclusa,resoconto,balanço,encerrou,terminou,terugblik,samenvatting,podsumowanie,relacja z,zakończył,återblick,oppsummering,итоги,завершился,завершилась,итог",
    "回顾,落幕,闭幕,圆满结束,圆满落幕,盘点,总结,精彩回顾,收官,閉幕,を振り返る,振り返り,レポート,まとめ,총정리,폐막,막을 내렸",
)
#: a headline that says outright that it looks back
RECAP_OUTRIGHT: Final = _phrases(
    "recap,recaps,wrap up,round up,roundup,looking back,takeaways,highlights,lessons from,what we learned,in review,in retrospect,rückblick,nachlese,bilanz,bilan,retour sur,compte rendu,ce qu il faut retenir,resumen,balance de,"
    "terugblik,resoconto,итоги,回顾,盘点,総括,まとめ,を振り返る"
)
#: an article without a date that looks forward says so
ANNOUNCE: Final = _phrases(
    "will take place,will be held,to be held,will open,will host,will return,registration is open,early bird,call for papers,call for proposals,save the date,will gather,will speak,kicks off on",
    "findet statt,stattfinden,anmeldung,lädt ein,aura lieu,se tiendra,se déroulera,inscriptions,appel à,se celebrará,tendrá lugar,inscripciones,próxima edición,将于,将在,即将,报名,開催,申し込み",
)
#: words that tell which month a month's name means
MONTH_BEFORE: Final = _words("""
    last past this previous letzten vergangenen vorigen diesen dernier passado pasado ultimo scorso ostatni
""")
#: one month ago
LAST_MONTH: Final = _phrases(
    "last month,letzten monat,vergangenen monat,vorigen monat,le mois dernier,mois dernier,el mes pasado,mes pasado,mês passado,mese scorso,vorige maand,上个月,上月,先月,지난달,a month ago,vor einem monat,il y a un mois,hace un mes,há um mês"
)
#: legal forms at the end of an organiser's name
LAST_YEAR: Final = re.compile(
    r"\b(?:last|previous) (?:year|spring|summer|autumn|fall|winter)\b|\ba year (?:ago|earlier)\b|\b(?:vorigen|vergangenen|letzten) (?:jahr(?:es)?|herbst|frühjahr|frühling|sommer|winter)\b|\bvorjahr|\b(?:l['’]an|l['’]année) "
    r"(?:dernier|dernière|passée?)\b|\bel año pasado\b|\bno ano passado\b|\bl['’]anno scorso\b|\bvorig jaar\b|\bafgelopen jaar\b|去年|上届|上一届|昨年|작년|в прошлом году|прошлого года",
    re.IGNORECASE,
)
LEGAL: Final = _words("""
    ltd limited inc llc plc gmbh ag ev mbh kg bv nv vzw asbl sa sas sarl sl srl spa oy ab as aps e v co corp corporation foundation
    stiftung society club association verein
""")
_EXONYMS: Final = (
    "ghent gent gand,antwerp antwerpen anvers amberes,munich munchen monaco,cologne koln,vienna wien vienne viena,prague praha prag praga,lisbon lisboa lissabon lisbonne,geneva genf geneve ginebra,zurich zurigo,"
    "brussels brussel bruxelles brussel bruselas,milan milano mailand,turin torino,florence firenze florenz,venice venezia venedig,rome roma rom,naples napoli neapel,copenhagen kobenhavn kopenhagen copenhague,"
    "warsaw warszawa warschau varsovie,krakow cracow krakau,moscow moskau moskva москва,athens athen athenes,the_hague den_haag,hanover hannover,nuremberg nurnberg,basel basle bale,lyon lyons,seville sevilla,"
    "gothenburg goteborg,helsinki helsingfors,bucharest bucuresti bukarest,belgrade beograd belgrad,beijing 北京 peking,shanghai 上海,hangzhou 杭州,suzhou 苏州,shenzhen 深圳,guangzhou 广州,hong_kong 香港,taipei 台北,tokyo 东京,"
    "osaka 大阪,kyoto 京都,takamatsu 高松,yokohama 横滨,seoul 首尔 서울,busan 부산,singapore 新加坡 singapur,cusco cuzco,london londres 伦敦,paris parigi 巴黎,berlin berlino 柏林,new_york 纽约,san_francisco 旧金山,boston 波士顿,cambridge 剑桥"
)
#: other names of a town, by each of them
TOWNS: Final = {
    tuple(words_of(name.replace("_", " "))): tuple(tuple(words_of(other.replace("_", " "))) for other in group.split())
    for group in _EXONYMS.split(",")
    for name in group.split()
}
#: endings of bare addresses without a path that are believed
TOP_LEVELS: Final = _words("""
    com org net de fr es it nl uk eu io ai cn tw jp kr ch at be se no dk fi pl cz pt br mx ar in us ca au nz ie events tech dev example conference
""")
#: words that join others within a name and begin none
JOINING: Final = _words("""
    the of for and in on at to by with de des du la le les el los las del y e et und der die das den dem fur do da dos das van het
""")
SMALL: Final = BEFORE_NAMES | _words("is are be it its not no but how what why who de la el y e o und")
#: nouns that make a name of the capitalised words around them, where something tells that it takes place
TOLD_NOUNS: Final = (
    PLAIN_NOUNS
    - _words("workshop seminar webinar colloquium colloque seminaire retreat award marathon encuentro encontro rencontres congres")
) | _words("""
    disrupt awards week days expo congres rencontres biennale fest con marathon
""")
#: words that make an organisation, a house or a paper of a name they follow
TOLD_STOPS: Final = _words("""
    centre center hall house building hotel magazine society association foundation company gmbh ltd inc llc committee board office press party
    group network school university college institute chairman chairwoman chair president director secretary organisers organizers palace
    zentrum halle haus verein stiftung gesellschaft centro palacio palais fundacion asociacion comite team site website app newsletter street
""")
#: what tells that an event takes place, begins or ends
HAPPENS: Final = _phrases(
    "opened,opens,opening day,kicked off,kicks off,begins,began,started,starts,takes place,took place,will take place,is taking place,was held,is held,will be held,being held,held at,held in,hosted,hosts,runs from,ran from,"
    "came to a close,came to an close,came to an end,closed,closes,concluded,concludes,ended,ends,wrapped up,wraps up,drew,draws,attracted,gathered,gathers,brought together,returns,returned,second day,first day,third day,final day,"
    "findet,findet statt,fand statt,stattfindet,stattfand,öffnet,eröffnet,begann,beginnt,endete,endet,ging zu ende,zu ende gegangen,lockte,zählte,tagt,tagte,"
    "se tient,s est tenu,s est tenue,aura lieu,a eu lieu,s ouvre,s est ouvert,s est ouverte,ouvre ses portes,a ouvert,s achève,s est achevé,s est achevée,a fermé,a réuni,réunit,a accueilli,accueille,"
    "se celebra,se celebró,se celebrará,tendrá lugar,tuvo lugar,arranca,arrancó,comenzó,empezó,se inauguró,cerró,concluyó,finalizó,reunió,reúne,"
    "举行,召开,开幕,闭幕,落幕,举办,拉开帷幕,启幕"
)
#: … that it ends on the day of the article, as against the day it begins
ENDS: Final = _phrases(
    "came to a close,came to an close,came to an end,closed,concluded,ended,wrapped up,final day,last day,drew to a close,ging zu ende,zu ende gegangen,endete,s est achevé,s est achevée,s achève,a fermé,se clausuró,concluyó,finalizó,cerró,闭幕,落幕"
)
#: the same in Chinese, Japanese and Korean: pairs of characters
CHARACTER_NOUNS: Final = frozenset(tuple(words_of(pair)) for pair in "大会 论坛 峰会 年会 书展 展会 会议 影节 乐节 术节 포럼".split())  # noqa: SIM905
