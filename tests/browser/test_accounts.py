"""The score's editor, the list and an account's page: usable, clean, wide and narrow, light and dark."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from api.accounts.models import Account, AccountSignal
from api.accounts.signals import week_of, weeks_up_to
from api.database import transaction
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
FALLING = [100, 100, 100, 58, 58, 58]


@pytest.fixture
def minato(house, clock):
    now = clock()
    with transaction(house.sessions) as session:
        account = Account(
            external_id="A-1",
            name="みなと商会",
            contract_yen=2_400_000,
            stage="renewal",
            tier="high",
            renewal_on=now.date() + timedelta(days=40),
            outcome_text="締め作業を短くする",
            outcome_unit="時間/月",
            outcome_start=40,
            outcome_target=12,
            outcome_measured=33,
            changed_at=now,
        )
        session.add(account)
        session.flush()
        last = week_of(now, house.settings.zone) - timedelta(weeks=1)
        for week, value in zip(weeks_up_to(last, 6), FALLING, strict=True):
            session.add(AccountSignal(account_id=account.id, week=week, kind="logins", value=value))
        return account.id


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_the_pages_are_clean_and_fit(new_page, minato, width: int, scheme: str):
    page = new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    sign_in(page, "mori")
    for path in (
        "/staff/accounts",
        f"/staff/accounts/{minato}",
        "/staff/success/score",
        "/staff/accounts/imports",
    ):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_a_change_shows_at_once_who_moves_and_can_be_taken_back(page, minato):
    sign_in(page, "mori")
    page.goto("/staff/success/score")
    page.get_by_label("ログイン · 左の点").fill("-50")
    expect(page.locator("#moves")).to_contain_text("線をまたぐ 1 社")
    expect(page.locator("#moves")).to_contain_text("みなと商会")
    page.get_by_label("変える理由").fill("ログインを重く見る")
    page.get_by_role("button", name="新しい版として保存する").click()
    expect(page.locator("#notice")).to_contain_text("第2版を使っています")
    page.get_by_role("link", name="比べる").click()
    expect(page.locator("main")).to_contain_text("ログイン · 左の点")
    page.goto("/staff/success/score")
    page.get_by_role("button", name="この版に戻す").click()
    expect(page.locator("#notice")).to_contain_text("第3版を使っています")
    page.goto(f"/staff/accounts/{minato}")
    expect(page.locator(".said")).to_have_text(re.compile("ログインが3週で42%減"))


def test_a_file_is_imported_without_scripts(new_page, minato):
    page = new_page(java_script_enabled=False)
    sign_in(page, "mori")
    page.goto("/staff/accounts/imports")
    raw = "顧客名,契約金額,更新日\nみなと商会,300万円,令和9年3月31日\n".encode("cp932")
    page.locator("[name=file]").set_input_files({"name": "顧客.csv", "mimeType": "text/csv", "buffer": raw})
    page.get_by_role("button", name="中身を確かめる").click()
    expect(page.locator("main")).to_contain_text("契約金額 3000000")
    page.get_by_role("button", name="1 行を取り込む").click()
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator("main")).to_contain_text("元に戻しました")
