from __future__ import annotations

from typing import TYPE_CHECKING

from faq_clustering.answering import AnswerIndex

if TYPE_CHECKING:
    from .conftest import Desk


def test_an_english_question_finds_an_faq_that_has_japanese_phrasings_only(
    desk: Desk, three: AnswerIndex
) -> None:
    assert desk.ask(three, "I cannot remember my password, how can I reset it?", "en").faq_id == 1
    assert desk.ask(three, "my parcel has not arrived yet", "en").choices[0].faq_id == 2


def test_phrasings_in_the_questions_language_come_first(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index(texts, english=True)
    decision = desk.ask(index, "I have forgotten my password", "en")
    assert decision.faq_id == 1
    assert decision.matched_phrasing is not None
    assert decision.matched_phrasing.isascii()


def test_english_small_talk_gets_nothing_from_a_japanese_desk(desk: Desk, three: AnswerIndex) -> None:
    for text in ("hello there", "what is the weather like", "qwerty qwerty", "tell me a joke please"):
        assert desk.ask(three, text, "en").kind == "none"
