"""A reviewer tries a draft in place, sees how far it is, and looks at what it would have done."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from api.house import House
from api.reviewing.models import ReviewBeat
from tests.api.replays.conftest import card as card
from tests.api.replays.conftest import faqs as faqs
from tests.api.replays.conftest import topic as topic
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


def typed(page: Page, card: int) -> None:
    page.goto(f"/staff/candidates/{card}")
    page.locator("[name=question_ja]").fill("社員証をなくしたとき")
    page.locator("[name=answer_ja]").fill("総務へお申し出ください。")


def test_the_result_appears_beside_the_draft_and_the_draft_stays(faqs, card, new_page):
    page = new_page()
    sign_in(page, "suzuki")
    typed(page, card)
    page.get_by_role("button", name="公開前に試す").click()
    expect(page.locator("[data-replayed]")).to_contain_text("直近の問い合わせ 3 件で試しました")
    expect(page.locator(".outcomes .newly summary")).to_contain_text("3 件")
    expect(page.locator("[name=question_ja]")).to_have_value("社員証をなくしたとき")
    expect(page.locator("[data-progress]")).to_be_hidden()
    page.locator(".outcomes .newly summary").click()
    expect(page.locator(".outcomes .newly")).to_contain_text("言い回しと同じ文面です")


def test_without_javascript_the_button_leads_to_a_page_and_back_to_the_draft(faqs, card, new_page):
    page = new_page(java_script_enabled=False)
    sign_in(page, "suzuki")
    typed(page, card)
    page.get_by_role("button", name="公開前に試す").click()
    expect(page.locator("h1")).to_have_text("公開前に試した結果")
    page.get_by_role("link", name="下書きに戻る").click()
    expect(page.locator("[name=question_ja]")).to_have_value("社員証をなくしたとき")


def test_time_is_logged_while_the_page_is_used(faqs, card, new_page, house: House):
    page = new_page()
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{card}")
    page.mouse.move(200, 200)
    page.wait_for_timeout(2500)
    page.goto("/staff/faqs")
    page.wait_for_timeout(500)
    with house.sessions() as session:
        row = session.scalars(select(ReviewBeat)).one()
    assert (row.about, row.about_id) == ("candidate", card)
    assert 1 <= row.seconds <= 30
