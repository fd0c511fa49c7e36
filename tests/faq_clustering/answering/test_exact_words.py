from __future__ import annotations

from typing import TYPE_CHECKING

from faq_clustering.answering import AnswerIndex, Phrasing

if TYPE_CHECKING:
    from .conftest import Desk


def test_an_approved_phrasing_is_answered_whatever_its_width_case_and_spaces(
    desk: Desk, three: AnswerIndex
) -> None:
    for text in ("パスワードを忘れました", " ﾊﾟｽﾜｰﾄﾞを 忘れました。", "パスワードを忘れました！"):
        decision = desk.ask(three, text)
        assert (decision.kind, decision.faq_id) == ("answer", 1)
        assert decision.confidence >= 0.99
        assert decision.matched_phrasing == "パスワードを忘れました"


def test_a_phrasing_of_two_faqs_asks_which_is_meant(desk: Desk, texts: dict[int, tuple[str, ...]]) -> None:
    shared = "手続きの方法を教えてください"
    index = desk.index({1: (*texts[1], shared), 3: (*texts[3], shared)})
    decision = desk.ask(index, shared)
    assert decision.kind == "ask"
    assert {choice.faq_id for choice in decision.choices} == {1, 3}


def test_a_phrasing_far_from_its_faqs_others_is_still_answered(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index({**texts, 1: (*texts[1], "E-203")})
    assert desk.ask(index, "e-203").faq_id == 1
    assert desk.ask(index, "E-204").kind != "answer"


def test_the_answer_names_the_version_that_was_approved(desk: Desk) -> None:
    from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex

    phrasing = Phrasing(faq_id=7, version_id=42, language="ja", text="パスワードを忘れました")
    vectors = desk.vectors([phrasing.text])
    index = AnswerIndex.build([phrasing], vectors, generic=desk.vectors(GENERIC_TEXTS), version="ix-9")
    decision = desk.ask(index, phrasing.text)
    assert (decision.faq_id, decision.version_id, decision.index_version) == (7, 42, "ix-9")
