"""The widget on somebody else's page: its language, its looks, what it leaves alone."""

import gzip
import json

import httpx
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
RUDE = """
  * { color: red !important; letter-spacing: 9px !important; font: 700 40px serif !important; }
  *, div { display: inline !important; }
  button, textarea, p { border: 9px dashed lime !important; float: right; }
  button { text-transform: uppercase !important; }
  :root { --accent: lime; --paper: red; --ink: lime; }
  madoguchi-widget { opacity: 0.1; visibility: hidden; }
"""
LOOKS = """() => {
  const names = ['color', 'letterSpacing', 'font', 'display', 'borderTopStyle', 'textTransform', 'float',
    'opacity', 'visibility', 'backgroundColor', 'writingMode'];
  const inside = document.querySelector('madoguchi-widget').shadowRoot;
  return [...inside.querySelectorAll('.launcher, .hello, .chip, textarea')]
    .map(node => getComputedStyle(node)).map(style => names.map(name => style[name]));
}"""


def host(page: Page, body: str, *, style: str = "", lang: str = "ja", script: str = "data-key=demo") -> None:
    """Show a page of a shop that carries the widget."""
    widget = f"<script src=/widget.js {script} defer></script>" if script else ""
    head = f"<meta charset=utf-8><style>{style}</style>"
    html = f"<!doctype html><html lang={lang}><head>{head}</head><body>{body}{widget}</body></html>"
    page.unroute_all()
    page.route("**/shop", lambda route: route.fulfill(content_type="text/html", body=html))
    page.goto("/shop")


def test_the_page_s_styles_do_not_reach_the_widget(page: Page):
    host(page, "<p>商品</p>")
    page.wait_for_function("typeof Madoguchi === 'function'")
    plain = page.evaluate(LOOKS)
    host(page, "<p>商品</p>", style=RUDE)
    page.wait_for_function("typeof Madoguchi === 'function'")
    assert page.evaluate(LOOKS) == plain


def test_the_widget_changes_nothing_on_the_page(page: Page):
    body = "<main><h1>商品</h1><p id=p>説明 <a href=#>詳しく</a></p><button>買う</button></main>"
    look = """() => ({globals: Object.keys(window),
      styles: [...document.querySelectorAll('body, main *')].map(node => getComputedStyle(node))
        .map(style => JSON.stringify({...style})),
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length})"""
    host(page, body, script="")
    before = page.evaluate(look)
    host(page, body)
    page.get_by_role("button", name="お問い合わせを開く").click()
    after = page.evaluate(look)
    assert after["styles"] == before["styles"]
    assert after["sheets"] == before["sheets"]
    assert set(after["globals"]) - set(before["globals"]) == {"Madoguchi"}


def test_what_is_typed_in_the_widget_is_no_shortcut_of_the_page(page: Page):
    host(page, "<script>window.keys = []; addEventListener('keydown', e => keys.push(e.key))</script>")
    page.get_by_role("button", name="お問い合わせを開く").click()
    page.keyboard.type("jk/")
    assert page.evaluate("keys") == []


def test_the_widget_speaks_the_page_s_language(page: Page):
    host(page, "", lang="en-GB")
    page.get_by_role("button", name="Open the chat").click()
    widget = page.get_by_role("dialog", name="Support desk")
    expect(widget).to_contain_text("Hello. I'm a bot.")
    expect(widget.get_by_role("button", name="Talk to a person")).to_be_visible()
    assert not any("぀" <= letter <= "鿿" for letter in widget.inner_text())


def test_the_script_tag_can_name_another_language_side_and_colour(page: Page):
    host(page, "", script="data-key=demo data-language=en data-position=left data-color=#ffd400")
    button = page.get_by_role("button", name="Open the chat")
    expect(button).to_have_css("background-color", "rgb(255, 212, 0)")
    expect(button).to_have_css("color", "rgb(0, 0, 0)")
    box = button.bounding_box()
    assert box is not None
    assert box["x"] < 100


def test_a_site_that_is_welcome_carries_the_widget_on_another_origin(page: Page, app_url: str, shop, desk):
    shop.html = f"<!doctype html><html lang=ja><body><script src={app_url}/widget.js data-key=demo></script>"
    page.goto(shop.origin)
    page.get_by_role("button", name="お問い合わせを開く").click()
    page.get_by_role("button", name="パスワードを忘れました").click()
    expect(page.locator(".customer time")).to_have_count(1)
    desk.say("ログイン画面から再設定できます。")
    expect(page.get_by_text("ログイン画面から再設定できます。")).to_have_count(1)
    page.reload()
    expect(page.get_by_text("ログイン画面から再設定できます。")).to_have_count(1)


def test_the_page_can_open_and_close_the_widget(page: Page):
    host(page, "")
    page.wait_for_function("typeof Madoguchi === 'function'")
    page.evaluate("Madoguchi('open')")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("Madoguchi('close')")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_an_answer_s_html_is_cut_down_to_what_an_answer_needs(page: Page, desk):
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    page.get_by_role("button", name="パスワードを忘れました").click()
    expect(page.locator(".customer time")).to_have_count(1)
    conversation = page.evaluate("JSON.parse(Object.values({...localStorage})[0]).conversation")
    html = (
        "<p onclick=alert(1)><strong>再設定</strong><img src=x onerror=alert(2)><script>alert(3)</script>"
        "<a href=javascript:alert(4)>悪い</a> <a href=https://example.com/>良い</a></p><h1>題</h1>"
    )
    said = {
        "author": "bot",
        "text": "-",
        "content": {"html": html},
        "created_at": "2026-01-01T00:00:00Z",
        "seq": 99,
    }
    event = f"id: 99\nevent: message\ndata: {json.dumps(said)}\n\n"
    page.route(
        f"**/{conversation}/events", lambda route: route.fulfill(content_type="text/event-stream", body=event)
    )
    page.reload()
    bubble = page.locator(".row.bot .bubble").last
    expect(bubble).to_contain_text("再設定")
    assert bubble.inner_html() == (
        '<p><strong>再設定</strong>悪い <a href="https://example.com/" target="_blank"'
        ' rel="noopener noreferrer">良い</a></p>題'
    )


def test_on_a_phone_the_widget_fills_the_screen(new_page):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_the_demo_page_puts_an_example_into_the_box_in_both_languages(page: Page):
    page.goto("/demo?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="When will I be reimbursed for my expenses?").click()
    expect(page.get_by_label("Message", exact=True)).to_have_value(
        "When will I be reimbursed for my expenses?"
    )
    page.goto("/demo")
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_the_script_is_small_and_is_not_sent_twice(app_url: str):
    first = httpx.get(f"{app_url}/widget.js")
    assert first.headers["content-type"].startswith("text/javascript")
    assert len(gzip.compress(first.content)) < 30_000
    again = httpx.get(f"{app_url}/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_demo_page_leads_to_the_faq_site_in_its_language(page: Page):
    page.goto("/demo?lang=en")
    page.get_by_role("link", name="See all questions and answers").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/help/en")
