"""An editor at the desk by keyboard alone, with real Rasa: what is approved is what customers then get."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_review_keys import Keys
from tests.journeys.conftest import Madoguchi
from tests.journeys.pages import open_page
from tests.journeys.people import Colleague, Customer, Message

pytestmark = [pytest.mark.rasa, pytest.mark.browser, pytest.mark.timeout(900)]
PATIENCE = 60.0


def reply_to(hanako: Customer, question: str, faq_id: int) -> Message:
    """What the bot says to a question; a button of this FAQ is pressed when it asks back."""
    reply = hanako.ask(question)
    mine = [b for b in reply["content"].get("buttons", ()) if b["choice"].get("faq_id") == faq_id]
    if reply["content"]["act"] == "clarification" and mine:
        said = hanako.press(mine[0])
        reply = hanako.wait_for(lambda m: m["author"] == "bot" and m["seq"] > said["seq"])
    return reply


def decide_next(page: Page, candidate: str) -> None:
    """Wait until the decision on a candidate is made and the next one's keys work."""
    page.wait_for_url(re.compile(rf"/staff/candidates/\d+\?decided={candidate}$"))
    expect(page.locator("[data-help]")).to_be_visible()


def test_ten_decisions_by_keys_and_each_of_five_approvals_is_answered(
    browser: Browser, madoguchi: Madoguchi, suzuki: Colleague, hanako: Customer
):
    page = open_page(browser, madoguchi)
    keys = Keys(page)
    page.goto("/staff/sign-in")
    expect(page.locator("[name=email]")).to_be_focused()
    keys.types("suzuki@hinata.example")
    keys("Tab")
    keys.types("madoguchi")
    keys("Enter")
    page.wait_for_url("**/staff/candidates*")
    keys("j", "Enter")
    for place in range(10):
        page.wait_for_url(re.compile(r"/staff/candidates/\d+"))
        expect(page.locator("[data-help]")).to_be_visible()
        candidate = re.findall(r"/candidates/(\d+)", page.url)[0]
        if place % 2:
            keys("x")
            keys.types("一時的な出来事")
            keys("Enter")
            decide_next(page, candidate)
            continue
        code = suzuki.get(f"/api/candidates/{candidate}").json()["language"]
        answer = f"{place + 1}番目に承認した答えです。画面の案内に沿ってお進みください。"
        question = page.locator(f"[name=question_{code}]").input_value()
        keys("a")
        while not page.locator(f"[name=answer_{code}]").evaluate("box => box === document.activeElement"):
            keys("Tab")
        keys("Control+a")
        keys.types(answer)
        keys("Control+Enter")
        decide_next(page, candidate)
        faq_id = suzuki.get(f"/api/candidates/{candidate}").json()["faq_id"]
        end = time.monotonic() + PATIENCE
        while (reply := reply_to(hanako, question, faq_id))["text"] != answer:
            assert time.monotonic() < end, (question, reply)
    assert keys.pressed < 100, keys.pressed
