"""Messages in quick succession are read together and answered once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.chat.models import Message, Turn
from api.inquiries.models import Inquiry
from tests.api.chat.conftest import running
from tests.api.chat.customer import KEY, Customer


def patient(house, **more: float):
    """A house that waits so long for more that a slow machine is no excuse."""
    return replace(house, settings=house.settings.model_copy(update={"read_together": 5.0} | more))


@pytest.fixture(scope="module")
def patient_app(live_house, small_rasa, faqs) -> Iterator[str]:
    with running(patient(live_house)) as url:
        small_rasa.action_url = f"{url}/rasa/actions"
        yield url


@pytest.fixture
def hanako(patient_app: str, rasa) -> Customer:
    return Customer(patient_app)


def received(facts: list[tuple[str, dict]]) -> list[int]:
    return [payload["seq"] for kind, payload in facts if kind == "message_received"]


def test_a_greeting_and_its_question_are_one_turn_and_two_messages(hanako: Customer, rasa, facts, session):
    hanako.say("こんにちは")
    hanako.say("パスワードを忘れました")
    reply = hanako.replies(1)[0]
    assert reply["content"]["act"] == "answer"
    # A greeting alone would be what the bot understands of both.
    assert rasa.heard(hanako.id) == ["パスワードを忘れました"]
    assert [m["text"] for m in hanako.messages("customer")] == ["こんにちは", "パスワードを忘れました"]
    assert received(facts(hanako)) == [1, 2]
    rows = session.query(Message).filter_by(conversation_id=hanako.id).order_by(Message.seq).all()
    assert rows[2].in_reply_to == rows[1].id
    assert session.query(Turn).filter_by(conversation_id=hanako.id).count() == 0
    kept = session.query(Inquiry).filter_by(conversation_id=hanako.id).one()
    assert kept.text == "こんにちは\nパスワードを忘れました"


def test_three_parts_of_a_sentence_are_one_question(hanako: Customer, rasa, facts):
    for part in ("先月の", "請求書について", "どこで見られますか"):
        hanako.say(part)
    hanako.replies(1)
    assert rasa.heard(hanako.id) == ["先月の\n請求書について\nどこで見られますか"]
    assert received(facts(hanako)) == [1, 2, 3]


def test_whole_questions_are_answered_each_and_at_once(hanako: Customer, rasa):
    texts = ["パスワードを忘れました", "請求書はどこで見られますか"]
    for text in texts:
        hanako.say(text)
    hanako.replies(2)
    assert rasa.heard(hanako.id) == texts


def test_a_button_is_never_read_together_with_a_text_and_lets_it_go_first(hanako: Customer, rasa):
    hanako.ask("パスワードを忘れました")
    hanako.say("請求書")
    hanako.press("solved")
    hanako.replies(3)
    assert rasa.heard(hanako.id)[1:] == ["請求書", "/solved"]


def test_small_talk_in_two_messages_is_small_talk_of_both(hanako: Customer, rasa, facts):
    hanako.say("こんにちは")
    hanako.say("ありがとう")
    hanako.replies(1)
    found = facts(hanako)
    talked = {payload["message_id"] for kind, payload in found if kind == "small_talk_replied"}
    assert talked == {payload["message_id"] for kind, payload in found if kind == "message_received"}
    assert len(talked) == 2


def test_a_repeated_message_is_not_joined_to_itself(hanako: Customer, rasa):
    for _ in range(2):
        hanako.send(client_id="a", text="請求書")
    hanako.send(client_id="b", text="どこですか")
    hanako.replies(1)
    assert rasa.heard(hanako.id) == ["請求書\nどこですか"]


def test_what_would_be_too_long_together_is_asked_one_by_one(hanako: Customer, rasa):
    first = "あ" * 3990 + "ですが"
    hanako.say(first)
    hanako.say("パスワードを忘れました")
    hanako.replies(2)
    assert rasa.heard(hanako.id) == [first, "パスワードを忘れました"]


def test_a_person_asked_for_meanwhile_gets_both_and_the_bot_neither(hanako: Customer, rasa):
    hanako.say("請求書の")
    hanako.http.post(f"{hanako.path}/hand-off")
    hanako.say("どこですか")
    assert hanako.state()["hand_off"] == "waiting"
    assert rasa.heard(hanako.id) == []


def test_who_goes_on_typing_is_waited_for(house, session, clock):
    # Outside of its life nothing is dispatched: the turn stays to be looked at.
    client = TestClient(create_app(patient(house, read_together=3.0)), headers=KEY)
    opened = client.post("/widget/conversations", json={}).json()
    client.headers["Authorization"] = f"Bearer {opened['visitor_token']}"
    path = f"/widget/conversations/{opened['conversation_id']}"

    def due() -> float:
        session.rollback()
        return session.query(Turn.next_at).filter_by(conversation_id=opened["conversation_id"]).scalar()

    client.post(f"{path}/messages", json={"client_id": "1", "text": "請求書について"})
    first = due()
    assert client.post(f"{path}/typing").status_code == 204
    later = due()
    assert later > first
    clock.move(seconds=11)
    assert client.post(f"{path}/typing").status_code == 204
    assert due() == later


def test_waiting_can_be_switched_off(house, session):
    client = TestClient(create_app(patient(house, read_together=0)), headers=KEY)
    opened = client.post("/widget/conversations", json={}).json()
    client.headers["Authorization"] = f"Bearer {opened['visitor_token']}"
    path = f"/widget/conversations/{opened['conversation_id']}/messages"
    for number, text in enumerate(("こんにちは", "請求書")):
        client.post(path, json={"client_id": str(number), "text": text})
    turns = session.query(Turn.payload).filter_by(conversation_id=opened["conversation_id"])
    assert [row.payload for row in turns.order_by(Turn.message_id)] == ["こんにちは", "請求書"]
