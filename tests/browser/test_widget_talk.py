"""Customer Hanako talks through the widget."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
QUESTION = "打刻を忘れたときは、どう直せばいいですか？"
ANSWER = {
    "act": "answer",
    "buttons": [
        {"label": "解決しました", "choice": {"kind": "solved"}},
        {"label": "解決しませんでした", "choice": {"kind": "not_solved"}},
    ],
}


@pytest.fixture
def widget(page: Page) -> Locator:
    """The open widget on the demo page."""
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    return page.get_by_role("dialog")


def ask(widget: Locator, text: str = QUESTION) -> None:
    widget.get_by_label("メッセージ", exact=True).fill(text)
    widget.get_by_label("メッセージ", exact=True).press("Enter")
    # No bot runs: the notice that says so comes first, so that it does not come in between.
    expect(widget.locator(".row.system")).to_have_count(1)


def test_the_first_screen_says_it_is_a_bot_and_where_the_person_is(widget: Locator):
    expect(widget).to_contain_text("自動応答のボットです")
    expect(widget).to_contain_text("人への相談は、上の「担当者と話す」から")
    expect(widget.get_by_role("button", name="担当者と話す")).to_be_visible()
    expect(widget.get_by_role("group", name="たとえば").get_by_role("button")).to_have_count(3)


def test_looking_at_the_first_screen_opens_no_conversation(widget: Locator, session):
    expect(widget).to_be_visible()
    assert session.connection().exec_driver_sql("SELECT count(*) FROM conversations").scalar() == 0


def test_a_message_in_japanese_arrives_and_is_shown_once(widget: Locator, desk):
    ask(widget)
    expect(widget.get_by_text(QUESTION)).to_have_count(1)
    assert desk.heard() == [QUESTION]


def test_an_example_question_is_sent_by_a_click(widget: Locator, desk):
    widget.get_by_role("button", name="パスワードを忘れました").click()
    expect(widget.locator(".customer time")).to_have_count(1)
    assert desk.heard() == ["パスワードを忘れました"]


def test_enter_while_the_ime_composes_sends_nothing(widget: Locator, page: Page, desk):
    box = widget.get_by_label("メッセージ", exact=True)
    box.focus()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "かいぎ", "selectionStart": 3, "selectionEnd": 3})
    page.keyboard.press("Enter")
    ime.send("Input.insertText", {"text": "会議"})
    # Safari's composition is over before the key that ended it is told.
    box.evaluate("node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229}))")
    expect(widget.locator(".row.customer")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(widget.locator(".customer time")).to_have_count(1)
    assert [text.strip() for text in desk.heard()] == ["会議"]


def test_shift_and_enter_begin_a_new_line(widget: Locator, desk):
    box = widget.get_by_label("メッセージ", exact=True)
    box.fill("一行目")
    box.press("Shift+Enter")
    box.press_sequentially("二行目")
    box.press("Enter")
    expect(widget.locator(".customer time")).to_have_count(1)
    assert desk.heard() == ["一行目\n二行目"]


def test_while_the_bot_starts_the_customer_is_told_in_a_sentence(widget: Locator):
    ask(widget)
    expect(widget.get_by_role("status").get_by_text("ボットは準備中です")).to_be_visible()


def test_a_button_pressed_twice_is_one_choice(widget: Locator, desk):
    ask(widget)
    desk.say("出勤簿から申請できます。", **ANSWER)
    widget.get_by_role("button", name="解決しました", exact=True).dblclick()
    expect(widget.locator(".customer time")).to_have_count(2)
    assert desk.heard() == [QUESTION, "解決しました"]


def test_only_the_newest_answer_has_buttons(widget: Locator, desk):
    ask(widget)
    desk.say("出勤簿から申請できます。", **ANSWER)
    expect(widget.get_by_role("button", name="解決しました", exact=True)).to_be_visible()
    desk.say("ほかにございますか？")
    expect(widget.get_by_text("ほかにございますか？")).to_be_visible()
    expect(widget.get_by_role("button", name="解決しました", exact=True)).to_have_count(0)


def test_an_answer_is_set_with_its_steps_and_a_link_that_opens_beside_the_page(widget: Locator, desk):
    ask(widget)
    desk.say("1. 日を選びます。\n2. **理由**を書きます。\n\n[手順](https://help.example/edit)", **ANSWER)
    answer = widget.locator(".row.bot .bubble")
    expect(answer.get_by_role("listitem")).to_have_text(["日を選びます。", "理由を書きます。"])
    expect(answer.locator("strong")).to_have_text("理由")
    expect(answer.get_by_role("link", name="手順")).to_have_attribute("target", "_blank")


def test_a_person_can_be_asked_for_and_the_request_taken_back(widget: Locator, desk):
    widget.get_by_role("button", name="担当者と話す").click()
    expect(widget.get_by_text("担当者につないでいます")).to_be_visible()
    assert desk.hand_offs() == 1
    widget.get_by_role("button", name="取り消す").click()
    expect(widget.get_by_text("担当者につないでいます")).to_have_count(0)
    expect(widget.get_by_role("button", name="担当者と話す")).to_be_enabled()
    assert desk.hand_offs() == 0


def test_a_rating_is_kept_and_thanked_for(widget: Locator, desk, session):
    ask(widget)
    desk.say("よかったです。", csat=True)
    widget.get_by_role("button", name="5段階の4: 満足").click()
    expect(widget.get_by_text(re.compile("評価をありがとうございました"))).to_be_visible()
    rated = "SELECT payload->>'rating' FROM facts WHERE kind = 'csat_given'"
    assert session.connection().exec_driver_sql(rated).scalars().all() == ["4"]


def test_words_may_go_with_a_rating_and_enter_sends_none_of_them(widget: Locator, page: Page, desk, session):
    ask(widget)
    desk.say("よかったです。", csat=True)
    widget.get_by_role("button", name="5段階の4: 満足").press("Enter")
    form = widget.get_by_role("form", name="ご意見")
    box = form.get_by_label("よろしければ、評価の理由やご意見をお聞かせください（任意）。")
    box.focus()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "ていねい", "selectionStart": 4, "selectionEnd": 4})
    page.keyboard.press("Enter")
    ime.send("Input.insertText", {"text": "丁寧でした。"})
    page.keyboard.press("Enter")
    page.keyboard.type("また使います。")
    expect(form).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # The log reads it out.
    kept = widget.get_by_role("log").get_by_text("ご意見をお預かりしました")
    expect(kept).to_contain_text("また使います。")
    expect(form).to_have_count(0)
    expect(widget.get_by_label("メッセージ", exact=True)).to_be_focused()
    page.reload()
    expect(widget.get_by_text("評価をありがとうございました")).to_be_visible()
    expect(form).to_have_count(0)
    written = "SELECT count(*) FROM facts WHERE kind = 'csat_commented'"
    assert session.connection().exec_driver_sql(written).scalar() == 1
    assert desk.heard() == [QUESTION]


def test_escape_closes_and_gives_the_focus_back(widget: Locator, page: Page):
    expect(widget.get_by_label("メッセージ", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(widget).to_be_hidden()
    expect(page.get_by_role("button", name="お問い合わせを開く")).to_be_focused()
