"""An agent answers with an FAQ by keyboard, and an editor lets the FAQ learn the question."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from api.answers.serving import Serving
from api.episodes.models import Fact
from api.faqs.models import FaqVersion
from api.faqs.store import newest_version
from api.house import House
from tests.api.improving.conftest import Customer
from tests.api.improving.conftest import faqs as faqs
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
QUESTION = "暗証番号がわからなくなった"


@pytest.fixture
def asked(house: House, faqs: dict[str, FaqVersion]) -> Customer:
    """A customer whom the bot could not answer, and who waits for a person."""
    # The index a process builds at its start needs the FAQs' vectors: they are made before.
    Serving(house).refresh()
    return Customer(house).says(QUESTION).nothing().wants_a_person()


def test_what_an_agent_answered_with_is_learnt_in_one_click(
    new_page, house: House, faqs: dict[str, FaqVersion], asked: Customer
):
    page = new_page()
    sign_in(page, "sato")
    page.goto("/staff/inbox")
    page.locator("[data-row]").first.click()
    page.get_by_role("button", name="担当する").click()
    reply = page.get_by_label("返信")
    reply.fill("お待たせしました。")

    page.locator("[data-answer-with] summary").press("Enter")
    search = page.get_by_role("searchbox", name="FAQを検索")
    expect(search).to_be_focused()
    expect(page.locator("#faqs [data-version]")).to_have_count(3)
    search.press_sequentially("請求書")
    expect(page.locator("#faqs strong").first).to_have_text("請求書はどこで見られますか")
    search.fill("")
    search.press_sequentially("パスワード")
    expect(page.locator("#faqs strong").first).to_have_text("パスワードを忘れました")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(reply).to_be_focused()
    expect(reply).to_have_value("お待たせしました。\n\nパスワードを忘れましたの答え")
    expect(page.locator("[data-taken]")).to_contain_text("パスワードを忘れました")
    reply.press("Control+Enter")
    expect(page.locator("#thread .from-agent .said")).to_have_text(
        "お待たせしました。\n\nパスワードを忘れましたの答え"
    )
    expect(page.locator("[data-taken]")).to_be_hidden()
    with house.sessions() as session:
        fact = session.scalars(select(Fact).where(Fact.kind == "agent_replied")).one()
    assert fact.payload["version_id"] == faqs["password"].id

    # The next reply is the agent's own.
    reply.fill("ほかにございますか。")
    reply.press("Control+Enter")
    expect(page.locator("#thread .from-agent .said")).to_have_count(2)
    with house.sessions() as session:
        newest = session.scalars(select(Fact).order_by(Fact.id.desc())).first()
    assert newest is not None
    assert "faq_id" not in newest.payload

    editor = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    sign_in(editor, "suzuki")
    editor.get_by_role("link", name="回答の改善").click()
    for tab in ("取り違えの多い言い回し", "競合するFAQ", "言い回しの候補"):
        editor.get_by_role("link", name=tab).click()
        expect(editor.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")
        assert editor.evaluate("document.documentElement.scrollWidth") == 390
    expect(editor.locator(".words")).to_have_text(QUESTION)
    editor.get_by_role("button", name="加える", exact=True).click()
    expect(editor.locator("#notice")).to_contain_text("に加えました")
    expect(editor.locator(".words")).to_have_count(0)
    assert QUESTION in said_by(house, faqs["password"])
    editor.get_by_role("button", name="元に戻す").click()
    expect(editor.locator(".words")).to_have_text(QUESTION)
    assert QUESTION not in said_by(house, faqs["password"])


def said_by(house: House, faq: FaqVersion) -> list[str]:
    with house.sessions() as session:
        return [phrasing.text for phrasing in newest_version(session, faq.faq_id).phrasings]
