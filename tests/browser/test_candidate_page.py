"""A candidate's page in Chromium: the map, the difference to the nearest FAQs, each language by itself."""

import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from api.candidates.models import Candidate
from api.database import transaction
from api.faqs.drafts import Draft, Wording
from api.faqs.publishing import publish
from api.house import House
from tests.browser.axe import violations
from tests.browser.conftest import sign_in
from tests.browser.test_regrouping import candidates

__all__ = ["candidates"]
pytestmark = pytest.mark.browser
SIZES = {"wide": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
PASSWORD = Draft(
    question_ja="パスワードを忘れた場合は?",
    answer_ja="**再設定**の画面から新しくできます。",
    phrasings=(Wording(language="ja", text="管理者のパスワードを忘れた"),),
)


@pytest.fixture
def faq_id(house: House) -> int:
    """An FAQ near the candidate of passwords."""
    with transaction(house.sessions) as session:
        return publish(session, None, PASSWORD, author_id=None, now=house.clock()).faq_id


def open_candidate(page: Page, candidate_id: int) -> None:
    """Open a candidate once the answers are there to compare with."""
    end = time.monotonic() + 60
    while (
        page.goto(f"/staff/candidates/{candidate_id}/faqs") and not page.locator("#compared article").count()
    ):
        assert time.monotonic() < end
        time.sleep(0.5)
    page.goto(f"/staff/candidates/{candidate_id}")


@pytest.mark.parametrize(
    ("size", "scheme"), [("wide", "light"), ("wide", "dark"), ("phone", "light"), ("phone", "dark")]
)
def test_the_page_is_clean_with_all_that_it_fetches(new_page, candidates, faq_id, size, scheme):
    page = new_page(viewport=SIZES[size], color_scheme=scheme)
    sign_in(page, "suzuki")
    open_candidate(page, candidates["password"])
    assert page.locator("#around svg").count() == 0
    page.locator("#link").scroll_into_view_if_needed()
    expect(page.locator("#compared mark").first).to_be_attached()
    page.locator("#around").scroll_into_view_if_needed()
    expect(page.locator("#around svg")).to_be_visible()
    expect(page.locator(".nearest a")).to_have_count(2)
    page.locator("#compared summary").first.click()
    # Under the bar at the top a button would be cut off.
    page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_by_keyboard_the_nearest_faq_is_chosen_while_the_difference_comes(page, candidates, faq_id, house):
    sign_in(page, "suzuki")
    open_candidate(page, candidates["password"])
    page.keyboard.press("l")
    page.keyboard.press("Space")
    expect(page.locator("#compared article")).to_have_count(1)
    expect(page.locator(f"#near-{faq_id}")).to_be_checked()
    expect(page.locator(f"#near-{faq_id}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("既存のFAQに紐づけました")).to_be_visible()
    with house.sessions() as session:
        assert (
            session.scalar(select(Candidate.faq_id).where(Candidate.id == candidates["password"])) == faq_id
        )


def test_without_scripts_map_difference_and_link_are_a_page_away(new_page, candidates, faq_id):
    page = new_page(java_script_enabled=False)
    sign_in(page, "suzuki")
    open_candidate(page, candidates["password"])
    page.get_by_role("link", name="地図の上の位置を見る").click()
    expect(page.locator("#around svg")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="違いを見る").click()
    page.get_by_role("button", name=f"「{PASSWORD.question_ja}」に紐づける").click()
    expect(page.get_by_text("既存のFAQに紐づけました").first).to_be_visible()


def test_one_language_is_approved_and_later_the_other(new_page, candidates):
    page = new_page(java_script_enabled=False)
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{candidates['password']}")
    form = page.locator("[data-review-key=a]")
    form.locator("[name=answer_ja]").fill("再設定してください。")
    form.locator("[name=question_en]").fill("How do I reset my password?")
    form.locator("[name=answer_en]").fill("Use the form.")
    form.get_by_label("英語はまだ公開せず、下書きに残す").check()
    form.get_by_role("button", name="承認して公開する").click()
    page.goto(f"/staff/candidates/{candidates['password']}")
    page.get_by_role("button", name="英語を承認して公開する").click()
    expect(page.get_by_text("英語: 公開").first).to_be_visible()
    assert page.locator(".standings .confirmed").count() == 2
    page.get_by_role("button", name="日本語の公開だけを終了する").click()
    expect(page.get_by_text("日本語: 公開終了(下書きへ)").first).to_be_visible()
    page.get_by_role("button", name="元に戻す").click()
    assert page.locator(".standings .confirmed").count() == 2
