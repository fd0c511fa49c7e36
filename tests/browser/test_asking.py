"""Staff ask the bot by keyboard, in Japanese, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from api.answers.serving import Serving
from api.faqs.models import FaqVersion
from api.house import House
from tests.api.improving.conftest import faqs as faqs
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
QUESTION = "パスワードを忘れました"


@pytest.fixture
def served(house: House, faqs: dict[str, FaqVersion]) -> dict[str, FaqVersion]:
    """FAQs whose vectors are there before the application starts."""
    Serving(house).refresh()
    return faqs


def type_with_ime(page: Page, text: str) -> None:
    """Compose `text` and press the Enter that ends the composition."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": text, "selectionStart": 0, "selectionEnd": len(text)})
    for kind in ("rawKeyDown", "keyUp"):
        key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
        devtools.send("Input.dispatchKeyEvent", {"type": kind, **key})
    devtools.send("Input.insertText", {"text": text})


def test_enter_asks_but_not_while_an_ime_composes(page: Page, served: dict[str, FaqVersion]):
    sign_in(page)
    page.get_by_role("link", name="ボットに聞く").click()
    field = page.get_by_role("textbox", name="質問")
    expect(field).to_be_focused()
    expect(page.locator(".tries a").first).to_have_text(QUESTION)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "ask?q=" in request.url else None)

    type_with_ime(page, QUESTION)
    expect(field).to_have_value(QUESTION)
    # The key as Safari sends it: the composition is over, the code still says that an IME took it.
    taken = field.evaluate(
        "field => !field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))"
    )
    assert taken
    page.wait_for_timeout(300)
    assert asked == []

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="このまま回答します")).to_be_visible()
    assert len(asked) == 1
    expect(page.locator(".preview")).to_contain_text("の答え")
    link = page.locator("td a").first
    expect(link).to_have_attribute("href", f"/staff/faqs/{served['password'].faq_id}")
    expect(page).to_have_url(re.compile(r"/staff/answers/ask\?q="))


def test_what_was_asked_in_this_tab_can_be_asked_again(new_page, served: dict[str, FaqVersion]):
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    sign_in(page)
    page.goto("/staff/answers/ask")
    field = page.get_by_role("textbox", name="質問")
    recent = page.locator("[data-recent] a")
    expect(page.locator("[data-recent]")).to_be_hidden()
    for number in range(11):
        field.fill(f"今日の天気は{number}")
        field.press("Enter")
        expect(recent.first).to_have_text(f"今日の天気は{number}")
    expect(recent).to_have_count(10)
    expect(recent.last).to_have_text("今日の天気は1")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    recent.last.click()
    expect(recent.first).to_have_text("今日の天気は1")
    expect(field).to_have_value("今日の天気は1")
    expect(page.get_by_role("heading", name="担当者につなぎます")).to_be_visible()
    page.get_by_role("button", name="消去する").click()
    expect(page.locator("[data-recent]")).to_be_hidden()

    other = page.context.new_page()
    other.goto("/staff/answers/ask")
    expect(other.locator("[data-recent]")).to_be_hidden()


def test_a_question_that_is_too_long_is_told_and_stays(page: Page, served: dict[str, FaqVersion]):
    sign_in(page)
    page.goto("/staff/answers/ask")
    field = page.get_by_role("textbox", name="質問")
    field.fill("あ" * 4001)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("質問は4,000文字までです。")
    assert len(field.input_value()) == 4001


def test_it_works_without_javascript(new_page, served: dict[str, FaqVersion]):
    page = new_page(java_script_enabled=False)
    sign_in(page)
    page.goto("/staff/answers/ask")
    page.get_by_role("textbox", name="質問").fill(QUESTION)
    page.get_by_role("textbox", name="質問").press("Enter")
    expect(page.get_by_role("heading", name="このまま回答します")).to_be_visible()
    expect(page.get_by_role("textbox", name="質問")).to_have_value(QUESTION)
