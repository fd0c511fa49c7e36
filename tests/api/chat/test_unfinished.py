"""Which messages look as if their writer goes on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.chat.unfinished import looks_unfinished, without_openings


@pytest.mark.parametrize(
    "text",
    [
        "こんにちは",
        "こんにちは。",
        "ｺﾝﾆﾁﾊ、",
        "お世話になっております。",
        "すみません",
        "質問があります。",
        "請求書",
        "請求書の",
        "パスワードを忘れたのですが",
        "昨日から入れなくて",
        "先月の分で、",
        "すみません、請求書の件なんですけど",
        "IP制限についてなんですが、",
        "えっと…",
        "hello",
        "Hi there!",
        "I have a question",
        "password",
        "it does not work because",
        "I was charged twice, and",
    ],
)
def test_more_is_to_come(text: str):
    assert looks_unfinished(text)


@pytest.mark.parametrize(
    "text",
    [
        "請求書はどこで見られますか",
        "パスワードを忘れました",
        "ログインできない",
        "解約したい",
        "再発行の方法を教えて",
        "費用ってどこから申請するの",
        "送料は？",
        "はい",
        "いいえ",
        "ありがとうございます",
        "けいひしんせいのやりかたおしえて",
        "課長がいない部署だけ承認がずっと止まっているんですけど…",
        "スマホアプリだけ例外にできますか？営業が外で打刻するので",
        "パスワードが違うって言われる。昨日まで同じので入れてたのに",
        "INV-2024-0012",
        "１２３４",
        "👍",
        "?",
        "yes",
        "Thank you!",
        "how do i reset my password",
        "what is this charge for",
        "where is the invoice?",
    ],
)
def test_it_is_whole(text: str):
    assert not looks_unfinished(text)


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        ("こんにちは\nパスワードを忘れました", "パスワードを忘れました"),
        ("Hello!\nI have a question\nwhere is my invoice?", "where is my invoice?"),
        ("請求書\nどこですか", "請求書\nどこですか"),
        ("こんにちは\nすみません", "こんにちは\nすみません"),
        ("請求書はどこですか\nこんにちは", "請求書はどこですか\nこんにちは"),
    ],
)
def test_an_opening_adds_nothing_to_the_question_after_it(whole: str, told: str):
    assert without_openings(whole) == told


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_text_gets_an_answer_and_a_question_mark_makes_it_whole(text: str):
    looks_unfinished(text)
    assert not looks_unfinished(f"請求書について{text}ですか？")
