"""Mori's week: read the figures, find the worst FAQ, see why, send it back, see the hours."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from tests.api.metrics.stories import Stories
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
WORST = "請求書の宛名を変えるには?"
FINE = "パスワードを忘れたときは?"


@pytest.fixture
def faqs(house, clock) -> dict[str, int]:
    """Two FAQs over two months: one helps, the other sends people on; this month more than the last."""
    now = clock()
    with transaction(house.sessions) as session:
        ids = {
            question: publish(
                session,
                None,
                Draft(question_ja=question, answer_ja="設定の画面から変えられます。"),
                author_id=None,
                now=now - timedelta(days=70),
            ).faq_id
            for question in (WORST, FINE)
        }
        stories = Stories(session)
        for days, question, yes, no in (
            (45, WORST, 30, 10),
            (45, FINE, 40, 4),
            (12, WORST, 8, 40),
            (11, FINE, 38, 4),
        ):
            for one in [True] * yes + [False] * no:
                story = stories.episode(now - timedelta(days=days)).asks("宛名を直したい")
                story.answered(ids[question]).says("solved" if one else "not_solved", ids[question])
                if not one:
                    story.person("not_solved").helped(minutes=12)
    return ids


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="数値のページ").get_by_role("link", name=name, exact=True).click()


def test_from_the_weeks_figures_to_the_worst_faq_and_back(page: Page, faqs):
    sign_in(page, "mori")
    page.goto("/staff/dashboard?days=30")
    expect(page.get_by_role("heading", name="ダッシュボード")).to_be_visible()

    # What changed against the month before, in words.
    tab(page, "比較")
    said = page.locator("[data-said=verified_deflection]")
    expect(said).to_contain_text("下がりました")
    expect(said).to_contain_text("悪化")

    # The worst FAQ comes first; its failures are one press away, as many as the table says.
    tab(page, "FAQ")
    first = page.locator("tr[data-faq]").first
    expect(first).to_have_attribute("data-faq", str(faqs[WORST]))
    first.get_by_role("link", name="解決できず 40").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_have_text("40")
    expect(page.locator("td.question")).to_have_count(40)

    # One of its episodes: what was said, and why it counts as it does.
    page.locator("td.question a").first.click()
    expect(page.get_by_text("担当者への引き継ぎが依頼されました。")).to_be_visible()
    page.go_back()

    # Back to review, with the figures as the reason; then undone, then sent again.
    expect(page.get_by_label("見直す理由")).to_have_value(re.compile("48 件のうち 40 件"))
    page.locator("#send-back button.primary").click()
    notice = page.locator("#review")
    expect(notice).to_contain_text("森 千尋さんが見直しに戻しました")
    notice.get_by_role("button", name="元に戻す").click()
    expect(notice).to_have_count(0)
    page.goto(f"/staff/dashboard/faqs/{faqs[WORST]}/episodes?count=failed&days=30")
    page.locator("#send-back button.primary").click()
    page.goto("/staff/faqs?view=due")
    expect(page.get_by_role("link", name=WORST).first).to_be_visible()

    # The hours of the month, net of what they cost.
    page.goto("/staff/dashboard?days=30")
    expect(page.locator("[data-metric=net_hours]")).to_contain_text("時間")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_of_figures_is_accessible_and_fits(new_page, faqs, width, scheme):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, "mori")
    month = "/staff/dashboard/report"
    for path in (
        "/staff/dashboard/comparison?days=30",
        "/staff/dashboard/faqs?days=60",
        f"/staff/dashboard/faqs/{faqs[WORST]}/episodes?count=failed&days=60",
        "/staff/dashboard/topics?days=60",
        month,
        "/staff/dashboard/weekly",
    ):
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_report_prints_on_a_few_pages_of_a4(page: Page, faqs, clock, house, tmp_path):
    sign_in(page, "mori")
    this = f"{clock().astimezone(house.settings.zone):%Y-%m}"
    page.goto(f"/staff/dashboard/report?month={this}")
    expect(page.get_by_role("heading", name=f"月次レポート {this}")).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".bar").is_hidden()
    # Light on paper, whatever the screen is.
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.startswith(b"%PDF-")
    assert 2 <= printed.count(b"/Type /Page\n") <= 8
