"""Two reviewers in two browsers on one candidate or FAQ: the second is told, and nothing typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from api.faqs.store import newest_version
from tests.api.candidates.conftest import PASSWORD, Add
from tests.api.candidates.conftest import add_candidate as add_candidate
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
FIRST = "ほかの人が先に変更しました"
MINE = "わたしが長い時間をかけて書いた答えです。\n- 手順1\n- 手順2"
OTHER = (("請求書はどこですか", None), ("請求書をダウンロードしたい", None), ("請求書が見当たりません", None))


@pytest.fixture
def card(add_candidate: Add) -> int:
    return add_candidate(PASSWORD)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request) -> bool:
    """Whether JavaScript runs in Mori's browser."""
    return request.param


@pytest.fixture
def two(new_page, scripts: bool) -> tuple[Page, Page]:
    """Suzuki, who is first, and Mori."""
    pages = new_page(), new_page(java_script_enabled=scripts)
    for page, login in zip(pages, ("suzuki", "mori"), strict=True):
        sign_in(page, login)
    return pages


def both_at(two: tuple[Page, Page], path: str) -> None:
    for page in two:
        page.goto(path)


def write(page: Page, question: str, answer: str) -> None:
    page.locator("[name=question_ja]").fill(question)
    page.locator("[name=answer_ja]").fill(answer)


def test_the_second_approval_is_refused_and_its_text_becomes_a_version_after_a_look(
    two, scripts, card, session
):
    suzuki, mori = two
    both_at(two, f"/staff/candidates/{card}")
    write(suzuki, "パスワードの再設定", "鈴木の答えです。")
    write(mori, "パスワードを忘れたとき", MINE)
    mori.locator("form[data-review-key=a] summary", has_text="分類").click()
    mori.locator("[name=category]").fill("ログイン")
    mori.locator("form[data-review-key=a] [name=phrasing]").first.uncheck()
    suzuki.get_by_role("button", name="承認して公開する").click()
    expect(suzuki.locator(".notice").first).to_contain_text("承認しました")

    mori.get_by_role("button", name="承認して公開する").click()
    expect(mori.get_by_role("alert")).to_contain_text(FIRST)
    expect(mori.locator("main")).to_contain_text("鈴木 健")
    kept = mori.locator("#kept")
    expect(kept).to_contain_text("鈴木の答えです。")
    expect(kept.locator("[name=answer_ja]")).to_have_value(MINE)
    expect(kept.locator("[name=category]")).to_have_value("ログイン")
    assert not scripts or violations(mori) == []
    kept.get_by_role("button", name="FAQの編集画面で開く").click()
    expect(mori.locator("[name=question_ja]")).to_have_value("パスワードを忘れたとき")
    expect(mori.locator("[name=answer_ja]")).to_have_value(MINE)
    mori.get_by_role("button", name="公開する", exact=True).click()
    mori.wait_for_url("**/staff/faqs/*saved=2")
    expect(mori.locator("main")).to_contain_text("鈴木の答えです。")
    assert newest_version(session, int(mori.url.split("/")[-1].split("?")[0])).answer_ja == MINE


def test_an_approval_of_a_candidate_that_was_changed_meanwhile_keeps_the_form_and_can_be_repeated(
    two, card, session
):
    suzuki, mori = two
    both_at(two, f"/staff/candidates/{card}")
    write(mori, "パスワードを忘れたとき", MINE)
    suzuki.get_by_label("選ぶ", exact=True).first.check()
    suzuki.get_by_role("button", name="この候補から外す").click()
    expect(suzuki.locator("#notice")).to_contain_text("この候補から外しました")

    mori.get_by_role("button", name="承認して公開する").click()
    expect(mori.get_by_role("alert")).to_contain_text(FIRST)
    expect(mori.locator(".measures")).to_contain_text("5 件")
    expect(mori.locator("[name=answer_ja]")).to_have_value(MINE)
    mori.get_by_role("button", name="承認して公開する").click()
    expect(mori.locator(".notice").first).to_contain_text("承認しました")


def test_of_a_merge_and_a_rejection_the_second_is_told_with_its_reason_kept(two, card, add_candidate):
    suzuki, mori = two
    other = add_candidate(OTHER)
    both_at(two, f"/staff/candidates/{card}")
    mori.locator("form[data-review-key=x] [name=reason]").fill("方針を確認してから書きます")
    suzuki.goto(f"/staff/candidates/{other}/merge?other={card}")
    suzuki.get_by_role("button", name="まとめる", exact=True).click()
    expect(suzuki.locator("#notice")).to_contain_text("まとめました")
    mori.get_by_role("button", name="見送る", exact=True).click()
    expect(mori.get_by_role("alert")).to_contain_text(FIRST)
    expect(mori.locator("main")).to_contain_text("方針を確認してから書きます")
    expect(mori.locator("main")).to_contain_text("統合先")


def test_of_a_rejection_and_a_merge_the_second_is_told_and_nothing_moved(two, card, add_candidate):
    suzuki, mori = two
    other = add_candidate(OTHER)
    mori.goto(f"/staff/candidates/{other}/merge?other={card}")
    suzuki.goto(f"/staff/candidates/{card}")
    suzuki.get_by_label("迷惑・宣伝").check()
    suzuki.get_by_role("button", name="見送る", exact=True).click()
    expect(suzuki.locator(".notice").first).to_contain_text("見送りました")
    mori.get_by_role("button", name="まとめる", exact=True).click()
    expect(mori.get_by_role("alert")).to_contain_text(FIRST)
    expect(mori.locator(".measures")).to_contain_text("3 件")


def test_two_edits_of_one_faq_the_second_sees_both_texts_and_decides(two, scripts, house, session):
    suzuki, mori = two
    with transaction(house.sessions) as writing:
        draft = Draft(question_ja="請求書はどこですか", answer_ja="請求の画面です。")
        faq_id = publish(writing, None, draft, author_id=None, now=house.clock()).faq_id
    both_at(two, f"/staff/faqs/{faq_id}/edit")
    write(suzuki, "請求書はどこですか", "鈴木の直しです。")
    write(mori, "請求書はどこにありますか", MINE)
    for page in (suzuki, mori):
        page.get_by_role("button", name="公開する", exact=True).click()
    suzuki.wait_for_url("**saved=2")
    expect(mori.get_by_role("alert")).to_contain_text(FIRST)
    expect(mori.locator(".published")).to_contain_text("鈴木の直しです。")
    expect(mori.locator("[name=answer_ja]")).to_have_value(MINE)
    assert not scripts or violations(mori) == []
    assert newest_version(session, faq_id).answer_ja == "鈴木の直しです。"
    session.rollback()
    mori.get_by_role("button", name="公開する", exact=True).click()
    mori.wait_for_url("**saved=3")
    assert newest_version(session, faq_id).answer_ja == MINE
