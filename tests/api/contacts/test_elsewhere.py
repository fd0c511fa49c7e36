"""What a contact asks by telephone is an episode of theirs, told by the company's own system."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.chat.models import Contact, Conversation, Message
from api.chat.visitors import newest_conversation
from api.episodes.models import Episode, Fact
from api.inquiries.models import Inquiry, Vector
from tests.api.metrics.conftest import telling

__all__ = ["telling"]
KEY = "a key for other systems"
ASKED = "請求書はどこで見られますか"


@pytest.fixture
def house(house):
    return replace(house, settings=house.settings.model_copy(update={"api_key": KEY}))


@pytest.fixture
def call(client, clock):
    """Tell of a telephone call."""

    def tell(external_id: str = "42", *, key: str | None = KEY, **told):
        opened = told.pop("opened_at", clock() - timedelta(hours=1))
        body = {
            "id": "CALL-1",
            "opened_at": opened.isoformat(),
            "replied_at": (opened + timedelta(minutes=1)).isoformat(),
            "closed_at": (opened + timedelta(minutes=9)).isoformat(),
            "text": ASKED,
        } | told
        headers = {"X-Madoguchi-Api-Key": key} if key else {}
        return client.post(f"/api/contacts/{external_id}/episodes", json=body, headers=headers)

    return tell


def test_a_call_becomes_an_episode_of_the_contact(call, session, clock):
    answer = call()
    assert answer.status_code == 201, answer.text
    episode = session.get_one(Episode, answer.json()["episode_id"])
    assert session.get_one(Contact, episode.contact_id).external_id == "42"
    conversation = session.get_one(Conversation, episode.conversation_id)
    assert (conversation.channel, conversation.language) == ("phone", "ja")
    assert episode.opened_at == clock() - timedelta(hours=1)
    facts = session.scalars(
        select(Fact).where(Fact.episode_id == episode.id).order_by(Fact.at, Fact.id)
    ).all()
    assert [fact.kind for fact in facts if fact.kind != "topic_noted"] == [
        "message_received",
        "agent_replied",
        "conversation_resolved",
    ]
    assert all(fact.payload["channel"] == "phone" for fact in facts)
    assert [message.text for message in session.scalars(select(Message))] == [ASKED]


def test_its_question_is_kept_with_its_vector_so_that_its_topic_can_be_told(call, session, house):
    call()
    inquiry = session.scalars(select(Inquiry)).one()
    assert (inquiry.text, inquiry.channel) == (ASKED, "phone")
    assert session.get(Vector, (inquiry.text_key, house.embedder.model_id)) is not None


def test_it_counts_as_human_contact(call, telling, sign_in, clock):
    with telling() as stories:
        stories.episode(clock() - timedelta(days=3)).asks("こんにちは").chatted()
    call(opened_at=clock() - timedelta(days=2))
    metrics = {m["slug"]: m for m in sign_in("mori").get("/api/metrics").json()["metrics"]}
    assert (metrics["escalation_rate"]["numerator"], metrics["escalation_rate"]["denominator"]) == (1, 1)
    assert metrics["answer_rate"]["denominator"] == 0


def test_told_again_it_is_not_a_second_episode(call, session):
    first, again = call(), call()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(session.scalars(select(Episode)).all()) == 1
    assert call("43").status_code == 409


def test_the_bot_has_no_part_in_it(call, client, clock, session):
    call(replied_at=None, closed_at=None)
    # An hour later nobody takes it for a message that the bot forgot to answer, nor for a talk to go on with.
    assert client.get("/readyz").json()["waiting_for_nobody"] == 0
    contact = session.scalars(select(Contact)).one()
    assert newest_conversation(session, contact, now=clock()) is None


def test_a_missed_call_is_no_human_contact(call, session):
    call(replied_at=None, closed_at=None)
    assert {fact.kind for fact in session.scalars(select(Fact))} <= {"message_received", "topic_noted"}


@pytest.mark.parametrize(
    "told",
    [
        {"channel": "widget"},
        {"channel": "help"},
        {"channel": "Phone!"},
        {"replied_at": "2020-01-01T00:00:00+09:00"},
        {"opened_at": "2026-11-16T09:30:00"},
        {"closed_at": "2099-01-01T00:00:00+09:00"},
        {"text": "長" * 4001},
        {"minutes": 3},
    ],
)
def test_what_cannot_be_is_refused(client, call, told, session):
    assert (
        client.post(
            "/api/contacts/42/episodes",
            json={"id": "1", "opened_at": "2026-11-16T09:30:00+09:00"} | told,
            headers={"X-Madoguchi-Api-Key": KEY},
        ).status_code
        == 422
    )
    assert session.scalars(select(Episode)).all() == []


def test_it_needs_the_key_or_an_editor(call, sign_in):
    assert call(key=None).status_code == 401
    assert call(key="wrong").status_code == 401
    body = {"id": "1", "opened_at": "2026-11-16T09:30:00+09:00"}
    assert sign_in("sato").post("/api/contacts/42/episodes", json=body).status_code == 403
    assert sign_in("suzuki").post("/api/contacts/42/episodes", json=body).status_code == 201
