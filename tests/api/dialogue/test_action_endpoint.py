"""Rasa's action-server protocol, as Rasa 3.6 speaks it."""

import httpx
import pytest

from tests.api.chat.customer import Customer


def call(
    url: str, action: str, sender: str, intent: str = "ask_question", **latest: object
) -> httpx.Response:
    message = {"text": "", "intent": {"name": intent}, "entities": []} | latest
    body = {"next_action": action, "sender_id": sender, "tracker": {"latest_message": message, "slots": {}}}
    return httpx.post(f"{url}/rasa/actions", json=body | {"version": "3.6.21"}, timeout=10)


def test_an_action_answers_with_events_and_one_custom_response(hanako: Customer, live_app: str):
    hanako.ask("こんにちは")
    answer = call(live_app, "action_small_talk", hanako.id, "greet")
    assert answer.status_code == 200
    body = answer.json()
    assert body["events"] == []
    (response,) = body["responses"]
    assert response["custom"]["act"] == "small_talk"


def test_an_action_writes_nothing(hanako: Customer, live_app: str, facts):
    hanako.ask("パスワードを忘れました")
    before, seen = hanako.messages(), facts(hanako)
    for action in ("action_solved", "action_hand_off", "action_not_solved", "action_answer"):
        assert call(live_app, action, hanako.id).status_code == 200
    assert (hanako.messages(), facts(hanako)) == (before, seen)
    assert hanako.state()["hand_off"] is None


def test_an_unknown_action_is_404_by_name(live_app: str):
    answer = call(live_app, "action_dance", "x")
    assert answer.status_code == 404
    assert answer.json()["action_name"] == "action_dance"
    assert answer.json()["error"]


@pytest.mark.parametrize("metadata", [{}, {"message_id": 10**6}])
def test_an_action_that_fails_is_400_with_the_reason(live_app: str, metadata: dict):
    answer = call(live_app, "action_answer", "no-such-conversation", metadata=metadata)
    assert answer.status_code == 400
    assert answer.json() == {"error": "There is no such conversation.", "action_name": "action_answer"}


def test_the_faq_is_taken_from_the_entity_and_else_from_the_slot(hanako: Customer, live_app: str, faqs):
    hanako.ask("こんにちは")
    faq_id = str(faqs["leave"].faq_id)
    entity = [{"entity": "faq_id", "value": faq_id}]
    answer = call(live_app, "action_choose_faq", hanako.id, "choose_faq", entities=entity).json()
    assert answer["responses"][0]["custom"]["faq_id"] == faqs["leave"].faq_id
    body = {
        "next_action": "action_choose_faq",
        "sender_id": hanako.id,
        "tracker": {"slots": {"faq_id": faq_id}},
    }
    answer = httpx.post(f"{live_app}/rasa/actions", json=body).json()
    assert answer["responses"][0]["custom"]["text"] == "申請の画面から送れます。"
    for strange in ("x", "-1", "9" * 30, None):
        entity = [{"entity": "faq_id", "value": strange}]
        answer = call(live_app, "action_choose_faq", hanako.id, "choose_faq", entities=entity).json()
        assert answer["responses"][0]["custom"]["act"] == "nothing_found"


def test_every_action_of_the_bots_domain_is_there():
    import yaml

    from api.dialogue.actions import ACTIONS
    from api.settings import ROOT

    domain = yaml.safe_load((ROOT / "bot/domain/actions.yml").read_text(encoding="utf-8"))
    assert set(domain["actions"]) == set(ACTIONS)
