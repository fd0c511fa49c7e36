"""What a page shows as left out of a letter."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.text import demand_of, read_demand

LINES = [
    *(
        "お世話になっております。",
        "〇〇の山田です。",
        "突然のご連絡失礼いたします。",
        "件名: 請求書の件",
        "いつも利用しています。",
    ),
    *(
        "請求書の宛名を変更できますか？",
        "ﾛｸﾞｲﾝできません｡",
        "E-203 が出ます。3.5 です",
        "> 前のメール",
        "＞ もっと前",
        "----------",
    ),
    *(
        "Hi team,",
        "Hello, I can't log in.",
        "How do I export invoices?",
        "Hope you are well.",
        "Kind regards,",
        "John Smith",
    ),
    *(
        "株式会社ひかり",
        "鈴木 一郎",
        "TEL 03-0000-0000",
        "以上、よろしくお願いいたします。",
        "-----Original Message-----",
        "",
    ),
]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(cut.kind, cut.text) for cut in read_demand(text).cut]


def test_a_japanese_letter_is_taken_apart_in_reading_order() -> None:
    letter = (
        "お世話になっております。\n〇〇の山田です。\n\n突然のご連絡失礼いたします。\n"
        "いつも利用しています。\n"
        "請求書の宛名を変更したいのですが、どこから手続きできますか。\n\n"
        "> 発送しました。\n＞ ３日後に届きます。\n\n"
        "お手数ですが、ご確認のほどお願いいたします。\n以上、よろしくお願いいたします。\n\n"
        "-- \n山田太郎\nyamada@example.jp"
    )
    assert read_demand(letter).questions == ("請求書の宛名を変更したいのですが、どこから手続きできますか。",)
    assert kinds(letter) == [
        ("greeting", "お世話になっております。"),
        ("introduction", "〇〇の山田です。"),
        ("greeting", "突然のご連絡失礼いたします。\nいつも利用しています。"),
        ("quote", "> 発送しました。\n＞ ３日後に届きます。"),
        ("closing", "お手数ですが、ご確認のほどお願いいたします。\n以上、よろしくお願いいたします。"),
        ("signature", "--\n山田太郎\nyamada@example.jp"),
    ]


def test_an_english_letter_is_taken_apart_in_reading_order() -> None:
    letter = (
        "Hi there,\n\nHope you are well.\n"
        "My name is John Smith and I ordered a lamp last week. Where is it?\n\n"
        "Kind regards,\nJohn Smith\nAcme Ltd.\n\nSent from my iPhone\n\n"
        "On Mon, 3 Nov 2025, Mia wrote:\n> Thank you."
    )
    assert read_demand(letter).questions == ("I ordered a lamp last week. Where is it?",)
    assert kinds(letter) == [
        ("greeting", "Hi there,\nHope you are well."),
        ("introduction", "My name is John Smith and"),
        ("closing", "Kind regards,"),
        ("signature", "John Smith\nAcme Ltd.\nSent from my iPhone"),
        ("quote", "On Mon, 3 Nov 2025, Mia wrote:\n> Thank you."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "いつも大変お世話になっております。",
        "御世話になっております！",
        "お疲れさまでございます。",
        "はじめてご連絡いたします。",
        "夜分遅くに恐れ入ります。",
        "貴社ますますご清栄のこととお慶び申し上げます。",
        "いつも御社のアプリを利用しております。",
        "Dear Sir or Madam,",
        "To whom it may concern:",
        "Ｈｅｌｌｏ，",
        "I hope this message finds you well.",
    ],
)
def test_greetings_are_cut(sentence: str) -> None:
    assert kinds(sentence + "\n領収書を再発行できますか") == [("greeting", sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "株式会社ひかりの鈴木です。",
        "ﾐﾄﾞﾘ商事の田中です｡",
        "営業部の佐々木でございます。",
        "ミナト商会の森です。",
        "小田切と申します。",
        "山田と申しますが、",
        "My name is Mia Lee.",
        "I'm Tom from Acme.",
    ],
)
def test_introductions_are_cut(sentence: str) -> None:
    assert kinds(sentence + "\n領収書を再発行できますか") == [("introduction", sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "お手数ですが、何卒よろしくお願い申し上げます。",
        "ご多忙のところ恐縮ですが、ご返信いただけますと幸いです。",
        "恐れ入りますが、ご回答のほどよろしくお願いいたします。",
        "以上2点、ご確認をお願いいたします。",
        "取り急ぎ用件のみにて失礼いたします。",
        "大変お手数をおかけいたしますが、ご確認ください。",
        "先日は早速のご返信ありがとうございました。",
        "Any help would be appreciated.",
        "Thanks in advance!",
    ],
)
def test_closings_are_cut(sentence: str) -> None:
    assert kinds("領収書を再発行できますか\n" + sentence) == [("closing", sentence)]


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----",
        "2026年11月22日(日) 10:15 サポート窓口 <help@example.com>: wrote",
        "2026/11/22 10:15、サポート窓口 <help@example.com> のメール：",
        "差出人: サポート窓口\n送信日時: 2026年11月20日\n宛先: 山田",
        "---------- Forwarded message ---------",
        "On Mon, 3 Nov 2025 at 10:00, Mia <mia@example.com>\nwrote:",
    ],
)
def test_the_letter_that_is_answered_is_a_quote(head: str) -> None:
    letter = f"まだ届きません。\n\n{head}\n\n発送しました。届きましたか？"
    assert demand_of(letter) == "まだ届きません。"
    assert [kind for kind, _ in kinds(letter)] == ["quote"]


@pytest.mark.parametrize(
    "line", ["Sent from my iPhone", "iPhoneから送信", "Get Outlook for Android", "山田 太郎"]
)
def test_the_last_line_of_a_telephone_is_a_signature(line: str) -> None:
    assert kinds(f"領収書を再発行できますか。\n\n{line}") == [("signature", line)]


def test_thanks_above_the_matter_and_below_it_are_two() -> None:
    letter = "Thanks for getting back to me. It still crashes.\n\nBest,\nAnna Müller\n+49 30 123456"
    assert demand_of(letter) == "It still crashes."
    assert kinds(letter) == [
        ("closing", "Thanks for getting back to me."),
        ("closing", "Best,"),
        ("signature", "Anna Müller\n+49 30 123456"),
    ]


def test_a_rule_with_a_question_below_it_ends_nothing() -> None:
    letter = (
        "エラーが出ます。\n--------\nError 500\n--------\n対処方法を教えてください。\n"
        "--------\n佐藤 花子\nTEL 03-0000-0000"
    )
    assert demand_of(letter) == "エラーが出ます。Error 500 対処方法を教えてください。"
    assert kinds(letter) == [("signature", "--------\n佐藤 花子\nTEL 03-0000-0000")]


@pytest.mark.parametrize(
    "text",
    [
        "I hope you can reset my password.",
        "解約済みのお客様。領収書がほしいとのこと。",
        "至急ご対応を。店が開きません",
    ],
)
def test_what_only_looks_like_a_courtesy_stays(text: str) -> None:
    assert read_demand(text).cut == ()


def test_a_subject_loses_its_label_only() -> None:
    assert read_demand("件名：Ｒｅ：配送先の変更").questions == ("配送先の変更",)
    assert demand_of("Subject: refund\nWhere is it?") == "refund Where is it?"


@settings(max_examples=100)
@given(st.lists(st.sampled_from(LINES), max_size=10).map("\n".join))
def test_nothing_written_is_lost(text: str) -> None:
    demand = read_demand(text)
    shown = "".join([*demand.questions, *(cut.text for cut in demand.cut)])
    missing = Counter(filter(str.isalnum, text)) - Counter(filter(str.isalnum, shown))
    assert not missing
    assert "".join(demand.questions).replace(" ", "") == demand_of(text).replace(" ", "")
