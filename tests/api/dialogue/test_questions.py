"""Questions: answered, clarified or admitted, in the customer's language, and kept for clustering."""

from sqlalchemy import text

from api.database import transaction
from api.faqs.publishing import retire, unretire
from tests.api.chat.customer import Customer


def choices(message: dict) -> list[dict]:
    return [button["choice"] for button in message["content"]["buttons"]]


def test_a_question_is_answered_with_its_faq_and_asked_whether_it_helped(hanako: Customer, faqs, facts):
    reply = hanako.ask("パスワードを忘れました")
    assert reply["text"] == "再設定の画面から変更できます。"
    assert reply["content"]["html"].strip() == "<p>再設定の画面から変更できます。</p>"
    assert reply["content"]["question"] == "パスワードを忘れました"
    assert choices(reply) == [{"kind": "solved"}, {"kind": "not_solved"}]
    kind, payload = facts(hanako)[-1]
    assert kind == "answer_shown"
    assert (payload["faq_id"], payload["version_id"]) == (faqs["password"].faq_id, faqs["password"].id)
    assert payload["confidence"] >= 0.99
    assert payload["index_version"]
    assert "confidence" not in reply["content"]


def test_the_reply_is_in_the_language_of_the_question(hanako: Customer):
    reply = hanako.ask("How do I reset my password?")
    assert reply["text"] == "Answer to How do I reset my password?"
    assert reply["content"]["buttons"][0]["label"] == "That solved it"
    pressed = hanako.press("solved")
    assert pressed["text"] == "That solved it"
    assert hanako.replies(2)[-1]["text"].startswith("We are glad")


def test_a_word_in_no_language_is_answered_in_the_conversations(live_app: str, rasa):
    assert Customer(live_app, language="en").ask("hello")["text"].startswith("Hello")
    assert Customer(live_app, language="ja").ask("hello")["text"].startswith("こんにちは")


def test_an_unclear_question_is_asked_back_and_the_choice_is_answered(hanako: Customer, faqs, facts):
    asked = hanako.ask("設定を変えたい")
    assert asked["content"]["act"] == "clarification"
    assert 2 <= len(choices(asked)) <= 4
    assert choices(asked)[-1] == {"kind": "none_of_these"}
    assert {"kind": "faq", "faq_id": faqs["invoice"].faq_id} in choices(asked)
    reply = hanako.choose("faq", faq_id=faqs["invoice"].faq_id)
    assert reply["text"] == "請求の画面にあります。"
    assert hanako.messages("customer")[-1]["text"] == "請求書はどこで見られますか"
    seen = facts(hanako)
    assert ("choice_taken", {"faq_id": faqs["invoice"].faq_id}) in seen
    shown = seen[-1][1]
    assert (seen[-1][0], shown["faq_id"]) == ("answer_shown", faqs["invoice"].faq_id)
    assert shown["confidence"] > 0


def test_none_of_these_offers_other_words_and_a_person(hanako: Customer, facts):
    hanako.ask("設定を変えたい")
    reply = hanako.choose("none_of_these")
    assert choices(reply) == [{"kind": "hand_off"}]
    assert ("choice_taken", {"faq_id": None}) in facts(hanako)
    assert facts(hanako)[-1][0] == "nothing_found"
    hanako.press("hand_off")
    assert facts(hanako)[-1] == ("handoff_requested", {"reason": "low_confidence"})


def test_what_nobody_knows_is_asked_in_other_words_once_and_then_a_person_is_offered(hanako: Customer, facts):
    first = hanako.ask("月の裏側には何がありますか")
    assert "別の言い方で" in first["text"]
    assert choices(first) == [{"kind": "hand_off"}]
    second = hanako.ask("月の裏には何があるのでしょう")
    assert "見つかりませんでした" in second["text"]
    assert choices(second) == [{"kind": "hand_off"}]
    assert [kind for kind, _ in facts(hanako)] == ["message_received", "nothing_found"] * 2


def test_after_an_answer_the_next_question_may_be_reworded_again(hanako: Customer):
    hanako.ask("月の裏側には何がありますか")
    hanako.ask("パスワードを忘れました")
    assert "別の言い方で" in hanako.ask("宇宙の果てには何がありますか")["text"]


def test_an_faq_retired_after_it_was_suggested_is_not_shown(hanako: Customer, faqs, house):
    hanako.ask("設定を変えたい")
    faq_id = faqs["password"].faq_id
    with transaction(house.sessions) as session:
        retire(session, faq_id, by=None, now=house.clock())
    reply = hanako.choose("faq", faq_id=faq_id)
    with transaction(house.sessions) as session:
        unretire(session, faq_id)
    assert reply["content"]["act"] == "nothing_found"


def test_a_question_becomes_a_masked_inquiry_and_small_talk_does_not(hanako: Customer, session):
    hanako.ask("こんにちは")
    hanako.ask("請求書を hanako@example.com に送ってほしい")
    hanako.ask("設定を変えたい")
    hanako.choose("none_of_these")
    rows = session.execute(
        text("SELECT text, source, episode_id FROM inquiries WHERE conversation_id = :id ORDER BY id"),
        {"id": hanako.id},
    ).all()
    assert len(rows) == 2
    assert "hanako@example.com" not in rows[0].text
    assert (rows[1].text, rows[1].source) == ("設定を変えたい", "chat")
    assert all(row.episode_id for row in rows)
