"""Customer Hanako in the widget and agent Sato in the console, in two browsers at once, with real Rasa."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Madoguchi
from tests.journeys.pages import open_page, sign_in, take_a_person

pytestmark = [pytest.mark.rasa, pytest.mark.browser, pytest.mark.timeout(600)]


def test_an_faq_is_approved_asked_and_a_person_takes_over_live(browser: Browser, madoguchi: Madoguchi):
    suzuki, hanako, sato = (open_page(browser, madoguchi) for _ in range(3))

    # The editor approves the topic that costs most.
    sign_in(suzuki, "suzuki")
    suzuki.goto("/staff/candidates?lang=ja")
    suzuki.locator("a[data-row]").first.click()
    answer = suzuki.locator("textarea[name=answer_ja]")
    answer.fill("アプリを最新版に更新し、端末を再起動してからお試しください。")
    suzuki.get_by_role("button", name="承認").first.click()
    # The next candidate of the queue is there, and the decision can be taken back.
    expect(suzuki).to_have_url(re.compile(r"/staff/candidates/\d+\?decided="))
    expect(suzuki.get_by_role("button", name="元に戻す").first).to_be_visible()

    # The customer asks what the bot knows, and marks it solved.
    hanako.goto("/demo")
    hanako.get_by_role("button", name="お問い合わせを開く").click()
    widget = hanako.get_by_role("dialog")
    box = widget.get_by_label("メッセージ", exact=True)
    box.fill("パスワードが思い出せません")
    box.press("Enter")
    widget.get_by_role("button", name="解決しました").click()
    expect(widget.get_by_role("button", name="解決しました")).to_have_count(0)

    # Then something foreign: a person is offered, and taken. The word in it moves the bot a little, and so do
    # the FAQs that were approved before: it may suggest something first.
    word = uuid4().hex[:6]
    box.fill(f"社員旅行で行く温泉のおすすめを教えて {word}")
    box.press("Enter")
    take_a_person(widget)
    expect(widget).to_contain_text("お待ちください")

    # The agent finds her in the inbox, claims and replies; she sees it live.
    sign_in(sato, "sato")
    sato.goto(f"/staff/inbox?q={word}")
    sato.locator("#queue a[data-row]").first.click()
    expect(sato.locator("#thread")).to_contain_text(word)
    sato.get_by_role("button", name="担当する").click()
    expect(widget).to_contain_text("佐藤")
    sato.locator("textarea[name=text]").fill("担当の佐藤です。あいにく旅行のご案内はできかねます。")
    sato.locator("textarea[name=text]").press("Control+Enter")
    expect(widget.get_by_text("あいにく旅行のご案内はできかねます")).to_have_count(1)

    # She answers; it reaches the agent's open page without a reload; the bot keeps silent.
    box.fill("そうですよね、ありがとうございます！")
    box.press("Enter")
    expect(sato.locator("#thread")).to_contain_text("そうですよね")
    sato.get_by_role("button", name="完了").first.click()
    expect(widget.locator(".row.system").last).to_be_visible()

    # After a reload the history is there, once.
    hanako.reload()
    expect(hanako.get_by_role("dialog").get_by_text("あいにく旅行のご案内はできかねます")).to_have_count(1)
    expect(hanako.get_by_role("dialog").get_by_text("そうですよね")).to_have_count(1)
