"""What was typed and not sent is there again in the same tab."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_regrouping import candidates

__all__ = ["candidates"]
pytestmark = pytest.mark.browser
TYPED = "ログイン画面の「パスワードを忘れた方」から、新しいものを設定できます。"


def test_a_half_written_answer_outlives_another_decision_on_the_page(page: Page, candidates: dict[str, int]):
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{candidates['password']}")
    answer = page.locator("textarea[name=answer_ja]")
    drafted = answer.input_value()
    answer.fill(TYPED)
    page.get_by_label("選ぶ", exact=True).first.check()
    page.get_by_role("button", name="この候補から外す").click()
    expect(page.locator("#notice")).to_contain_text("この候補から外しました")
    expect(answer).to_have_value(TYPED)
    page.get_by_role("button", name="元の文章にする").click()
    expect(answer).to_have_value(drafted)
    page.reload()
    expect(answer).to_have_value(drafted)
    expect(page.get_by_text("書きかけの文章を戻しました。")).to_have_count(0)


def test_what_was_sent_does_not_come_back(page: Page):
    sign_in(page, "suzuki")
    page.goto("/staff/faqs/new")
    question, answer = page.locator("[name=question_ja]"), page.locator("textarea[name=answer_ja]")
    question.fill("請求書はいつ届きますか?")
    page.reload()
    expect(question).to_have_value("請求書はいつ届きますか?")
    answer.fill("毎月5営業日です。")
    page.get_by_role("button", name="公開する").click()
    page.wait_for_url(re.compile(r"/staff/faqs/\d+"))
    page.goto("/staff/faqs/new")
    expect(question).to_have_value("")
