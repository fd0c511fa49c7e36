"""Three FAQs with ten approved phrasings each: customer Hanako asks in words nobody has approved.

Thirty labels promise nothing, so the bot suggests the right FAQ and leaves the choice to her.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from faq_clustering.answering import AnswerIndex

if TYPE_CHECKING:
    from .conftest import Desk

PASSWORD, ARRIVAL, RECEIPT = 1, 2, 3


@pytest.mark.parametrize(
    ("faq", "text"),
    [
        (PASSWORD, "パスワードを失念してしまいました"),
        (PASSWORD, "サインインできません。パスワードを作り直せますか"),
        (PASSWORD, "パスワードをなくした"),
        (ARRIVAL, "頼んだものがまだ手元に来ていません"),
        (ARRIVAL, "配送予定はいつになりますか"),
        (ARRIVAL, "商品の到着が遅い"),
        (RECEIPT, "経理に出す領収書を発行できますか"),
        (RECEIPT, "会社宛ての領収書は出ますか"),
        (RECEIPT, "レシートではなく領収書がほしい"),
    ],
)
def test_a_question_in_fresh_words_is_offered_its_faq_first(
    desk: Desk, three: AnswerIndex, faq: int, text: str
) -> None:
    decision = desk.ask(three, text)
    assert (decision.kind, decision.reason, decision.threshold) == ("ask", "no_promise", 2.0)
    assert (decision.faq_id, decision.version_id, decision.likeliest) == (None, None, faq)
    assert (decision.choices[0].faq_id, decision.choices[0].version_id) == (faq, faq * 10)
    assert decision.confidence == decision.choices[0].confidence >= decision.ask_threshold
    assert decision.index_version == "v1"


@pytest.mark.parametrize(
    "text",
    [
        "返品したい",
        "住所を変更したい",
        "アプリが落ちる",
        "クーポンが使えない",
        "解約方法を教えて",
        "営業時間は何時までですか",
        "支払い方法を変えたい",
    ],
)
def test_a_question_without_an_faq_is_never_answered_outright(
    desk: Desk, three: AnswerIndex, text: str
) -> None:
    decision = desk.ask(three, text)
    assert decision.kind in ("none", "ask")
    assert decision.faq_id is None
    assert decision.version_id is None
    assert decision.confidence < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "こんにちは",
        "どうもありがとう",
        "asdfgh",
        "ああああ",
        "。。。",
        "",
        "  ",
        "明日の大阪は晴れますか",
        "カレーの作り方",
        "犬の散歩",
    ],
)
def test_greetings_gibberish_and_small_talk_get_nothing(desk: Desk, three: AnswerIndex, text: str) -> None:
    decision = desk.ask(three, text)
    assert (decision.kind, decision.choices) == ("none", ())


def test_one_faq_alone_offers_itself_for_its_own_question_and_no_other(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index({PASSWORD: texts[PASSWORD]})
    own = desk.ask(index, "パスワードを失念してしまいました")
    assert (own.kind, [choice.faq_id for choice in own.choices]) == ("ask", [PASSWORD])
    for text in ("頼んだものがまだ手元に来ていません", "返品したい", "こんにちは", "asdfgh"):
        assert desk.ask(index, text).kind == "none"


@pytest.mark.parametrize("phrasings", [1, 3])
def test_few_phrasings_an_faq_are_enough_to_begin_with(
    desk: Desk, texts: dict[int, tuple[str, ...]], phrasings: int
) -> None:
    index = desk.index({faq: said[:phrasings] for faq, said in texts.items()})
    for text, faq in (
        ("パスワードを忘れてしまいました", PASSWORD),
        ("頼んだものがまだ手元に来ていません", ARRIVAL),
        ("領収書は発行してもらえますか", RECEIPT),
    ):
        decision = desk.ask(index, text)
        assert (decision.kind, decision.choices[0].faq_id) == ("ask", faq)
    assert desk.ask(index, "返品したい").kind != "answer"
    assert desk.ask(index, "カレーの作り方").kind == "none"


def test_an_approved_phrasing_is_answered_where_fresh_words_only_get_a_suggestion(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    for faq, phrasings in texts.items():
        for text in phrasings:
            decision = desk.ask(three, text)
            assert (decision.kind, decision.faq_id, decision.reason) == ("answer", faq, "approved_words")
            assert decision.version_id == faq * 10
