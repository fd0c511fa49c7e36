"""Three FAQs with ten approved phrasings each: customer Hanako asks in words nobody has approved."""

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
def test_a_question_in_fresh_words_gets_the_approved_answer(
    desk: Desk, three: AnswerIndex, faq: int, text: str
) -> None:
    decision = desk.ask(three, text)
    assert (decision.kind, decision.faq_id, decision.version_id) == ("answer", faq, faq * 10)
    assert decision.confidence >= decision.threshold
    assert decision.choices[0].faq_id == faq
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


def test_one_faq_alone_answers_its_own_question_and_no_other(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index({PASSWORD: texts[PASSWORD]})
    assert desk.ask(index, "パスワードを失念してしまいました").kind == "answer"
    assert desk.ask(index, "頼んだものがまだ手元に来ていません").kind != "answer"


def test_three_phrasings_an_faq_are_enough_to_begin_with(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index({faq: phrasings[:3] for faq, phrasings in texts.items()})
    assert desk.ask(index, "パスワードを失念してしまいました").faq_id == PASSWORD
    assert desk.ask(index, "返品したい").kind != "answer"


def test_an_faq_with_its_question_alone_offers_itself(desk: Desk, texts: dict[int, tuple[str, ...]]) -> None:
    index = desk.index({faq: phrasings[:1] for faq, phrasings in texts.items()})
    assert desk.ask(index, "パスワードを忘れてしまいました").choices[0].faq_id == PASSWORD
    assert desk.ask(index, "カレーの作り方").kind == "none"
