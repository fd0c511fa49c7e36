"""The pages of the product, as people open and use them in Chromium."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Madoguchi


def open_page(browser: Browser, madoguchi: Madoguchi) -> Page:
    """A page of a browser of its own, in Japanese, on a desk."""
    context = browser.new_context(
        base_url=madoguchi.url, locale="ja-JP", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(15_000)
    return context.new_page()


def sign_in(page: Page, login: str) -> None:
    """Sign a member of staff in."""
    page.goto("/staff/sign-in")
    page.get_by_label("メールアドレス").fill(f"{login}@hinata.example")
    page.get_by_label("パスワード").fill("madoguchi")
    page.get_by_role("button", name="サインイン").click()


def open_widget(page: Page) -> Locator:
    """The widget, opened on the demo page."""
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    return page.get_by_role("dialog")


def say(widget: Locator, text: str) -> None:
    """Type a message and send it; it is there once the server has it."""
    box = widget.get_by_label("メッセージ", exact=True)
    box.fill(text)
    box.press("Enter")
    expect(widget.locator(".row.customer").filter(has_text=text).locator("time")).to_have_count(1)


def answers(widget: Locator) -> Locator:
    """What the bot said."""
    return widget.locator(".row.bot")


def take_a_person(widget: Locator) -> None:
    """Take the person whom the bot offers, at once or after something near that it suggests first."""
    none = widget.get_by_role("button", name="どれでもない")
    person = widget.get_by_role("button", name="担当者に相談する")
    expect(none.or_(person).first).to_be_visible(timeout=15_000)
    if none.is_visible():
        none.click()
    person.click()
