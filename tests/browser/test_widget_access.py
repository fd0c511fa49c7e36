"""Everybody can use the widget: by keyboard, with a screen reader, at 320 pixels, in the dark, at rest."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations

pytestmark = pytest.mark.browser
LONG = (
    "打刻の修正申請が承認されないまま締め日を過ぎてしまった場合に管理者側で勤怠データを直接修正することはできますか"
    * 3
)
ANSWER = {
    "act": "answer",
    "buttons": [
        {"label": "解決しました", "choice": {"kind": "solved"}},
        {"label": "解決しませんでした", "choice": {"kind": "not_solved"}},
    ],
}
TARGETS = """() => [...document.querySelector('madoguchi-widget').shadowRoot
  .querySelectorAll('button, input, textarea, .panel a.file')]
  .filter(node => node.offsetParent && node.tabIndex >= 0)
  .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
HERE = """() => { const { activeElement: node } = document.querySelector('madoguchi-widget').shadowRoot;
  return node.ariaLabel || node.innerText }"""
WIDER = """() => { const inside = document.querySelector('madoguchi-widget').shadowRoot;
  return [...inside.querySelectorAll('.panel, .panel *:not(.hidden)')]
    .filter(node => node.offsetParent && node.getBoundingClientRect().right > innerWidth + 0.5)
    .map(node => node.className || node.tagName) }"""
LOOKS = {
    "a desk by day": {},
    "a desk in the dark": {"color_scheme": "dark"},
    "a phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "a narrow phone in the dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}


def opened(page: Page, path: str = "/demo") -> Locator:
    page.goto(path)
    page.get_by_role("button", name="お問い合わせを開く").click()
    return page.get_by_role("dialog")


def ask(widget: Locator, text: str) -> None:
    widget.get_by_label("メッセージ", exact=True).fill(text)
    widget.get_by_label("メッセージ", exact=True).press("Enter")
    expect(widget.locator(".row.system")).to_have_count(1)


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(held, "PNG")
    return held.getvalue()


