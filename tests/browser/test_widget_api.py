"""What a page can tell the widget, and hear from it."""

from dataclasses import replace

import jwt
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
KEY = "a key that the site and the counter share"
STUB = "window.Madoguchi = function () { (Madoguchi.q = Madoguchi.q || []).push(arguments); };"
HEAR = """
  window.heard = [];
  for (const name of ['ready', 'open', 'close', 'unread', 'message', 'identify', 'error'])
    Madoguchi('on', name, detail => heard.push([name, detail ?? null]));
"""
QUESTION = "請求書はどこで見られますか？"


@pytest.fixture
def house(house):
    """A house that knows its site's signatures."""
    return replace(house, settings=house.settings.model_copy(update={"identity_key": KEY}))


@pytest.fixture
def site(page: Page):
    """Show a page of the company's own: `site("a script before the widget's", "more on the tag")`."""

    def show(before: str = "", tag: str = "data-key=demo") -> Page:
        script = f"<script>{STUB}{before}</script><script src=/widget.js {tag} async></script>"
        html = f"<!doctype html><html lang=ja><meta charset=utf-8><title>店</title><body><h1>店</h1>{script}"
        page.unroute_all()
        page.route("**/shop", lambda route: route.fulfill(content_type="text/html", body=html))
        page.goto("/shop")
        page.wait_for_function("!Madoguchi.q && document.querySelector('madoguchi-widget')")
        return page

    return show


def signed(clock, sub: str, **claims: str) -> str:
    return jwt.encode({"sub": sub, "exp": clock().timestamp() + 600} | claims, KEY, algorithm="HS256")


def ask(page: Page, text: str = QUESTION) -> None:
    page.evaluate("Madoguchi('open')")
    page.get_by_label("メッセージ", exact=True).fill(text)
    page.get_by_label("メッセージ", exact=True).press("Enter")
    expect(page.locator(".row.system")).to_have_count(1)


def conversations(session) -> list[str | None]:
    """Return who each conversation belongs to, as the site calls them."""
    rows = (
        "SELECT external_id FROM conversations c JOIN contacts p ON p.id = c.contact_id ORDER BY c.created_at"
    )
    return list(session.connection().exec_driver_sql(rows).scalars())


def test_what_was_said_before_the_script_came_is_done_after_it(site):
    page = site(f"{HEAR} Madoguchi('open', '{QUESTION}');")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_label("メッセージ", exact=True)).to_have_value(QUESTION)
    assert page.evaluate("heard.map(([name]) => name)") == ["ready", "open"]


def test_a_page_may_put_the_widget_up_when_it_likes(page: Page):
    script = f"<script>{STUB}</script><script src=/widget.js data-boot=manual></script>"
    html = f"<!doctype html><html lang=ja><meta charset=utf-8><title>店</title><body>{script}"
    page.route("**/shop", lambda route: route.fulfill(content_type="text/html", body=html))
    page.goto("/shop")
    expect(page.locator("madoguchi-widget")).to_have_count(0)
    page.evaluate("Madoguchi('boot', {key: 'demo', examples: ['送料はいくらですか？']})")
    page.get_by_role("button", name="お問い合わせを開く").click()
    page.get_by_role("button", name="送料はいくらですか？").click()
    expect(page.locator(".customer time")).to_have_count(1)


def test_the_page_hears_of_opening_closing_replies_and_how_many_are_unread(site, desk):
    page = site(HEAR)
    ask(page)
    page.keyboard.press("Escape")
    desk.say("右上のメニューにあります。")
    page.wait_for_function("heard.some(([name, n]) => name === 'unread' && n === 1)")
    page.evaluate("Madoguchi('open')")
    page.wait_for_function("heard.some(([name, n]) => name === 'unread' && n === 0)")
    heard = page.evaluate("heard")
    assert [name for name, _ in heard if name in {"open", "close"}] == ["open", "close", "open"]
    said = {"author": "bot", "agent": None, "text": "右上のメニューにあります。"}
    assert ["message", said] in heard


def test_what_is_no_longer_listened_to_is_not_called(site):
    page = site()
    page.evaluate("window.n = 0; window.count = () => n++; Madoguchi('on', 'open', count); Madoguchi('open')")
    page.evaluate("Madoguchi('close'); Madoguchi('off', 'open', count); Madoguchi('open')")
    assert page.evaluate("n") == 1


