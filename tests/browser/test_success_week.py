"""Mori's week: she sees the hours, puts half of them to work, and works on three accounts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.api.success.conftest import banked as banked
from tests.api.success.conftest import noon as noon
from tests.api.success.test_week_page import falling as falling
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


def metric(page: Page, name: str) -> float:
    text = page.locator(f'[data-metric="{name}"]').inner_text()
    found = re.search(r"−?[\d.]+", text)
    assert found, text
    return float(found[0].replace("−", "-"))


def test_mori_reads_the_hours_and_works_three_cards(page: Page, falling, banked):
    falling(5)
    falling(1, tier="tech")
    banked(240)
    sign_in(page, "mori")
    page.get_by_role("link", name="カスタマーサクセス", exact=True).click()
    page.get_by_role("link", name="時間の口座").click()
    hours = metric(page, "balance")
    assert hours > 10
    page.get_by_label("1週の予定に使う割合").fill("50")
    page.locator("#terms").get_by_label("再投資する割合").fill("80")
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("#notice")).to_contain_text("条件を保存しました")
    assert metric(page, "share") == 80
    assert metric(page, "balance") == hours
    assert violations(page) == []

    page.get_by_role("link", name="今週").click()
    page.get_by_role("button", name="作り直す").click()
    expect(page.locator("#notice")).to_contain_text("作り直しました")
    budget = metric(page, "budget")
    assert budget == pytest.approx(hours / 2, abs=0.1)
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(5)
    expect(cards.first).to_contain_text(re.compile(r"年 500万円 × 危険度 \d+ % .* 1時間あたり"))
    assert violations(page) == []

    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.type("0")
    cards.first.get_by_label("かかった時間(分)").fill("60")
    cards.first.get_by_label("メモ").press("Enter")
    expect(page.locator("#notice")).to_contain_text("対応済みにしました")
    assert metric(page, "logged") == 1
    assert metric(page, "left") == pytest.approx(budget - 1, abs=0.1)

    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("[data-card].open").first.get_by_label("見送る理由")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-card].open").first).to_be_focused()
    expect(page.get_by_label("見送る理由").first).to_be_hidden()
    page.keyboard.press("s")
    page.locator("[data-card].open").first.get_by_role("button", name="見送りにする").click()
    expect(page.locator("#notice")).to_contain_text("見送りました")
    snoozed = page.locator("[data-card].open").first
    snoozed.get_by_text("見送る", exact=True).click()
    snoozed.get_by_text("あとにする", exact=True).click()
    expect(snoozed.get_by_label("見送る理由")).to_be_hidden()
    snoozed.get_by_role("button", name="この日まで待つ").click()
    expect(page.locator("#notice")).to_contain_text("あとにしました")
    expect(page.locator("[data-card].open")).to_have_count(2)
    page.locator("#notice").get_by_role("button", name="元に戻す").click()
    expect(page.locator("[data-card].open")).to_have_count(3)

    page.locator("[data-card].done").get_by_role("button", name="元に戻す").click()
    expect(page.locator("#notice")).to_contain_text("元に戻しました")
    assert metric(page, "logged") == 0
    expect(page.get_by_role("heading", name="やらないこと")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (390, "dark")])
def test_every_room_is_clean_and_fits_the_screen(new_page, falling, banked, width: int, scheme: str):
    falling(3)
    falling(1, tier="tech")
    banked(240)
    page = new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    sign_in(page, "mori")
    for room in ("", "/bank", "/playbooks", "/playbooks/1", "/results", "/milestones", "/score/weights"):
        page.goto(f"/staff/success{room}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate("scrollTo(0, 0)")
        assert violations(page) == [], room
        assert page.evaluate("document.documentElement.scrollWidth") == width, room


def test_without_scripts_the_what_if_and_a_card_work_too(new_page, falling, banked):
    falling(2)
    banked(240)
    page = new_page(java_script_enabled=False)
    sign_in(page, "mori")
    page.goto("/staff/success")
    expect(page.get_by_label("かかった時間(分)").first).to_be_hidden()
    page.get_by_text("対応済みにする", exact=True).first.click()
    page.get_by_role("button", name="記録する").first.click()
    expect(page.locator("#notice")).to_contain_text("対応済みにしました")
    page.locator("#notice").get_by_role("button", name="元に戻す").click()
    expect(page.locator("[data-card].open")).to_have_count(2)
