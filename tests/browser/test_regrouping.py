"""Regrouping a candidate in a real browser: ticks, previews, undo; also on a phone and without scripts."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import keep_together
from api.candidates.models import Candidate, ClusterMember
from api.database import transaction
from api.house import House
from api.staff.models import Staff
from tests.api.candidates.asked import TOPICS, receive
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def candidates(house: House) -> dict[str, int]:
    """The candidate of each of three topics after a run."""
    received = {topic: receive(house, texts, days_ago=3) for topic, texts in TOPICS.items()}
    with transaction(house.sessions) as writing:
        by = writing.scalars(select(Staff.id)).first()
        assert by is not None
        for ids in received.values():
            keep_together(writing, ids, by=by, now=house.clock())
    cluster_now(house)
    with house.sessions() as session:
        found = select(ClusterMember.inquiry_id, Candidate.id).join(
            Candidate, Candidate.cluster_id == ClusterMember.cluster_id
        )
        candidate_of = dict(session.execute(found).all())
    return {topic: candidate_of[ids[0]] for topic, ids in received.items()}


def test_what_is_ticked_is_taken_out_and_brought_back(page: Page, candidates: dict[str, int]):
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{candidates['password']}")
    page.get_by_label("選ぶ", exact=True).first.check()
    page.get_by_role("button", name="この候補から外す").click()
    notice = page.locator("#notice")
    expect(notice).to_contain_text("この候補から外しました")
    expect(page.locator(".measures")).to_contain_text("7 件")
    notice.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".measures")).to_contain_text("8 件")


def test_two_candidates_are_merged_after_a_look_at_the_result(page: Page, candidates: dict[str, int]):
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{candidates['password']}")
    page.locator("select[name=other]").select_option(str(candidates["invoice"]))
    page.get_by_role("button", name="まとめた結果を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("まとめた結果の確認")
    expect(page.locator(".result")).to_contain_text("16 件")
    page.get_by_role("button", name="まとめる", exact=True).click()
    expect(page.locator(".measures")).to_contain_text("16 件")
    page.reload()
    page.locator(".history").get_by_role("button", name="元に戻す").click()
    expect(page.locator(".measures")).to_contain_text("8 件")


def test_without_scripts_a_candidate_is_split_and_rejected(new_page, candidates: dict[str, int]):
    page = new_page(java_script_enabled=False)
    sign_in(page, "suzuki")
    page.goto(f"/staff/candidates/{candidates['password']}")
    for place in range(3):
        page.get_by_label("選ぶ", exact=True).nth(place).check()
    page.get_by_role("button", name="別の候補に分ける").click()
    page.get_by_role("button", name="分ける", exact=True).click()
    expect(page.locator(".measures")).to_contain_text("5 件")
    page.get_by_label("製品の不具合").check()
    page.get_by_label("知らせる相手").fill("開発チーム")
    page.get_by_role("button", name="見送る").click()
    page.goto(f"/staff/candidates/{candidates['password']}")
    expect(page.locator("main")).to_contain_text("知らせる相手:開発チーム")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off_and_axe_finds_nothing(new_page, candidates: dict[str, int], scheme):
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    sign_in(page, "suzuki")
    password, invoice = candidates["password"], candidates["invoice"]
    for path in (f"{password}", f"{password}/merge?other={invoice}"):
        page.goto(f"/staff/candidates/{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert violations(page) == []
