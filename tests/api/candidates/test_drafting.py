"""A draft answer from what people replied: what recurs, without what belongs to one customer."""

import re

import pytest

from api.candidates.sentences import masked
from api.candidates.suggestion import suggest

REPLIES = (
    "高梨様、お問い合わせありがとうございます。「設定」の「パスワードの再設定」を押してください。"
    "確認したところ、昨日ロックされておりました。リンクは60分有効です。",
    "「設定」から「パスワードの再設定」を押してください。受付番号は A-48210 です。リンクは60分で切れます。",
    "パスワードの再設定は「設定」から行えます。「パスワードの再設定」を押してください。",
    "お待たせいたしました。本日12月3日に再発行いたしました。ご確認ください。",
)


def test_sentences_that_recur_are_taken_once_with_the_replies_that_say_so():
    found = suggest(REPLIES, "ja")
    assert found.recurring
    assert found.answer.count("再設定」を押してください") <= 2
    assert "60分" in found.answer
    pressed = next(one for one in found.sentences if "押してください" in one.text)
    assert len(set(pressed.replies)) == len(pressed.replies) >= 2


def test_courtesies_names_and_what_was_done_for_one_customer_stay_out():
    answer = suggest(REPLIES, "ja").answer
    for one_off in ("高梨", "ありがとう", "昨日", "A-48210", "12月3日", "お待たせ"):
        assert one_off not in answer


def test_sentences_come_in_the_order_in_which_replies_say_them():
    answer = suggest(REPLIES, "ja").answer
    assert answer.index("押してください") < answer.index("60分")


def test_where_nothing_recurs_it_is_one_reply_with_its_details_masked():
    found = suggest(("設定を開いてください。番号は A-48210 です。", "Go to the billing page."), "ja")
    assert not found.recurring
    assert found.answer == "設定を開いてください。番号は […] です。"
    assert found.masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("リンクは60分有効です。", "リンクは60分有効です。"),
        ("12月3日に届きます。", "[…]に届きます。"),
        ("https://example.com/orders/48210 をご覧ください。", "[…] をご覧ください。"),
        ("https://example.com/help をご覧ください。", "https://example.com/help をご覧ください。"),
        ("E-203 と出ます。160分です。", "[…] と出ます。[…]分です。"),
    ],
)
def test_only_details_that_two_replies_name_are_kept(text, shown):
    replies = (text, "リンクは60分で切れます。https://example.com/help", "60分です。https://example.com/help")
    assert masked(text, replies, "ja") == shown


def test_without_a_reply_there_is_no_draft():
    assert suggest((), "ja") is None


def test_the_page_shows_where_each_sentence_comes_from(sign_in, password):
    suzuki = sign_in("suzuki")
    page = suzuki.get(f"/staff/candidates/{password}").text
    assert re.search("[34] 件の担当者の返信から作った下書きです", page)
    assert "出典を見る" in page
    answer = suzuki.get(f"/api/candidates/{password}").json()["suggestion"]["answer_ja"]
    assert "60分有効" in answer
    assert "高梨" not in answer


def test_what_the_bot_said_is_never_a_source(sign_in, invoice):
    draft = sign_in("suzuki").get(f"/api/candidates/{invoice}").json()["suggestion"]
    assert draft["answer_en"] == "You find it under Settings > Billing."
