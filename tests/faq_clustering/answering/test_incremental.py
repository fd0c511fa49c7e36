"""One FAQ is added, changed or retired in a running process, without learning everything anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Phrasing

if TYPE_CHECKING:
    from .conftest import Desk, Forty

PASSWORD, ARRIVAL, RECEIPT, RETURN = 1, 2, 3, 4
RETURNS = ("返品したい", "商品を返品する方法を教えてください", "買った物を返したいのですが")
FRESH = "返品はできますか"
QUESTIONS = ("パスワードを失念してしまいました", "領収書について", "頼んだものがまだ来ない", "カレーの作り方")


def phrasings_of(faq: int, texts: tuple[str, ...], version: int) -> list[Phrasing]:
    return [Phrasing(faq_id=faq, version_id=version, language="ja", text=text) for text in texts]


def changed(desk: Desk, index: AnswerIndex, faq: int, texts: tuple[str, ...], version: str) -> AnswerIndex:
    return index.with_faq(faq, phrasings_of(faq, texts, faq * 100), desk.vectors(texts), version=version)


@pytest.fixture(scope="module")
def added(desk: Desk, three: AnswerIndex) -> AnswerIndex:
    return changed(desk, three, RETURN, RETURNS, "v2")


def test_the_question_of_an_added_faq_is_found(desk: Desk, three: AnswerIndex, added: AnswerIndex) -> None:
    before, after = desk.ask(three, FRESH), desk.ask(added, FRESH)
    assert RETURN not in [choice.faq_id for choice in before.choices]
    assert (after.kind, after.choices[0].faq_id, after.choices[0].version_id) == ("ask", RETURN, RETURN * 100)
    assert after.matched_phrasing in RETURNS


def test_the_exact_words_of_an_added_faq_are_answered(desk: Desk, added: AnswerIndex) -> None:
    decision = desk.ask(added, " 返品したい。")
    assert (decision.kind, decision.faq_id, decision.reason) == ("answer", RETURN, "approved_words")


def test_the_other_faqs_are_still_found(desk: Desk, three: AnswerIndex, added: AnswerIndex) -> None:
    for text in QUESTIONS:
        before, after = desk.ask(three, text), desk.ask(added, text)
        assert before.kind == after.kind
        assert [choice.faq_id for choice in before.choices][:1] == [one.faq_id for one in after.choices][:1]


def test_a_changed_faq_answers_by_its_new_phrasing_only(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    new = "ポイントの有効期限を知りたい"
    index = changed(desk, three, RECEIPT, (new,), "v2")
    answered = desk.ask(index, new)
    assert (answered.kind, answered.faq_id, answered.version_id) == ("answer", RECEIPT, RECEIPT * 100)
    near = desk.ask(index, "ポイントの期限はいつまでですか")
    assert (near.likeliest, near.matched_phrasing) == (RECEIPT, new)
    for text in texts[RECEIPT]:
        assert desk.ask(index, text).kind != "answer"


def test_a_retired_faq_never_comes_up_again(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    index = changed(desk, three, PASSWORD, (), "v2")
    for text in (*texts[PASSWORD], *QUESTIONS, "パスワードをなくした"):
        decision = desk.ask(index, text)
        assert decision.kind != "answer"
        assert PASSWORD not in [decision.likeliest, *(choice.faq_id for choice in decision.choices)]
    assert desk.ask(index, texts[RECEIPT][0]).faq_id == RECEIPT


def test_a_retired_faq_can_come_back(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    retired = changed(desk, three, PASSWORD, (), "v2")
    back = changed(desk, retired, PASSWORD, texts[PASSWORD], "v3")
    assert desk.ask(back, texts[PASSWORD][0]).faq_id == PASSWORD
    assert desk.ask(back, "パスワードを失念してしまいました").choices[0].faq_id == PASSWORD


def test_when_every_faq_is_retired_a_person_is_fetched(desk: Desk, three: AnswerIndex) -> None:
    index = three
    for faq in (PASSWORD, ARRIVAL, RECEIPT):
        index = changed(desk, index, faq, (), f"without-{faq}")
    decision = desk.ask(index, "パスワードを忘れました")
    assert (decision.kind, decision.choices, decision.likeliest) == ("none", (), None)
    assert decision.index_version == "without-3"


def test_the_old_index_still_says_what_it_said(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    asked = (*QUESTIONS, FRESH, texts[PASSWORD][0], texts[RECEIPT][0])
    before = [desk.ask(three, text) for text in asked]
    changed(desk, three, RETURN, RETURNS, "v2")
    changed(desk, three, RECEIPT, ("ポイントの有効期限を知りたい",), "v2")
    changed(desk, three, PASSWORD, (), "v2")
    assert [desk.ask(three, text) for text in asked] == before


def test_every_answer_names_the_version_it_comes_from(
    desk: Desk, three: AnswerIndex, added: AnswerIndex
) -> None:
    for index, version in ((three, "v1"), (added, "v2")):
        assert {desk.ask(index, text).index_version for text in (*QUESTIONS, "返品したい", "")} == {version}


def test_a_phrasing_of_another_faq_is_refused(desk: Desk, three: AnswerIndex) -> None:
    foreign = phrasings_of(RECEIPT, ("返品したい",), 1)
    with pytest.raises(ValueError, match="FAQ 4"):
        three.with_faq(RETURN, foreign, desk.vectors(["返品したい"]), version="v2")


def test_an_empty_index_has_nothing_to_add_to(desk: Desk) -> None:
    empty = AnswerIndex.build(
        [], np.zeros((0, 384), np.float32), generic=desk.vectors(GENERIC_TEXTS), version="v"
    )
    with pytest.raises(ValueError, match="empty"):
        changed(desk, empty, RETURN, RETURNS, "v2")


def test_changing_an_faq_to_what_it_was_keeps_every_choice(forty: Forty, forty_index: AnswerIndex) -> None:
    faq = forty.phrasings[100].faq_id
    again = forty_index.with_faq(faq, *forty.of(faq), version="v2")
    for text, vector in forty.about(faq):
        before, after = forty_index.decide(text, vector, "en"), again.decide(text, vector, "en")
        assert before.likeliest == after.likeliest == faq


def test_an_added_faq_is_answered_under_the_thresholds_of_the_last_build(
    forty: Forty, forty_index: AnswerIndex
) -> None:
    faq = forty.phrasings[200].faq_id
    without = forty_index.with_faq(faq, [], np.zeros((0, forty.vectors.shape[1])), version="v2")
    back = without.with_faq(faq, *forty.of(faq), version="v3")
    assert back.threshold("en") == forty_index.threshold("en")
    found = [back.decide(text, vector, "en") for text, vector in forty.about(faq)]
    assert sum(one.faq_id == faq for one in found) >= len(found) / 2
    for text, vector in forty.about(faq):
        assert without.decide(text, vector, "en").likeliest != faq