def faults(page: Page) -> list[str]:
    """Return what axe finds, targets under 24 pixels, and what sticks out of the screen."""
    return violations(page) + page.evaluate(TARGETS) + page.evaluate(WIDER)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_from_the_first_screen_to_the_rating(new_page, desk, look: str):
    page = new_page(reduced_motion="reduce", **LOOKS[look])
    page.goto("/demo")
    assert faults(page) == []
    widget = opened(page)
    expect(widget.get_by_role("group", name="たとえば")).to_be_visible()
    assert faults(page) == []
    ask(widget, LONG)
    desk.say("1. 日を選びます。\n2. **理由**を書きます。\n\n[手順](https://help.example/edit)", **ANSWER)
    expect(widget.get_by_role("button", name="解決しました", exact=True)).to_be_visible()
    widget.locator("input[type=file]").set_input_files(
        {"name": "画面.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(widget.get_by_text("「画面.png」を添付しました。")).to_be_visible()
    assert faults(page) == []
    ask(widget, "この画面です。")
    expect(widget.get_by_role("img", name="画面.png")).to_be_visible()
    widget.get_by_role("button", name="メニュー").click()
    widget.get_by_role("button", name="やりとりをメールで受け取る").click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    desk.say("よかったです。", csat=True)
    expect(widget.get_by_role("button", name="5段階の4: 満足")).to_be_visible()
    assert faults(page) == []
    widget.get_by_role("button", name="5段階の4: 満足").click()
    expect(widget.get_by_role("form", name="ご意見")).to_be_visible()
    assert faults(page) == []
    widget.get_by_role("button", name="担当者と話す").click()
    expect(widget.get_by_text("担当者につないでいます。")).to_be_visible()
    assert faults(page) == []


def test_tab_goes_from_the_header_over_the_log_to_the_box(page: Page, desk):
    widget = opened(page)
    ask(widget, "請求書はどこで見られますか？")
    desk.say("右上のメニューにあります。", **ANSWER)
    expect(widget.get_by_role("button", name="解決しました", exact=True)).to_be_visible()
    widget.get_by_role("button", name="担当者と話す").focus()
    stops = []
    for _ in range(9):
        stops.append(page.evaluate(HERE))
        page.keyboard.press("Tab")
    assert stops == [
        "担当者と話す", "メニュー", "閉じる", "やりとり", "解決しました", "解決しませんでした",
        "ファイルを添付する", "メッセージ", "送信する",
    ]  # fmt: skip
    # On a desk the page beside the window can be reached: the window is no trap.
    assert page.evaluate("document.activeElement.tagName") != "MADOGUCHI-WIDGET"


def test_on_a_phone_the_focus_stays_in_the_window_that_covers_the_page(new_page):
    page = new_page(viewport={"width": 390, "height": 844})
    widget = opened(page)
    expect(widget).to_have_attribute("aria-modal", "true")
    expect(widget.get_by_role("group", name="たとえば")).to_be_visible()
    widget.get_by_role("button", name="送信する").focus()
    page.keyboard.press("Tab")
    expect(widget.get_by_role("button", name="担当者と話す")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(widget.get_by_role("button", name="送信する")).to_be_focused()


def test_who_has_pressed_something_that_goes_away_writes_on(page: Page, desk):
    widget = opened(page)
    box = widget.get_by_label("メッセージ", exact=True)
    widget.get_by_role("button", name="担当者と話す").press("Enter")
    expect(widget.get_by_text("担当者につないでいます。")).to_be_visible()
    expect(box).to_be_focused()
    widget.get_by_role("button", name="取り消す").press("Enter")
    expect(widget.get_by_text("担当者につないでいます。")).to_have_count(0)
    expect(box).to_be_focused()
    desk.say("よかったです。", csat=True)
    widget.get_by_role("button", name="5段階の4: 満足").press("Enter")
    expect(widget.get_by_text("評価をありがとうございました")).to_be_visible()
    expect(box).to_be_focused()


def test_the_log_speaks_of_what_is_new_and_not_of_history(page: Page, desk):
    widget = opened(page)
    ask(widget, "請求書はどこで見られますか？")
    log = widget.get_by_role("log", name="やりとり")
    expect(log).to_have_attribute("aria-live", "polite")
    page.route("**/widget/conversations/*", lambda route: None, times=1)
    page.reload()
    # The history is still on its way.
    expect(page.get_by_role("dialog").get_by_role("log")).to_have_attribute("aria-live", "off")


def test_who_wants_no_motion_sees_none(new_page, desk):
    page = new_page(reduced_motion="reduce")
    widget = opened(page)
    assert widget.locator(".dots i").first.evaluate("dot => getComputedStyle(dot).animationName") == "none"
    moving = new_page(reduced_motion="no-preference")
    dots = opened(moving).locator(".dots i").first
    assert dots.evaluate("dot => getComputedStyle(dot).animationName") == "breathe"


def test_focus_can_be_seen(page: Page):
    widget = opened(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    launcher = page.get_by_role("button", name="お問い合わせを開く")
    expect(launcher).to_be_focused()
    expect(launcher).to_have_css("outline-style", "solid")
    page.keyboard.press("Enter")
    close = widget.get_by_role("button", name="閉じる")
    page.keyboard.press("Shift+Tab")
    close.focus()
    expect(close).to_have_css("outline-width", "2px")


def test_a_virtual_keyboard_leaves_the_box_above_it_and_the_newest_message_in_view(new_page, desk):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    widget = opened(page)
    ask(widget, LONG)
    desk.say("出勤簿から申請できます。")
    expect(widget.get_by_text("出勤簿から申請できます。")).to_be_visible()
    # Like Android's: the visible part of the page becomes lower.
    page.set_viewport_size({"width": 390, "height": 500})
    box = widget.get_by_label("メッセージ", exact=True)
    expect(box).to_be_in_viewport(ratio=1)
    expect(widget.get_by_text("出勤簿から申請できます。")).to_be_in_viewport(ratio=1)
    assert (widget.bounding_box() or {})["height"] == 500