def test_a_listener_that_fails_does_not_stop_the_widget(site):
    page = site("Madoguchi('on', 'open', () => { throw new Error('the page is broken'); });")
    page.evaluate("Madoguchi('open')")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_customer_who_signs_in_keeps_the_conversation_and_is_known(site, session, clock):
    page = site(HEAR)
    ask(page)
    assert conversations(session) == [None]
    session.rollback()
    page.evaluate("jwt => Madoguchi('identify', jwt)", signed(clock, "42", name="山田 花子"))
    page.wait_for_function("heard.some(([name]) => name === 'identify')")
    heard = dict(page.evaluate("heard"))
    assert heard["identify"] == {"name": "山田 花子", "email": None, "identified": True}
    assert conversations(session) == ["42"]
    expect(page.get_by_role("dialog").get_by_text(QUESTION)).to_have_count(1)


def test_a_known_customer_finds_the_conversation_on_another_device(site, new_page, session, clock, app_url):
    first = site()
    ask(first)
    first.evaluate("jwt => Madoguchi('identify', jwt)", signed(clock, "42"))
    phone = new_page()
    phone.goto("/demo")
    phone.evaluate("jwt => { Madoguchi('identify', jwt); Madoguchi('open'); }", signed(clock, "42"))
    expect(phone.get_by_role("dialog").get_by_text(QUESTION)).to_have_count(1)
    # What was said on the other device is no news.
    phone.keyboard.press("Escape")
    expect(phone.locator(".launcher .badge")).to_be_hidden()
    assert conversations(session) == ["42"]


def test_a_wrong_signature_is_told_to_the_page_and_changes_nothing(site, session):
    page = site(HEAR)
    ask(page)
    page.evaluate("Madoguchi('identify', 'a.b.c')")
    page.wait_for_function("heard.some(([name]) => name === 'error')")
    desk_knows = conversations(session)
    assert desk_knows == [None]
    expect(page.get_by_role("dialog").get_by_text(QUESTION)).to_have_count(1)


def test_after_shutdown_the_next_customer_finds_nothing(site, session):
    page = site()
    ask(page)
    page.evaluate("Madoguchi('shutdown')")
    expect(page.locator("madoguchi-widget")).to_have_count(0)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.evaluate("Madoguchi('boot')")
    page.evaluate("Madoguchi('open')")
    expect(page.get_by_text("こんにちは。自動応答のボットです。")).to_be_visible()
    expect(page.locator(".row")).to_have_count(0)


def test_booting_again_changes_the_looks_and_keeps_the_conversation(site, desk):
    page = site()
    ask(page)
    page.evaluate("Madoguchi('boot', {language: 'en', position: 'left', color: '#ffd400', theme: 'dark'})")
    expect(page.locator("madoguchi-widget")).to_have_count(1)
    dialog = page.get_by_role("dialog", name="Support desk")
    expect(dialog.get_by_text(QUESTION)).to_have_count(1)
    assert (dialog.bounding_box() or {})["x"] < 100
    page.evaluate("Madoguchi('close')")
    expect(page.get_by_role("button", name="Open the chat")).to_have_css(
        "background-color", "rgb(255, 212, 0)"
    )
    assert desk.heard() == [QUESTION]


def test_the_site_s_variables_give_the_widget_its_size_place_and_colour(site):
    page = site()
    page.add_style_tag(
        content="madoguchi-widget { --madoguchi-accent: rgb(120, 20, 90); --madoguchi-accent-ink: white;"
        " --madoguchi-side: 48px; --madoguchi-bottom: 64px;"
        " --madoguchi-width: 420px; --madoguchi-height: 500px }"
    )
    expect(page.locator(".launcher")).to_have_css("background-color", "rgb(120, 20, 90)")
    page.evaluate("Madoguchi('open')")
    box = page.get_by_role("dialog").bounding_box()
    assert box == {"x": 1280 - 48 - 420, "y": 800 - 64 - 500, "width": 420, "height": 500}


def test_shutdown_reaches_the_other_tabs_of_the_browser(site, page: Page):
    site()
    ask(page)
    other = page.context.new_page()
    other.goto("/demo")
    other.evaluate("Madoguchi('open')")
    expect(other.get_by_role("dialog").get_by_text(QUESTION)).to_have_count(1)
    page.evaluate("Madoguchi('shutdown')")
    expect(other.locator(".row")).to_have_count(0)
    assert other.evaluate("localStorage.length") == 0
