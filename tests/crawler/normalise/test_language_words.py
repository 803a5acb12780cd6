"""Small words bear out what a page says of its language, and nothing else."""

from __future__ import annotations

import pytest

from crawler.normalise.language import identify
from crawler.normalise.language.words import confirms

ENGLISH = (
    "The council said on Monday that it will open the hall in the spring, and the members who had asked for more time were told that "
    "the work is not at risk. It was the third delay of the year."
)
PORTUGUESE = (
    "A câmara disse na segunda-feira que vai abrir o salão na primavera, e os membros que pediram mais tempo foram informados de que o "
    "trabalho não está em risco. Foi o terceiro atraso do ano, mas a obra é para todos."
)
GALICIAN = (
    "O concello dixo o luns que vai abrir o salón na primavera, e os membros que pediron máis tempo foron informados de que o traballo "
    "non está en risco. Foi o terceiro atraso do ano, pero a obra é para todos e unha festa."
)
NORWEGIAN = (
    "Kommunen sa på mandag at den vil åpne salen i vår, og medlemmene som hadde bedt om mer tid ble fortalt at arbeidet ikke er i fare. "
    "Det var den tredje utsettelsen i år, men huset er for alle og det skal bli ferdig til høsten."
)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (PORTUGUESE, "pt")])
def test_a_true_claim_is_borne_out(text, language):
    assert confirms(text, language)
    assert identify(text, language).tag == language


@pytest.mark.parametrize(
    ("text", "claim"),
    [(ENGLISH, "de"), (ENGLISH, "nl"), (PORTUGUESE, "en"), (PORTUGUESE, "es"), (GALICIAN, "fr"), (NORWEGIAN, "sv"), ("", "en")],
)
def test_a_false_claim_is_not(text, claim):
    assert not confirms(text, claim)


@pytest.mark.parametrize("text", [ENGLISH[:60], "Ada Quill, Ben Moss, Carla Fenn, " * 20, "議員" * 200])
def test_a_short_text_and_a_list_of_names_bear_out_nothing(text):
    assert not confirms(text, "en")


def test_a_language_that_is_not_listed_is_left_to_the_model():
    assert not confirms(ENGLISH, "xh")


def test_a_claim_that_the_words_belie_changes_nothing():
    assert identify(ENGLISH, "de") == identify(ENGLISH)
