"""Questions to begin with, and FAQs found while the customer writes."""

import pytest
from playwright.sync_api import Locator, Page, expect

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish

pytestmark = pytest.mark.browser
QUESTIONS = {
    "パスワードを忘れました": "How do I reset my password?",
    "パスワードの長さを変えたい": None,
    "請求書はどこで見られますか": "Where are my invoices?",
}


@pytest.fixture(autouse=True)
def faqs(house) -> None:
    """Three FAQs; two of them in English too."""
    with transaction(house.sessions) as session:
        for question, english in QUESTIONS.items():
            draft = Draft(
                question_ja=question,
                answer_ja=f"{question}: 設定の画面です。",
                question_en=english,
                answer_en=english and "On the settings page.",
                phrasings=(),
            )
            publish(session, None, draft, author_id=None, now=house.clock())


@pytest.fixture
def widget(page: Page) -> Locator:
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    return page.get_by_role("dialog")


def found(widget: Locator) -> Locator:
    return widget.get_by_role("group", name="この質問でしょうか").get_by_role("button")


def box_of(widget: Locator) -> Locator:
    return widget.get_by_label("メッセージ", exact=True)


def test_the_first_screen_suggests_the_faqs_and_a_click_asks_one(widget: Locator, desk):
    suggested = widget.get_by_role("group", name="よくあるご質問").get_by_role("button")
    expect(suggested).to_have_count(3)
    suggested.get_by_text("請求書はどこで見られますか").click()
    expect(widget.locator(".customer time")).to_have_count(1)
    assert desk.heard() == ["請求書はどこで見られますか"]


def test_suggestions_are_in_the_language_of_the_page(page: Page):
    page.goto("/demo?lang=en")
    page.get_by_role("button", name="Open the chat").click()
    suggested = page.get_by_role("group", name="People often ask").get_by_role("button")
    expect(suggested).to_have_count(2)


def test_a_page_that_nobody_opens_the_widget_on_asks_for_no_suggestions(page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/widget/" in request.url else None)
    page.goto("/demo")
    expect(page.get_by_role("button", name="お問い合わせを開く")).to_be_visible()
    page.wait_for_timeout(500)
    assert asked == []


def test_faqs_appear_while_the_customer_writes_and_one_is_chosen_by_keyboard(
    widget: Locator, page: Page, desk
):
    box_of(widget).press_sequentially("パスワード")
    expect(found(widget)).to_have_count(2)
    expect(widget.get_by_role("status").filter(has_text="似た質問が 2 件あります")).to_have_count(1)
    box_of(widget).press("ArrowUp")
    expect(found(widget).last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box_of(widget)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    chosen = found(widget).first.inner_text()
    page.keyboard.press("Enter")
    expect(widget.locator(".customer time")).to_have_count(1)
    expect(box_of(widget)).to_have_value("")
    expect(box_of(widget)).to_be_focused()
    assert desk.heard() == [chosen]


def test_enter_sends_what_was_written_and_not_what_was_found(widget: Locator, desk):
    box_of(widget).press_sequentially("請求書")
    expect(found(widget)).to_have_count(1)
    box_of(widget).press("Enter")
    expect(widget.locator(".customer time")).to_have_count(1)
    expect(found(widget)).to_have_count(0)
    assert desk.heard() == ["請求書"]


def test_escape_closes_the_list_and_leaves_the_words(widget: Locator, page: Page):
    box_of(widget).press_sequentially("パスワード")
    expect(found(widget)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(found(widget)).to_have_count(0)
    expect(widget).to_be_visible()
    expect(box_of(widget)).to_have_value("パスワード")


def test_half_composed_words_are_not_looked_up(widget: Locator, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/widget/faqs" in request.url else None)
    box_of(widget).focus()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "ぱすわーど", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(600)
    assert asked == []
    ime.send("Input.insertText", {"text": "パスワード"})
    expect(found(widget)).to_have_count(2)


def test_while_a_choice_is_open_what_is_written_is_a_reply(widget: Locator, page: Page, desk):
    box_of(widget).fill("ログイン")
    box_of(widget).press("Enter")
    expect(widget.locator(".row.system")).to_have_count(1)
    button = {"label": "どれでもない", "choice": {"kind": "none_of_these"}}
    desk.say("どちらでしょうか。", act="clarification", buttons=[button])
    expect(widget.get_by_role("button", name="どれでもない")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/widget/faqs" in request.url else None)
    box_of(widget).press_sequentially("パスワード")
    page.wait_for_timeout(600)
    assert asked == []
    expect(found(widget)).to_have_count(0)
