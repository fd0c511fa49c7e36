"""At the counter, in Chromium, with real Rasa: customers and agents, two or three browsers at once."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.axe import violations
from tests.journeys.conftest import Madoguchi
from tests.journeys.pages import answers, open_page, open_widget, say, sign_in
from tests.journeys.test_crash import back_again

pytestmark = [pytest.mark.rasa, pytest.mark.browser, pytest.mark.timeout(600)]
Visit = Callable[[], Page]


@pytest.fixture
def visit(browser: Browser, madoguchi: Madoguchi) -> Iterator[Visit]:
    """Open a page in a browser of its own."""
    opened: list[Page] = []

    def open_one() -> Page:
        opened.append(open_page(browser, madoguchi))
        return opened[-1]

    yield open_one
    for page in opened:
        page.context.close()


def claim_newest(page: Page, word: str) -> None:
    """Find the conversation that says `word`, and take it."""
    page.goto(f"/staff/inbox?q={word}")
    page.locator("#queue a[data-row]").first.click()
    expect(page.locator("#thread")).to_contain_text(word)
    page.get_by_role("button", name="担当する").click()
    expect(page.locator("textarea[name=text]")).to_be_visible()


def reply(page: Page, text: str) -> None:
    page.locator("textarea[name=text]").fill(text)
    page.locator("textarea[name=text]").press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text(text)


def ask_for_person(widget: Locator) -> None:
    widget.get_by_role("button", name="担当者と話す").click()
    expect(widget).to_contain_text("担当者につないでいます")


def test_a_vague_question_gets_buttons_and_a_chosen_one_its_answer(visit: Visit):
    widget = open_widget(visit())
    say(widget, "経費の申請のやり方がわからないです")
    none = widget.get_by_role("button", name="どれでもない")
    expect(none).to_be_visible()
    # The choices stand in one group, and "none of these" is the last of them.
    none.locator("xpath=..").get_by_role("button").first.click()
    expect(widget.get_by_role("button", name="解決しました")).to_be_visible()
    widget.get_by_role("button", name="解決しました").click()
    expect(widget.get_by_role("button", name="解決しました")).to_have_count(0)


def test_none_of_these_leads_to_other_words_or_a_person(visit: Visit):
    widget = open_widget(visit())
    say(widget, "経費の申請のやり方がわからないです")
    widget.get_by_role("button", name="どれでもない").click()
    expect(widget.get_by_role("button", name="担当者に相談する")).to_be_visible()


def test_an_invoice_is_looked_up_with_its_number(visit: Visit):
    widget = open_widget(visit())
    say(widget, "請求書の入金状況を教えてください")
    expect(answers(widget).last).to_contain_text("請求書番号をお送りください")
    say(widget, "わかりません12")
    expect(answers(widget).last).to_contain_text("INV-")
    say(widget, "ＩＮＶ－２０２６－０００１ です")
    expect(answers(widget).last).to_contain_text("入金を確認済みです")


def test_a_person_comes_twice_and_the_bot_is_back_between(visit: Visit):
    hanako, sato = visit(), visit()
    widget, word = open_widget(hanako), uuid4().hex[:6]
    sign_in(sato, "sato")
    for turn in ("一度目", "二度目"):
        ask_for_person(widget)
        say(widget, f"契約の内容を確認していただけますか {word} {turn}")
        claim_newest(sato, word)
        expect(widget).to_contain_text("佐藤")
        reply(sato, f"{turn}の件、確認いたしました。")
        expect(widget.get_by_text(f"{turn}の件、確認いたしました。")).to_have_count(1)
        sato.get_by_role("button", name=re.compile("^(完了|解決)")).first.click()
        expect(widget.get_by_text("担当者につないでいます")).to_have_count(0)
        before = answers(widget).count()
        say(widget, "ありがとうございます")
        expect(answers(widget)).to_have_count(before + 1)


def test_a_reload_in_mid_answer_loses_and_doubles_nothing(visit: Visit):
    page = visit()
    widget = open_widget(page)
    say(widget, "こんにちは")
    expect(answers(widget)).to_have_count(1)
    box = widget.get_by_label("メッセージ", exact=True)
    box.fill("パスワードを忘れました")
    box.press("Enter")
    page.reload()
    widget = page.get_by_role("dialog")
    if not widget.is_visible():
        page.get_by_role("button", name=re.compile("お問い合わせを開く")).click()
    expect(widget.locator(".row.customer")).to_have_count(2)
    expect(answers(widget)).to_have_count(2)
    page.context.set_offline(True)
    box = widget.get_by_label("メッセージ", exact=True)
    box.fill("ありがとうございました")
    box.press("Enter")
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(answers(widget)).to_have_count(3, timeout=30_000)
    expect(widget.locator(".row.customer")).to_have_count(3)


def test_the_bot_dies_in_mid_turn_and_each_of_two_customers_is_answered_once(
    visit: Visit, madoguchi: Madoguchi
):
    windows = [open_widget(visit()) for _ in range(2)]
    for widget in windows:
        say(widget, "こんにちは")
        expect(answers(widget)).to_have_count(1)
    for widget in windows:
        say(widget, "請求書の入金状況を教えてください")
    old = madoguchi.process("bot").pid
    madoguchi.kill("bot")
    for widget in windows:
        say(widget, "INV-2026-0001")
        expect(widget).to_contain_text(re.compile("ボットは準備中です|少し時間がかかっています"))
    back_again(madoguchi, "bot", old)
    for widget in windows:
        expect(answers(widget).last).to_contain_text("入金を確認済みです", timeout=150_000)
        expect(answers(widget).filter(has_text="入金を確認済みです")).to_have_count(1)
        expect(widget.locator(".row.customer")).to_have_count(3)


def test_enter_that_ends_a_composition_sends_nothing(visit: Visit):
    page = visit()
    widget = open_widget(page)
    widget.get_by_label("メッセージ", exact=True).focus()
    ime = page.context.new_cdp_session(page)
    ime.send(
        "Input.imeSetComposition",
        {"text": "ぱすわーど", "selectionStart": 5, "selectionEnd": 5},
    )
    page.keyboard.press("Enter")
    ime.send("Input.insertText", {"text": "パスワードを忘れました"})
    expect(widget.locator(".row.customer")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(widget.locator(".row.customer")).to_have_count(1)
    expect(answers(widget)).to_have_count(1)


def test_of_two_agents_who_claim_at_once_one_has_it_and_the_other_is_told(visit: Visit):
    hanako, sato, suzuki = visit(), visit(), visit()
    widget, word = open_widget(hanako), uuid4().hex[:6]
    ask_for_person(widget)
    say(widget, f"人と話したいです {word}")
    for page, login in ((sato, "sato"), (suzuki, "suzuki")):
        sign_in(page, login)
        page.goto(f"/staff/inbox?q={word}&lang=ja")
        page.locator("#queue a[data-row]").first.click()
        expect(page.get_by_role("button", name="担当する")).to_be_visible()
    sato.get_by_role("button", name="担当する").click()
    expect(sato.locator("textarea[name=text]")).to_be_visible()
    # The page may hear of it before the click lands: then the button is gone.
    with suppress(PlaywrightTimeout):
        suzuki.get_by_role("button", name="担当する").click(timeout=1_500)
    expect(suzuki.get_by_text(re.compile("佐藤")).first).to_be_visible()
    expect(suzuki.locator("textarea[name=text]:enabled")).to_have_count(0)


@pytest.mark.parametrize("path", ["/demo", "/help?lang=ja", "/help?lang=en"])
def test_pages_of_customers_are_accessible(visit: Visit, path: str):
    page = visit()
    page.goto(path)
    assert violations(page) == []


def test_the_widget_and_the_inbox_are_accessible_in_a_live_conversation(visit: Visit):
    hanako, sato = visit(), visit()
    widget, word = open_widget(hanako), uuid4().hex[:6]
    ask_for_person(widget)
    say(widget, f"担当者をお願いします {word}")
    sign_in(sato, "sato")
    claim_newest(sato, word)
    reply(sato, "お待たせしました。")
    expect(widget.get_by_text("お待たせしました。")).to_be_visible()
    assert violations(hanako) == []
    assert violations(sato) == []
    sato.goto("/staff/inbox?lang=ja")
    assert violations(sato) == []
