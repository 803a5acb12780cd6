from __future__ import annotations

import pytest

from crawler.decide.language import decide
from crawler.items import Candidate

ENGLISH = "The two-day forum drew around one thousand attendees this year, and is the largest conference of its kind in North America."
SERBIAN = "Vlada je u sredu saopštila da će nova pravila stupiti na snagu ranije nego što je bilo planirano u svim krajevima zemlje."
CHINESE = "政府週三宣布，新規定將比原計劃更早在全國實施，專家對此表示歡迎。"


def claims(*tags: str) -> list[Candidate]:
    return [Candidate(tag, "html:lang", 0.8 - number / 10) for number, tag in enumerate(tags)]


def test_a_long_text_outweighs_a_wrong_claim() -> None:
    decision = decide([ENGLISH], claims("de-DE"))
    assert (decision.language, decision.declared) == ("en", "de-DE")
    assert decision.provenance is not None
    assert decision.provenance.rule == "text"
    assert decision.provenance.rivals[0].printed == "de-DE"


def test_a_claim_settles_what_near_languages_leave_open() -> None:
    assert decide([SERBIAN], claims("hr")).language == "hr"
    assert decide([SERBIAN], claims("sr")).language == "sr-Latn"


def test_a_short_text_goes_by_the_claim() -> None:
    assert decide(["Hallo Welt"], claims("nl")).language == "nl"


def test_a_claim_that_the_script_forbids_is_not_believed() -> None:
    assert decide(["Привет всем"], claims("en")).language != "en"


def test_the_text_tells_the_script_of_chinese() -> None:
    assert decide([CHINESE], claims("zh-CN")).language == "zh-Hant"


def test_a_region_stays_with_the_claim() -> None:
    decision = decide([ENGLISH], claims("en-GB"))
    assert (decision.language, decision.declared) == ("en", "en-GB")


@pytest.mark.parametrize("texts", [[], [""], ["12:30"]])
def test_without_letters_the_claim_stands_alone(texts: list[str]) -> None:
    assert decide(texts, claims("fr-CA")).language == "fr"
    assert decide(texts, []).language is None


def test_where_a_model_is_not_worth_its_loading_the_claim_stands() -> None:
    decision = decide([SERBIAN], claims("pl"), ask=False)
    assert (decision.language, decision.provenance.rule if decision.provenance else None) == ("pl", "html:lang")
    assert decide([SERBIAN], claims("ru"), ask=False).language != "ru"  # not in this script
    assert decide([SERBIAN], [], ask=False).language is not None  # nothing is claimed
    assert decide([CHINESE], claims("zh-CN"), ask=False).language == "zh-Hant"  # no model is needed
