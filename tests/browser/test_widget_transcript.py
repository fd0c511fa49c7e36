"""The customer takes the conversation along: as a file, or by e-mail."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
QUESTION = "請求書はどこで見られますか？"


@pytest.fixture
def house(house, request):
    """A house with a mail server, unless the test says `@pytest.mark.parametrize("mail", …)`."""
    mail = getattr(request, "param", "smtp://127.0.0.1:9")
    return replace(house, settings=house.settings.model_copy(update={"smtp_url": mail}))


@pytest.fixture
def menu(page: Page) -> Locator:
    """The open menu of a widget in which something was said."""
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    expect(page.get_by_role("button", name="メニュー")).to_be_hidden()
    page.get_by_label("メッセージ", exact=True).fill(QUESTION)
    page.get_by_label("メッセージ", exact=True).press("Enter")
    expect(page.locator(".row.system")).to_have_count(1)
    page.get_by_role("button", name="メニュー").click()
    return page.locator(".menu")


def ask_for_mail(menu: Locator, email: str) -> None:
    menu.get_by_role("button", name="やりとりをメールで受け取る").click()
    menu.get_by_label("メールアドレス").fill(email)
    menu.get_by_role("button", name="送る", exact=True).click()


def test_the_conversation_is_saved_as_a_text_file(menu: Locator, page: Page):
    with page.expect_download() as download:
        menu.get_by_role("button", name="やりとりを保存する").click()
    assert download.value.suggested_filename.endswith(".txt")
    assert QUESTION in Path(download.value.path()).read_text(encoding="utf-8-sig")
    expect(menu.get_by_role("status")).to_have_text("保存しました。")


def test_an_address_that_is_none_is_not_sent_to(menu: Locator):
    ask_for_mail(menu, "hanako")
    expect(menu.get_by_role("status")).to_have_text("メールアドレスをご確認ください。")
    expect(menu.get_by_label("メールアドレス")).to_be_focused()


def test_the_conversation_is_mailed_and_the_log_says_where_to(menu: Locator, page: Page):
    ask_for_mail(menu, "hanako@example.com")
    expect(menu.get_by_role("status")).to_have_text("hanako@example.com に送りました。")
    expect(page.locator(".row.system").filter(has_text="hanako@example.com")).to_have_count(1)


@pytest.mark.parametrize("house", [""], indirect=True)
def test_without_a_mail_server_the_customer_is_told_so(menu: Locator):
    ask_for_mail(menu, "hanako@example.com")
    expect(menu.get_by_role("status")).to_contain_text("メール")
    expect(menu.get_by_role("status")).not_to_contain_text("送りました")


def test_escape_closes_the_menu_before_the_window(menu: Locator, page: Page):
    expect(menu.get_by_role("button", name="やりとりを保存する")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="やりとりを保存する")).to_be_hidden()
    expect(page.get_by_role("button", name="メニュー")).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
