"""Asking for a person: with or without the bot, once, and the bot is silent meanwhile."""

import time

import pytest

from api.chat.handoffs import open_hand_off
from api.database import transaction
from api.staff.models import Staff
from tests.api.chat.customer import Customer, until


def kinds(facts: list[tuple[str, dict]]) -> list[str]:
    return [kind for kind, _ in facts]


def claim(live_house, hanako: Customer) -> None:
    with transaction(live_house.sessions) as session:
        hand_off = open_hand_off(session, hanako.id)
        hand_off.claimed_by = session.query(Staff.id).filter_by(email="sato@example.com").scalar()
        hand_off.claimed_at = live_house.clock()


def test_a_person_can_be_asked_for_while_the_bot_is_down(hanako: Customer, rasa, facts):
    rasa.stop()
    answer = hanako.http.post(f"{hanako.path}/hand-off")
    assert answer.status_code == 201
    assert answer.json()["hand_off"] == "waiting"
    assert facts(hanako) == [("handoff_requested", {"reason": "customer_request"})]


def test_asking_twice_is_one_hand_off(hanako: Customer, facts):
    for _ in range(2):
        state = hanako.http.post(f"{hanako.path}/hand-off").json()
    assert len(state["messages"]) == 1
    assert kinds(facts(hanako)) == ["handoff_requested"]


def test_the_bot_is_silent_while_a_hand_off_is_open(hanako: Customer, rasa, facts):
    hanako.http.post(f"{hanako.path}/hand-off")
    hanako.say("パスワードを忘れました")
    time.sleep(1)
    assert hanako.state()["typing"] is False
    assert hanako.messages("bot") == []
    assert rasa.heard(hanako.id) == []
    assert "message_received" in kinds(facts(hanako))


@pytest.mark.parametrize("late", [False, True], ids=["while-it-is-open", "after-it-was-closed"])
def test_a_reply_that_comes_after_the_hand_off_is_not_shown(
    hanako: Customer, rasa, live_house, clock, late: bool
):
    rasa.may_reply.clear()
    hanako.say("パスワードを忘れました")
    until(lambda: rasa.heard(hanako.id))
    hanako.http.post(f"{hanako.path}/hand-off")
    if not late:
        rasa.may_reply.set()
        time.sleep(1)
    assert hanako.messages("bot") == []
    clock.move(minutes=1)
    claim(live_house, hanako)
    with transaction(live_house.sessions) as session:
        open_hand_off(session, hanako.id).closed_at = clock()
    rasa.may_reply.set()
    hanako.ask("請求書はどこで見られますか")
    assert [m["content"].get("question") for m in hanako.messages("bot")] == ["請求書はどこで見られますか"]


def test_taking_the_request_back_lets_the_bot_answer_again(hanako: Customer, rasa, facts):
    rasa.may_reply.clear()
    hanako.say("パスワードを忘れました")
    hanako.http.post(f"{hanako.path}/hand-off")
    rasa.may_reply.set()
    time.sleep(0.5)
    answer = hanako.http.delete(f"{hanako.path}/hand-off")
    assert (answer.status_code, answer.json()["hand_off"]) == (200, None)
    assert hanako.replies(1)[0]["content"]["act"] == "answer"
    assert ("agent_released", {"staff_id": None}) in facts(hanako)
    assert hanako.http.delete(f"{hanako.path}/hand-off").status_code == 200


def test_a_claimed_conversation_shows_the_agent_and_cannot_be_taken_back(hanako: Customer, live_house):
    hanako.http.post(f"{hanako.path}/hand-off")
    claim(live_house, hanako)
    state = hanako.state()
    assert (state["hand_off"], state["agent"]) == ("claimed", "佐藤 美咲")
    assert hanako.http.delete(f"{hanako.path}/hand-off").status_code == 409


def test_pressing_the_persons_button_says_why(hanako: Customer, facts):
    assert hanako.ask("宇宙の果てには何がありますか")["content"]["offer"] == "no_answer"
    hanako.press("hand_off")
    assert hanako.state()["hand_off"] == "waiting"
    assert facts(hanako)[-1] == ("handoff_requested", {"reason": "no_answer"})


def test_the_rating_is_about_whoever_helped_and_counts_once(hanako: Customer, live_house, facts):
    assert hanako.http.post(f"{hanako.path}/csat", json={"rating": 5}).status_code == 409
    hanako.ask("パスワードを忘れました")
    last = hanako.choose("solved")
    assert last["content"]["csat"] is True
    for rating in (5, 1):
        assert hanako.http.post(f"{hanako.path}/csat", json={"rating": rating}).status_code == 204
    assert hanako.http.post(f"{hanako.path}/csat", json={"rating": 6}).status_code == 422
    given = [payload for kind, payload in facts(hanako) if kind == "csat_given"]
    assert given == [{"rating": 5, "about": "bot"}]
