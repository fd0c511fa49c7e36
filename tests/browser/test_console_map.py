"""The map of topics in the console: on a desk, on a phone, in the dark, under a strict policy."""

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import keep_together
from api.candidates.models import Candidate, ClusterMember
from api.database import transaction
from api.house import House
from api.staff.models import Staff
from tests.api.candidates.asked import TOPICS, receive
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"


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


@pytest.fixture
def map_page(page: Page, candidates: dict[str, int]) -> Page:
    sign_in(page)
    page.get_by_role("link", name="地図を見る").click()
    expect(page.get_by_role("application")).to_be_visible()
    return page


def test_a_chosen_cluster_leads_to_its_candidate(map_page: Page, candidates: dict[str, int]):
    open_it = map_page.get_by_role("link", name="候補を開く")
    expect(open_it).to_be_hidden()
    row = map_page.locator(".clusters li button").first
    name = row.locator(".name").inner_text()
    row.click()
    open_it.click()
    expect(map_page.get_by_role("heading", level=1)).to_have_text(name)
    assert int(map_page.url.rpartition("/")[2]) in candidates.values()


def test_a_click_on_an_inquiry_offers_its_candidate(map_page: Page):
    map_page.get_by_label("問い合わせを検索").fill("How do I cancel my subscription?")
    map_page.get_by_label("問い合わせを検索").press("Enter")
    tip = map_page.locator(".tip .of")
    expect(tip).to_be_visible()
    # The hit stands in the middle of the map now.
    map_page.locator("canvas").click()
    expect(map_page.locator("#chosen strong")).to_have_text(tip.inner_text())


def test_the_map_speaks_the_console_s_language(map_page: Page):
    expect(map_page.get_by_role("heading", level=1)).to_have_text("話題の地図")
    map_page.get_by_role("button", name="English", exact=True).click()
    expect(map_page.get_by_role("heading", level=1)).to_have_text("Map of topics")
    expect(map_page.get_by_label("Search inquiries")).to_be_visible()


def test_it_runs_under_a_policy_that_allows_nothing_inline(page: Page, candidates: dict[str, int]):
    def strict(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})

    sign_in(page)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.route("**/staff/candidates/map", strict)
    # htmx writes a style element of its own; the map needs neither.
    page.route("**/htmx.min.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/staff/candidates/map")
    expect(page.get_by_role("application")).to_be_visible()
    assert refused == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(new_page, candidates: dict[str, int], scheme: str):
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    sign_in(page)
    for path in ("/staff/candidates", "/staff/candidates/map"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".cluster-map")).to_have_attribute("data-theme", scheme)


def test_when_the_map_cannot_be_read_the_page_says_so(page: Page, candidates: dict[str, int]):
    sign_in(page)
    page.route("**/api/candidates/map", lambda route: route.abort())
    page.goto("/staff/candidates/map")
    expect(page.get_by_role("alert")).to_contain_text("地図を読み込めませんでした")
