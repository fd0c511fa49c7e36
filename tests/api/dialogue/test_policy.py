"""Sensitive topics and the hours, as a customer meets them."""

from api.chat.handoffs import open_hand_off
from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from tests.api.chat.customer import Customer, until

CANCELLING = Draft(
    question_ja="解約の手続きを教えてください",
    answer_ja="契約の画面からお申し込みください。",
    question_en=None,
    answer_en=None,
    phrasings=(),
)


def reasons(facts: list[tuple[str, dict]]) -> list[str]:
    return [payload["reason"] for kind, payload in facts if kind == "handoff_requested"]


def test_a_sensitive_demand_goes_straight_to_a_person(hanako: Customer, facts):
    reply = hanako.ask("先月分を返金してください")
    assert reply["content"]["act"] == "hand_off"
    assert reply["text"].startswith("返金については、担当者が")
    assert hanako.state()["hand_off"] == "waiting"
    assert reasons(facts(hanako)) == ["sensitive_topic"]
    assert "answer_shown" not in [kind for kind, _ in facts(hanako)]


def test_a_sensitive_question_without_an_faq_goes_to_a_person(hanako: Customer, facts):
    assert hanako.ask("個人情報はどこの国に置かれていますか")["content"]["act"] == "hand_off"
    assert reasons(facts(hanako)) == ["sensitive_topic"]


def test_a_complaint_goes_to_a_person_in_english_too(live_app: str, rasa, facts):
    hanako = Customer(live_app, language="en")
    reply = hanako.ask("I want to make a complaint about your support")
    assert reply["text"].startswith("A person takes care of complaints.")
    assert reasons(facts(hanako)) == ["sensitive_topic"]


def test_a_sensitive_question_that_an_faq_answers_is_answered_and_names_the_person(
    hanako: Customer, house, live_app: str, facts
):
    with transaction(house.sessions) as session:
        faq = publish(session, None, CANCELLING, author_id=None, now=house.clock())
    reply = until(lambda: answered(live_app, "解約の手続きを教えてください"), 20)
    assert reply[0]["content"]["act"] == "say"
    assert "「担当者と話す」" in reply[0]["text"]
    assert reply[1]["text"] == "契約の画面からお申し込みください。"
    assert [button["choice"]["kind"] for button in reply[1]["content"]["buttons"]] == ["solved", "not_solved"]
    assert reply[1]["content"]["question"] == faq.question_ja


def answered(url: str, text: str) -> list[dict] | None:
    """The bot's words to a new customer, once the index knows the FAQ."""
    customer = Customer(url)
    customer.ask(text)
    replies = customer.messages("bot")
    return replies if replies[-1]["content"]["act"] == "answer" else None


def test_a_demand_among_thanks_or_a_reaction_is_heard(hanako: Customer, live_app: str, rasa, facts):
    hanako.ask("ありがとう、でも来月で解約します。")
    assert reasons(facts(hanako)) == ["sensitive_topic"]
    hanako = Customer(live_app)
    hanako.ask("パスワードを忘れました")
    hanako.say("まだ解決しません。もう返金してください")
    hanako.replies(3)
    seen = facts(hanako)
    assert [payload["value"] for kind, payload in seen if kind == "feedback_given"] == ["not_solved"]
    assert reasons(seen) == ["sensitive_topic"]


def test_in_hours_a_hand_off_says_what_it_said(hanako: Customer):
    assert hanako.ask("担当者と話したい")["text"].endswith("このままお待ちください。")


def test_the_sensitive_hand_off_waits_in_the_queue_like_any_other(hanako: Customer, house):
    hanako.ask("苦情です")
    with transaction(house.sessions) as session:
        found = open_hand_off(session, hanako.id)
        assert found is not None
        assert (found.reason, found.claimed_at) == ("sensitive_topic", None)
