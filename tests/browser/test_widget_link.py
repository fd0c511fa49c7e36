"""Nothing is lost and nothing doubled, whatever the network and the browser do."""

import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser
QUESTION = "立て替えた経費は、いつ戻りますか？"
ANSWER = "毎月25日に振り込みます。"


@pytest.fixture
def widget(page: Page) -> Locator:
    """The widget with one question asked."""
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    write(page, QUESTION)
    # No bot runs: the notice that says so comes first, so that it does not come in between.
    expect(page.locator(".row.system")).to_have_count(1)
    return page.get_by_role("dialog")


def write(page: Page, text: str) -> None:
    box = page.get_by_label("メッセージ", exact=True)
    box.fill(text)
    box.press("Enter")


def test_a_reply_appears_by_itself(widget: Locator, desk):
    desk.say(ANSWER)
    expect(widget.get_by_text(ANSWER)).to_have_count(1)


def test_the_history_survives_a_reload(widget: Locator, page: Page, desk):
    desk.say(ANSWER)
    expect(widget.get_by_text(ANSWER)).to_be_visible()
    page.reload()
    expect(widget.get_by_text(QUESTION)).to_have_count(1)
    expect(widget.get_by_text(ANSWER)).to_have_count(1)
    assert desk.heard() == [QUESTION]


def test_where_storage_is_blocked_the_widget_still_talks(page: Page, desk):
    page.add_init_script(
        "for (const area of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, area, {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    write(page, QUESTION)
    expect(page.locator(".customer time")).to_have_count(1)
    desk.say(ANSWER)
    expect(page.get_by_text(ANSWER)).to_have_count(1)


def test_a_reply_given_while_the_page_is_offline_arrives_once_after_it(widget: Locator, page: Page, desk):
    page.context.set_offline(True)
    expect(widget.get_by_text("インターネットにつながっていません")).to_be_visible()
    desk.say(ANSWER)
    page.wait_for_timeout(300)
    expect(widget.get_by_text(ANSWER)).to_have_count(0)
    page.context.set_offline(False)
    expect(widget.get_by_text(ANSWER)).to_have_count(1)
    desk.say("ほかにございますか？")
    expect(widget.get_by_text("ほかにございますか？")).to_have_count(1)
    expect(widget.get_by_text(ANSWER)).to_have_count(1)


def test_what_is_written_offline_is_sent_once_the_page_is_back(widget: Locator, page: Page, desk):
    page.context.set_offline(True)
    write(page, "まだ届いていません。")
    expect(widget.get_by_text("送信中…")).to_be_visible()
    assert desk.heard() == [QUESTION]
    page.context.set_offline(False)
    expect(page.locator(".customer time")).to_have_count(2)
    assert desk.heard() == [QUESTION, "まだ届いていません。"]


def test_what_was_on_its_way_at_a_reload_is_sent_after_it(widget: Locator, page: Page, desk):
    page.context.set_offline(True)
    write(page, "まだ届いていません。")
    expect(widget.get_by_text("送信中…")).to_be_visible()
    # A reload needs the network: another page of the same tab stands in for it.
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".customer time")).to_have_count(2)
    assert desk.heard() == [QUESTION, "まだ届いていません。"]


def test_a_message_whose_receipt_was_lost_is_not_said_twice(widget: Locator, page: Page, desk):
    lost = []

    def lose_the_receipt(route: Route) -> None:
        route.fetch()
        lost.append(route)
        route.abort()

    page.route("**/widget/conversations/*/messages", lose_the_receipt, times=1)
    write(page, "二重になりませんか？")
    expect(page.locator(".customer time")).to_have_count(2)
    expect(widget.get_by_text("二重になりませんか？")).to_have_count(1)
    page.wait_for_timeout(1500)
    assert lost
    assert desk.heard() == [QUESTION, "二重になりませんか？"]


def test_a_refused_message_can_be_sent_again(widget: Locator, page: Page, desk):
    refusal = {"status": 429, "json": {"detail": "slow down"}}
    page.route("**/widget/conversations/*/messages", lambda route: route.fulfill(**refusal), times=1)
    write(page, "急いでいます。")
    expect(widget.get_by_text("少し間をおいてお送りください。")).to_be_visible()
    widget.get_by_role("button", name="もう一度送る").click()
    expect(page.locator(".customer time")).to_have_count(2)
    assert desk.heard() == [QUESTION, "急いでいます。"]


def test_another_tab_shows_the_same_conversation(widget: Locator, page: Page, desk):
    other = page.context.new_page()
    other.goto("/demo")
    other.get_by_role("button", name="お問い合わせを開く").click()
    expect(other.get_by_role("dialog").get_by_text(QUESTION)).to_have_count(1)
    write(other, "別のタブからです。")
    expect(widget.get_by_text("別のタブからです。")).to_have_count(1)
    assert desk.heard() == [QUESTION, "別のタブからです。"]


def test_replies_to_a_closed_widget_are_counted_on_its_button(widget: Locator, page: Page, desk):
    page.keyboard.press("Escape")
    before = page.locator(".launcher .badge")
    expect(before).to_be_hidden()
    desk.say(ANSWER)
    button = page.get_by_role("button", name="お問い合わせを開く（未読")
    expect(button).to_be_visible()
    button.click()
    expect(widget.get_by_text(ANSWER)).to_be_visible()
    page.keyboard.press("Escape")
    expect(before).to_be_hidden()


def test_a_visitor_whom_we_no_longer_know_begins_anew(widget: Locator, page: Page, desk, session):
    session.connection().exec_driver_sql("UPDATE visitor_tokens SET token_hash = 'forgotten'")
    session.commit()
    write(page, "まだいますか？")
    expect(widget.get_by_text("まだいますか？")).to_be_visible()
    expect(page.locator(".customer time")).to_have_count(1)
    # The page shows the message before it is kept: the widget first has to become another visitor.
    until = time.monotonic() + 30
    while "まだいますか？" not in desk.heard() and time.monotonic() < until:
        page.wait_for_timeout(200)
    assert "まだいますか？" in desk.heard()
