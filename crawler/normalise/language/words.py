"""The small words of a language: enough of them confirm what a page says of itself without asking a model."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from crawler.normalise.language.kinship import alike

_FEWEST: Final = 30  #: words, below which a share says little
_SHARE: Final = 0.2  #: of all words, that the small words of the language make up at least
_LEAD: Final = 1.6  #: times as many small words as of any other language but its next of kin, between which the page's claim decides anyway
# the most frequent articles, prepositions, conjunctions and pronouns; a word may belong to several languages
_SMALL: Final = {
    "en": "the of and to in a is that for it on with as was by at from be are this an his he have has had not but they which or were been will their who we you its after more",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son aux d l qu ou mais comme on cette ses été elle sa ont leur nous s n",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también ha fue es son hasta desde",
    "it": "di e il la che in a per un del è della non i le con si una da al dei come nel alla più gli sono delle anche ha ma lo dal ed su dalla nella ai questo l all dell",
    "nl": "de van het een en in is dat op te zijn met voor die niet aan er om ook als dan maar bij nog uit door over naar hij ze worden werd wordt heeft hebben was tot of deze dit meer",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso são",
    "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag från vi så kan när år säger hon under också efter eller nu sin där vid mot ska",
    "pl": "i w na z do nie się że to jest o od za po a jak przez dla ich ale tak był przy co czy ma oraz tym już jego które który będzie są też tylko ze",
    "cs": "a v se na je že o z s do i to k ve pro za by ale si po jako od které který bylo jsou jeho byl také nebo při až už roku",
    "ro": "de și în a la cu pe că o din nu un se să este mai care al pentru sunt ce au fost prin ale sau după cel dar lui fi această este va",
    "hu": "a az és hogy nem is egy ez azt meg csak de volt már ha még van mint el vagy szerint után pedig ki amely lesz minden kell",
    "tr": "ve bir bu da de için ile olarak en çok daha olan gibi kadar sonra ise o ne var ya her ama göre olduğu ilk iki",
    "id": "yang dan di dengan untuk ini dari dalam itu pada tidak akan adalah ke juga oleh sebagai telah bisa kata ada tersebut mereka lebih atau saat",
    "fi": "ja on ei se että oli hän mutta ovat kun myös joka mukaan vain niin kuin tai ole sen ovat jo olla hänen sekä voi nyt",
    "da": "og i at det er en til på som af for med de har ikke den der et var han men om sig fra vi kan så hun siger efter skal også eller blev ved",
    "no": "og i at det er en til på som av for med de har ikke den et var han men om seg fra vi kan så hun sier etter skal også eller ble ved",
    "ca": "de la que i el en a els les per un amb del una es no és al com més dels ha ser aquest aquesta però seva seu són va també fins des",
    "gl": "de a o que e do da en un para é con non unha os no se na por máis as dos como pero foi ao das ten á seu súa ou",
    "sk": "a v sa na je že o z s do aj to k vo pre za by ale si po ako od ktoré ktorý bolo sú jeho bol tiež alebo pri až už roku",
    "af": "die van het n en in is dat op te met vir nie aan om ook as maar by nog uit deur oor na hy hulle word was tot of hierdie meer",
    "lb": "de an d dass ass vun a mat fir op net och eng een ze den dem si hunn war sech awer vum nach bei",
}  # fmt: skip
_SPOKEN_BY: Final[dict[str, list[str]]] = {}
for _language, _words in _SMALL.items():
    for _word in dict.fromkeys(_words.split()):
        _SPOKEN_BY.setdefault(_word, []).append(_language)
_WORD: Final = re.compile(r"[^\W\d_]+")


def confirms(text: str, language: str) -> bool:
    """Whether the small words of ``text`` (some hundred characters) leave no doubt that it is in ``language`` (its code alone).

    False says nothing: the text may be short, full of names, or in a language whose words are not listed.
    """
    if language not in _SMALL:
        return False
    words = _WORD.findall(text.lower())
    if len(words) < _FEWEST:
        return False
    times = Counter(words)
    counts: dict[str, int] = {}
    for word in times.keys() & _SPOKEN_BY.keys():
        count = times[word]
        for speaker in _SPOKEN_BY[word]:
            counts[speaker] = counts.get(speaker, 0) + count
    own = counts.pop(language, 0)
    return own >= len(words) * _SHARE and own >= _LEAD * max(
        (count for other, count in counts.items() if not alike(language, other)), default=0
    )
