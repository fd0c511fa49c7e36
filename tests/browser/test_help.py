"""The FAQ site in Chromium: without a script, on a desk and a phone, light and dark, clean for axe."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from api.database import transaction
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.faqs.drafts import Draft, Wording
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.house import House
from tests.browser.axe import violations
from tests.browser.conftest import NewPage

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def faqs(house: House) -> list[FaqVersion]:
    """Eight FAQs in both languages, one with a list and a long word."""
    answer = "ログイン画面から、**ご自身**で再設定できます。\n1. 画面を開きます。\n2. " + "x" * 120
    with transaction(house.sessions) as session:
        return [
            publish(
                session,
                None,
                Draft(
                    question_ja=f"{topic}を忘れたときは、どうすればよいですか。",
                    answer_ja=answer,
                    question_en=f"I forgot it ({number}). What now?",
                    answer_en="Set it again.\n- Open the page.\n- Follow the link.",
                    phrasings=(Wording(language="ja", text=f"{topic}が思い出せない"),),
                ),
                author_id=None,
                now=datetime.now(UTC),
            )
            for number, topic in enumerate(
                ("パスワード", "暗証番号", "社員番号", "会社コード", "鍵", "印鑑", "名札", "傘")
            )
        ]


def test_a_reader_without_scripts_searches_reads_and_says_that_it_helped(
    new_page: NewPage, house: House, faqs: list[FaqVersion]
):
    page = new_page(java_script_enabled=False)
    page.goto("/help")
    page.get_by_role("searchbox").fill("ぱすわーど")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="パスワードを忘れた").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("パスワードを忘れた")
    page.get_by_role("button", name="はい").click()
    expect(page.get_by_role("status")).to_contain_text("ありがとうございます")
    with house.sessions() as session:
        (fact,) = session.scalars(select(Fact).where(Fact.kind == Kind.FEEDBACK_GIVEN))
    assert (fact.payload["value"], fact.payload["faq_id"]) == ("solved", faqs[0].faq_id)


def test_a_reader_whom_it_did_not_help_asks_in_the_chat(new_page: NewPage, faqs: list[FaqVersion]):
    page = new_page(locale="en-GB")
    page.goto(f"/help/en/{faqs[0].faq_id}")
    page.get_by_role("button", name="No").click()
    expect(page.get_by_role("status")).to_contain_text("sorry")
    page.get_by_role("link", name="Ask in the chat").click()
    expect(page).to_have_url("/demo?lang=en")


def test_the_language_is_one_click_away_and_stays_on_the_faq(new_page: NewPage, faqs: list[FaqVersion]):
    page = new_page()
    page.goto(f"/help/{faqs[3].faq_id}")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"/help/en/{faqs[3].faq_id}")
    page.get_by_role("link", name="日本語").click()
    expect(page).to_have_url(f"/help/{faqs[3].faq_id}")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clean_for_axe_and_as_wide_as_the_screen(
    new_page: NewPage, faqs: list[FaqVersion], size: dict[str, int], scheme: str
):
    page = new_page(viewport=size, color_scheme=scheme)
    number = faqs[0].faq_id
    for path in ("/help", "/help/en", "/help?q=番号", f"/help/{number}", f"/help/en/{number}?told=no"):
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
