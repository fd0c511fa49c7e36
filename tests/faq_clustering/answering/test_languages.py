from __future__ import annotations

from typing import TYPE_CHECKING

from faq_clustering.answering import AnswerIndex

if TYPE_CHECKING:
    from .conftest import Desk


def test_an_english_question_finds_an_faq_that_has_japanese_phrasings_only(
    desk: Desk, three: AnswerIndex
) -> None:
    for text, faq in (
        ("I cannot remember my password, how can I reset it?", 1),
        ("my parcel has not arrived yet", 2),
    ):
        decision = desk.ask(three, text, "en")
        assert (decision.kind, decision.choices[0].faq_id) == ("ask", faq)


def test_phrasings_in_the_questions_language_come_first(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index(texts, english=True)
    decision = desk.ask(index, "I have forgotten my password", "en")
    assert (decision.kind, decision.choices[0].faq_id) == ("ask", 1)
    assert decision.matched_phrasing is not None
    assert decision.matched_phrasing.isascii()


def test_english_small_talk_gets_nothing_from_a_japanese_desk(desk: Desk, three: AnswerIndex) -> None:
    for text in ("hello there", "what is the weather like", "qwerty qwerty", "tell me a joke please"):
        assert desk.ask(three, text, "en").kind == "none"


def test_approved_words_are_answered_whatever_language_the_customer_is_thought_to_speak(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index(texts, english=True)
    for text, language in (("I forgot my password", "ja"), ("パスワードを忘れました", "en")):
        decision = desk.ask(index, text, language)
        assert (decision.kind, decision.faq_id, decision.reason) == ("answer", 1, "approved_words")
