import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_clustering.text import demand_of


@pytest.mark.parametrize(
    ("letter", "demand"),
    [
        (
            "お世話になっております。\n株式会社みどり野製作所 総務の高梨です。\n\n領収書を再発行できますか。"
            "\n\nお手数ですがよろしくお願いいたします。\n\n――――\n高梨 花子\nTEL 03-0000-4821",
            "領収書を再発行できますか。",
        ),
        (
            "はじめまして、小田切と申します。\n初期パスワードを忘れました。",
            "初期パスワードを忘れました。",
        ),
        ("こんにちは、田中です。領収書をください", "領収書をください"),
        ("請求書が届きません。\n\n北斗エンジ株式会社 情シス 笹\nsasa@example.co.jp", "請求書が届きません。"),
        ("入電。打刻ができないとのこと。", "打刻ができないとのこと。"),
        ("> 前のメールです\nまだ直りません。", "まだ直りません。"),
        (
            "Hi team,\n\nHow do I export shifts?\n\nKind regards,\nMarit",
            "How do I export shifts?",
        ),
        ("Hello, I can't log in. Thanks in advance!", "I can't log in."),
        (
            "Still broken.\n\nOn Mon, 3 Nov 2025, Sato wrote:\n> Please restart the app.",
            "Still broken.",
        ),
    ],
)
def test_what_is_asked_is_cut_out_of_the_letter(letter, demand):
    assert demand_of(letter) == demand


@pytest.mark.parametrize(
    "text",
    [
        "返金をよろしくお願いします",
        "注文のキャンセルです",
        "株式会社の登録を変えたい",
        "エラーが出ます。\nE-1043",
        "version 3.5 on example.com fails",
    ],
)
def test_a_request_that_looks_polite_is_kept(text):
    assert demand_of(text).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("text", ["ありがとうございます", "お世話になっております。", "Thanks!", "Hi"])
def test_courtesy_alone_comes_back_whole(text):
    assert demand_of(text) == text


@given(st.text())
def test_a_text_with_something_in_it_never_becomes_empty(text):
    assert bool(demand_of(text)) == bool(text.strip())
