"""The map in a browser: found, hovered, walked by keyboard, and never a danger."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from faq_clustering.labels import ClusterName
from faq_clustering.maps import map_document, write_html

pytestmark = pytest.mark.browser
HOSTILE = '</script><img src=x onerror="window.hurt=1"><b>太字</b>'
TEXTS = ["パスワードを忘れました", "ﾊﾟｽﾜｰﾄﾞの変更", "請求書の再発行", HOSTILE]


@pytest.fixture
def asked() -> list[str]:
    """Every address the page asked for."""
    return []


@pytest.fixture
def page(browser: Browser, tmp_path: Path, asked: list[str]) -> Iterator[Page]:
    names = {
        0: ClusterName(representative_row=0, representative=TEXTS[0], keywords=("再設定",), language="ja"),
        1: ClusterName(representative_row=3, representative=HOSTILE, keywords=(HOSTILE,), language="ja"),
    }
    places = np.array([(0, 0), (-0.6, 0.5), (0.6, 0.5), (0.6, -0.6)], np.float32)
    document = map_document(HOSTILE, TEXTS, places, np.array([0, 0, -1, 1], np.int32), names)
    write_html(document, tmp_path / "map.html")
    context = browser.new_context(locale="ja-JP", viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tmp_path / "map.html").as_uri())
    yield opened
    context.close()


def hover(page: Page, across: float, down: float) -> None:
    """Rest the pointer on a place of the map, -1 to 1 each way from its middle, upwards positive."""
    shown = page.evaluate(
        "([x, y]) => { const box = document.querySelector('canvas').getBoundingClientRect();"
        " const side = (a, b) => Math.min(a, b * 1.6) / 2.24;"
        " return [box.x + box.width / 2 + x * side(box.width, box.height),"
        " box.y + box.height / 2 - y * side(box.height, box.width)]; }",
        [across, down],
    )
    page.mouse.move(*shown)


def test_a_search_counts_hits_of_any_width_and_enter_walks_them(page: Page):
    box = page.get_by_label("問い合わせを検索")
    box.fill("ぱすわーど")
    expect(page.locator(".hits")).to_have_text("2件中 –件目")
    box.press("Enter")
    expect(page.locator(".hits")).to_have_text("2件中 1件目")
    expect(page.locator(".tip .text")).to_have_text(TEXTS[0])
    box.press("Enter")
    expect(page.locator(".tip .text")).to_have_text(TEXTS[1])
    box.fill("存在しない")
    expect(page.locator(".hits")).to_have_text("該当なし")


def test_enter_that_ends_a_composition_goes_nowhere(page: Page):
    box = page.get_by_label("問い合わせを検索")
    box.fill("パスワード")
    box.evaluate(
        "box => box.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(page.locator(".hits")).to_have_text("2件中 –件目")


def test_hovering_shows_the_text_its_cluster_and_keywords(page: Page):
    hover(page, 0, 0)
    tip = page.locator(".tip")
    expect(tip.locator(".text")).to_have_text(TEXTS[0])
    expect(tip.locator(".words")).to_have_text("再設定")
    hover(page, 0.6, 0.5)
    expect(tip.locator(".of")).to_have_text("未分類")


def test_unassigned_rows_can_be_hidden(page: Page):
    page.get_by_label("未分類を表示").uncheck()
    hover(page, 0.6, 0.5)
    expect(page.locator(".tip")).to_be_hidden()


def test_hostile_texts_are_shown_as_they_are(page: Page):
    hover(page, 0.6, -0.6)
    expect(page.locator(".tip .text")).to_have_text(HOSTILE)
    expect(page.get_by_role("heading")).to_have_text(HOSTILE)
    assert page.locator("cluster-map img, cluster-map b").count() == 0
    assert page.evaluate("window.hurt") is None


def test_nothing_is_asked_of_any_server(page: Page, asked: list[str]):
    page.get_by_label("問い合わせを検索").fill("パスワード")
    hover(page, 0, 0)
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == 1


def test_a_cluster_is_chosen_from_the_list_by_keyboard(page: Page):
    page.get_by_label("クラスタを絞り込む").fill("再設定")
    rows = page.locator(".clusters li:visible button")
    expect(rows).to_have_count(1)
    rows.press("Enter")
    expect(rows).to_have_attribute("aria-pressed", "true")


def test_the_language_and_the_colours_can_be_switched(page: Page):
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Search inquiries")).to_be_visible()
    page.get_by_label("Dark").check()
    expect(page.locator("cluster-map")).to_have_attribute("data-theme", "dark")
