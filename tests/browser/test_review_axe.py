"""The candidate's page with everything open, and its decisions without scripts."""

import pytest
from playwright.sync_api import expect

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from tests.api.candidates.conftest import INVOICE, PASSWORD
from tests.api.candidates.conftest import add_candidate as add_candidate
from tests.browser.axe import violations
from tests.browser.conftest import sign_in
from tests.browser.test_regrouping import candidates as candidates

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_a_candidate_with_everything_open_and_the_previews_are_clean(
    new_page, house, candidates, width: int, scheme: str
):
    with transaction(house.sessions) as session:
        draft = Draft(question_ja="営業時間を教えてください", answer_ja="平日の9時から18時です。")
        publish(session, None, draft, author_id=None, now=house.clock())
    page = new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    sign_in(page, "suzuki")
    password = candidates["password"]
    page.goto(f"/staff/candidates/{password}")
    page.locator("[name=question_ja]").fill("パスワードを忘れたとき")
    page.locator("[name=answer_ja]").fill("再設定してください。")
    page.get_by_role("button", name="公開前に試す").click()
    expect(page.locator("[data-replayed]")).to_be_visible(timeout=60_000)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    # A field that happens to lie half under the bar would count as too small to press.
    page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.goto(f"/staff/candidates/{password}")
    page.get_by_label("選ぶ", exact=True).first.check()
    page.get_by_role("button", name="別の候補に分ける").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("分けた結果の確認")
    assert violations(page) == []
    page.goto(f"/staff/candidates/{password}/merge?other={candidates['invoice']}")
    assert violations(page) == []


def test_without_scripts_a_candidate_is_approved_another_linked_and_both_taken_back(new_page, add_candidate):
    page = new_page(java_script_enabled=False)
    first, second = add_candidate(PASSWORD, impact=9), add_candidate(INVOICE, language="en", impact=5)
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{first}")
    page.locator("[name=answer_ja]").fill("再設定してください。")
    page.get_by_role("button", name="承認して公開する").click()
    expect(page.locator(".notice").first).to_contain_text("承認しました")
    page.goto(f"/staff/candidates/{second}")
    page.locator("[name=other_faq_id]").select_option(index=1)
    page.get_by_role("button", name="紐づける", exact=True).click()
    expect(page.locator(".notice").first).to_contain_text("紐づけました")
    for one in (second, first):
        page.goto(f"/staff/candidates/{one}")
        page.locator("main section").get_by_role("button", name="元に戻す").click()
        expect(page.get_by_role("button", name="承認して公開する")).to_be_visible()
    page.get_by_role("button", name="1週間").click()
    expect(page.locator("#notice")).to_contain_text("保留にしました")
    page.locator("#notice").get_by_role("button", name="元に戻す").click()
    expect(page.get_by_role("button", name="1週間")).to_be_visible()
