"""Tickets of the past, with their customers and handlers: episodes, once, that leave the bot's days alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.accounts.models import Account
from api.app import create_app
from api.chat.history import channel_of, tell_history
from api.chat.models import Contact, Conversation, Message
from api.database import transaction
from api.episodes.models import Episode, Fact
from api.inquiries.models import Inquiry
from tests.api.metrics.conftest import telling

__all__ = ["telling"]
HEAD = "受付番号,受信日時,経路,本文,初回返信日時,完了日時,担当者,顧客ID"
MAIL = "請求書の宛名を変えたいです。三浦（03-1234-5678）"


@pytest.fixture
def bring(sign_in, house, session):
    """Import rows as editor Suzuki, and let the worker do its part. Return the page of the report."""
    suzuki = sign_in("suzuki")

    def bring(*rows: str, head: str = HEAD) -> str:
        file = ("tickets.csv", "\n".join([head, *rows]).encode(), "text/csv")
        sent = suzuki.post("/staff/inquiries/imports", files={"file": file})
        assert sent.status_code == 303, sent.text
        tell_history(house)
        session.rollback()
        return suzuki.get(sent.headers["location"]).text

    return bring


def ticket(number: int, at: datetime, *, customer: str = "42", reply: int = 30, text: str = MAIL) -> str:
    replied, closed = at + timedelta(minutes=reply), at + timedelta(minutes=reply + 20)
    times = f"{replied.isoformat()},{closed.isoformat()}"
    return f"T-{number},{at.isoformat()},電話,{text},{times},佐藤 美咲,{customer}"


def facts_of(session, episode: Episode) -> list[tuple[str, datetime]]:
    rows = session.scalars(select(Fact).where(Fact.episode_id == episode.id).order_by(Fact.at, Fact.id))
    return [(fact.kind, fact.at) for fact in rows]


def test_a_ticket_becomes_an_episode_of_its_customer_with_its_own_times(bring, session, clock):
    at = clock().replace(microsecond=0) - timedelta(days=40)
    report = bring(ticket(1, at))
    assert "担当者の分かる行は 1 件" in report
    assert "記録に残った行は 1 件" in report
    episode = session.scalars(select(Episode)).one()
    assert session.get_one(Contact, episode.contact_id).external_id == "42"
    conversation = session.get_one(Conversation, episode.conversation_id)
    assert (conversation.channel, episode.opened_at) == ("phone", at)
    assert facts_of(session, episode) == [
        ("message_received", at),
        ("agent_replied", at + timedelta(minutes=30)),
        ("conversation_resolved", at + timedelta(minutes=50)),
    ]
    inquiry = session.scalars(select(Inquiry)).one()
    assert (inquiry.episode_id, inquiry.handler) == (episode.id, "佐藤 美咲")
    # Whose it is stands with the contact alone, and what was said is masked.
    assert inquiry.customer_id is None
    assert [message.text for message in session.scalars(select(Message))] == [inquiry.text]
    assert "03-1234-5678" not in inquiry.text


def test_importing_the_same_again_adds_no_episode_and_no_fact(bring, session, clock, house):
    rows = [ticket(n, clock() - timedelta(days=40 + n), customer=str(n % 2)) for n in range(4)]
    bring(*rows)
    before = len(session.scalars(select(Fact)).all())
    bring(*rows)
    assert tell_history(house) == 0
    session.rollback()
    assert (len(session.scalars(select(Episode)).all()), before) == (4, 12)
    assert len(session.scalars(select(Fact)).all()) == before
    assert len(session.scalars(select(Contact)).all()) == 2


def test_without_customer_or_times_a_row_stays_an_inquiry(bring, session, clock):
    at = (clock() - timedelta(days=40)).isoformat()
    early = (clock() - timedelta(days=41)).isoformat()
    bring(
        f"T-1,{at},電話,誰からか分からない,{at},{at},佐藤,",
        f"T-2,{at},電話,誰も返信していない,,,佐藤,42",
        f"T-3,{at},電話,問い合わせより前の返信,{early},,佐藤,42",
        f"T-4,{at},電話,これから終わる,,2099-01-01,佐藤,42",
    )
    assert session.scalars(select(Episode)).all() == []
    kept = session.scalars(select(Inquiry)).all()
    assert [(row.handler, row.customer_id) for row in kept] == [("佐藤", None)] * 4


def test_an_account_is_no_person_who_comes_back(bring, session, clock, house):
    with transaction(house.sessions) as own:
        account = Account(
            external_id="C-7", name="ひなた", contract_yen=1, stage="adoption",
            renewal_on=clock().date(), tier="high",
        )  # fmt: skip
        own.add(account)
    bring(ticket(1, clock() - timedelta(days=40), customer="C-7"))
    assert session.scalars(select(Contact)).all() == []
    assert session.scalars(select(Inquiry)).one().account_id is not None
    bring(ticket(2, clock() - timedelta(days=41)) + ",C-7", head=f"{HEAD},契約ID")
    assert session.scalars(select(Contact)).one().account_id is not None


def test_what_was_before_the_bot_counts_in_no_rate_and_what_came_since_does(
    bring, telling, clock, sign_in, session
):
    began = clock() - timedelta(days=20)
    with telling() as stories:
        for _ in range(4):
            stories.episode(began).asks().answered().says("solved")
    mori = sign_in("mori")

    def figures(query: str = "days=60") -> dict[str, dict]:
        return {one["slug"]: one for one in mori.get(f"/api/metrics?{query}").json()["metrics"]}

    before = figures()
    bring(*(ticket(n, began - timedelta(days=n + 1)) for n in range(6)))
    assert figures() == before
    episode = session.scalars(select(Episode).order_by(Episode.opened_at)).first()
    assert "ボットが始まる前の問い合わせです" in mori.get(f"/staff/dashboard/episodes/{episode.id}").text
    bring(ticket(10, began + timedelta(days=1)), ticket(11, began + timedelta(days=2)))
    after = figures()
    assert (after["escalation_rate"]["numerator"], after["escalation_rate"]["denominator"]) == (2, 6)
    assert figures("days=60&channel=widget")["escalation_rate"] == before["escalation_rate"]
    assert figures("days=60&channel=phone")["escalation_rate"]["denominator"] == 2


def test_who_was_answered_and_then_telephoned_takes_the_credit_back(bring, telling, clock, sign_in):
    asked = clock() - timedelta(days=20)
    with telling() as stories:
        hanako = stories.contact()
        hanako.external_id = "42"
        story = (
            stories.episode(asked, contact=hanako).asks("請求書の宛名を変えたい").answered().says("solved")
        )
        story.inquiry("請求書の宛名を変えたいです。")
    mori = sign_in("mori")

    def figure(slug: str) -> dict:
        found = mori.get("/api/metrics?days=60").json()["metrics"]
        return next(one for one in found if one["slug"] == slug)

    assert figure("false_deflection")["numerator"] == 0
    bring(ticket(1, asked + timedelta(days=2), text="請求書の宛名を変えたいです。"))
    assert figure("false_deflection")["numerator"] == 1


def test_a_batch_of_another_system_becomes_episodes_too(house, session, clock):
    keyed = replace(house, settings=house.settings.model_copy(update={"api_key": "key"}))
    at = clock() - timedelta(days=3)
    row = {
        "id": "T-1", "text": MAIL, "channel": "Eメール", "received_at": at.isoformat(),
        "replied_at": (at + timedelta(hours=1)).isoformat(), "handler": "田中", "customer_id": "42",
    }  # fmt: skip
    with TestClient(create_app(keyed), headers={"X-Madoguchi-Api-Key": "key"}) as desk:
        assert desk.post("/api/inquiries", json={"inquiries": [row]}).json()["kept"] == 1
        assert desk.post("/api/inquiries", json={"inquiries": [row]}).json()["duplicates"] == 1
    assert tell_history(house) == 1
    episode = session.scalars(select(Episode)).one()
    assert session.get_one(Conversation, episode.conversation_id).channel == "mail"
    assert [kind for kind, _ in facts_of(session, episode)] == ["message_received", "agent_replied"]
    assert session.scalars(select(Inquiry.handler)).one() == "田中"


def test_channels_have_one_name_and_never_our_own():
    names = ("電話", "ＴＥＬ", "E-mail", "店頭", "LINE", "widget", "Help", "")
    assert [channel_of(name) for name in names] == [
        "phone", "phone", "mail", "counter", "line", "other", "other", "other",
    ]  # fmt: skip
