"""What both sides see of one another without words: typing, sent, read; and the token that goes with it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from api.chat.handoffs import open_hand_off
from api.chat.messages import tell
from api.chat.models import Conversation
from api.database import transaction
from api.staff.models import Staff

pytestmark = pytest.mark.browser
QUESTION = "請求書はどこで見られますか？"


@pytest.fixture
def widget(page: Page) -> Locator:
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    return page.get_by_role("dialog")


@pytest.fixture
def sato(house):
    """Agent Sato, who takes the conversation: `sato(customer_seen=…)` says how it stands on her side."""

    def act(**values: object) -> None:
        with transaction(house.sessions) as session:
            agent = session.scalars(select(Staff).where(Staff.email == "sato@example.com")).one()
            conversation = session.scalars(select(Conversation)).one()
            hand_off = open_hand_off(session, conversation.id)
            assert hand_off is not None
            hand_off.claimed_by, hand_off.claimed_at = agent.id, house.clock()
            session.execute(update(Conversation).values(**values))
            if "agent_typing_at" in values:
                session.execute(update(Conversation).values(agent_typing_id=agent.id))
            tell(session, conversation.id)

    return act


def marks(session) -> tuple[int, int]:
    """Return what was delivered and what was read."""
    session.rollback()
    row = session.scalars(select(Conversation).execution_options(populate_existing=True)).one()
    return row.customer_delivered_seq, row.customer_read_seq


def wait_for(page: Page, known, wanted: object) -> None:
    """Wait until `known()` is `wanted`, at most five seconds."""
    for _ in range(50):
        if known() == wanted:
            return
        page.wait_for_timeout(100)
    assert known() == wanted


def write(widget: Locator, text: str = QUESTION) -> None:
    widget.get_by_label("メッセージ", exact=True).fill(text)
    widget.get_by_label("メッセージ", exact=True).press("Enter")


def test_a_message_is_sent_and_then_read(widget: Locator, sato, session):
    widget.get_by_role("button", name="担当者と話す").click()
    expect(widget.locator(".row.system")).to_have_count(1)
    write(widget)
    row = widget.locator(".row.customer")
    expect(row.locator(".meta")).to_contain_text("送信済み")
    sato(agent_read_seq=2)
    expect(row.locator(".meta")).to_contain_text("既読")
    expect(row.locator(".meta")).not_to_contain_text("送信済み")
    # The bubble is not said once more to a screen reader.
    expect(widget.get_by_text(QUESTION)).to_have_count(1)


def test_an_agent_who_types_is_seen_by_name(widget: Locator, sato, house):
    widget.get_by_role("button", name="担当者と話す").click()
    expect(widget.locator(".row.system")).to_have_count(1)
    sato(agent_typing_at=house.clock())
    expect(widget.get_by_role("status").get_by_text("佐藤 美咲さんが入力しています")).to_be_attached()
    expect(widget.locator(".dots")).to_be_visible()
    sato(agent_typing_at=None)
    expect(widget.locator(".dots")).to_be_hidden()


def test_a_customer_who_types_to_a_person_is_told_of_once_in_three_seconds(
    widget: Locator, page: Page, session
):
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if request.url.endswith("/typing") else None)
    box = widget.get_by_label("メッセージ", exact=True)
    box.press_sequentially("まだだれもいません")
    assert told == []
    widget.get_by_role("button", name="担当者と話す").click()
    expect(widget.locator(".row.system")).to_have_count(1)
    box.press_sequentially("よろしくお願いします")
    wait_for(page, lambda: len(told), 1)
    typing = select(Conversation.customer_typing_at.is_not(None))
    wait_for(page, lambda: (session.rollback(), session.scalars(typing).one())[1], True)


def test_what_arrives_is_delivered_and_what_is_seen_is_read(widget: Locator, page: Page, desk, session):
    write(widget)
    expect(widget.locator(".row.system")).to_have_count(1)
    wait_for(page, lambda: marks(session), (2, 2))
    page.keyboard.press("Escape")
    desk.say("右上のメニューにあります。")
    wait_for(page, lambda: marks(session), (3, 2))
    page.get_by_role("button", name="お問い合わせを開く").click()
    wait_for(page, lambda: marks(session), (3, 3))


def test_a_visitor_whose_token_has_expired_goes_on_in_the_same_conversation(
    widget: Locator, page: Page, desk, clock
):
    write(widget)
    expect(widget.locator(".row.system")).to_have_count(1)
    before = page.evaluate("JSON.parse(Object.values({...localStorage})[0])")
    clock.now += timedelta(hours=25)
    write(widget, "まだいますか？")
    expect(widget.locator(".customer time")).to_have_count(2)
    after = page.evaluate("JSON.parse(Object.values({...localStorage})[0])")
    assert after["conversation"] == before["conversation"]
    assert after["token"] != before["token"]
    assert desk.heard() == [QUESTION, "まだいますか？"]
    page.reload()
    expect(widget.get_by_text(QUESTION)).to_have_count(1)


def test_a_conversation_of_yesterday_is_shown_again_after_a_reload(widget: Locator, page: Page, desk, clock):
    write(widget)
    expect(widget.locator(".row.system")).to_have_count(1)
    clock.now += timedelta(hours=25)
    page.reload()
    expect(widget.get_by_text(QUESTION)).to_have_count(1)
    desk.say("お待たせしました。")
    expect(widget.get_by_text("お待たせしました。")).to_have_count(1)
