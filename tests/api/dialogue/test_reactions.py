"""After an answer: it helped, it did not, yes and no, and the person who is offered."""

from tests.api.chat.customer import Customer


def kinds(facts: list[tuple[str, dict]]) -> list[str]:
    return [kind for kind, _ in facts]


def test_solved_names_the_answer_and_ends_the_episode(hanako: Customer, faqs, facts):
    hanako.ask("パスワードを忘れました")
    reply = hanako.choose("solved")
    assert reply["content"]["csat"] is True
    version = faqs["password"]
    feedback = {"value": "solved", "faq_id": version.faq_id, "version_id": version.id}
    assert facts(hanako)[-1] == ("feedback_given", feedback)
    hanako.ask("ありがとう")
    assert facts(hanako)[-1][0] == "small_talk_replied"
    assert kinds(facts(hanako)).count("feedback_given") == 1


def test_solved_where_nothing_was_asked_is_thanks_and_no_unanswered_question(hanako: Customer, facts):
    hanako.ask("パスワードを忘れました")
    hanako.choose("solved")
    # The episode is over; as after a person resolved it, these words open the next.
    reply = hanako.ask("解決しました")
    assert reply["content"]["act"] == "small_talk"
    assert kinds(facts(hanako))[-2:] == ["message_received", "small_talk_replied"]
    hanako.ask("パスワードを忘れました")
    assert hanako.ask("解決しました")["content"]["act"] == "solved"
    assert kinds(facts(hanako)).count("feedback_given") == 2


def test_not_solved_asks_for_other_words_first_and_offers_a_person_then(hanako: Customer, facts):
    hanako.ask("有給休暇を申請したい")
    first = hanako.choose("not_solved")
    assert first["content"]["act"] in {"not_solved", "clarification"}
    hanako.ask("有給休暇を申請したい")
    second = hanako.choose("not_solved")
    assert second["content"]["act"] == "not_solved"
    assert second["text"].endswith("おつなぎしましょうか?")
    assert second["content"]["buttons"][0]["choice"] == {"kind": "hand_off"}
    given = [payload["value"] for kind, payload in facts(hanako) if kind == "feedback_given"]
    assert given == ["not_solved", "not_solved"]


def test_after_a_chosen_answer_did_not_help_the_other_choices_come_next(hanako: Customer, faqs, facts):
    asked = hanako.ask("設定を変えたい")
    others = [c["faq_id"] for c in asked["content"]["choices"] if c["faq_id"] != faqs["password"].faq_id]
    hanako.choose("faq", faq_id=faqs["password"].faq_id)
    hanako.choose("not_solved")
    sorry, suggested = hanako.replies(4)[-2:]
    assert sorry["content"]["act"] == "not_solved"
    assert suggested["content"]["act"] == "clarification"
    assert [c["faq_id"] for c in suggested["content"]["choices"]] == others
    assert kinds(facts(hanako))[-2:] == ["feedback_given", "clarification_shown"]


def test_yes_to_an_offered_person_hands_over_with_the_offers_reason(hanako: Customer, facts):
    hanako.ask("月の裏側には何がありますか")
    assert hanako.ask("はい")["content"]["act"] == "small_talk"
    hanako.ask("月の裏には何があるのでしょう")
    reply = hanako.ask("はい")
    assert reply["content"]["act"] == "hand_off"
    assert hanako.state()["hand_off"] == "waiting"
    assert facts(hanako)[-1] == ("handoff_requested", {"reason": "no_answer"})


def test_yes_and_no_after_an_answer_are_feedback(live_app: str, rasa, facts):
    for word, value in (("はい", "solved"), ("いいえ", "not_solved")):
        hanako = Customer(live_app)
        hanako.ask("パスワードを忘れました")
        hanako.ask(word)
        given = [payload["value"] for kind, payload in facts(hanako) if kind == "feedback_given"]
        assert given == [value]


def test_yes_to_several_choices_asks_which_and_no_is_none_of_them(hanako: Customer):
    asked = hanako.ask("設定を変えたい")
    again = hanako.ask("はい")
    assert again["content"]["choices"] == asked["content"]["choices"]
    assert hanako.ask("いいえ")["content"]["act"] == "nothing_found"


def test_yes_and_no_to_nothing_are_small_talk(hanako: Customer, facts):
    hanako.ask("はい")
    hanako.ask("いいえ")
    assert kinds(facts(hanako)) == ["message_received", "small_talk_replied"] * 2


def test_not_solved_before_any_answer_is_a_question(hanako: Customer, facts):
    hanako.ask("まだ解決しません")
    assert "feedback_given" not in kinds(facts(hanako))


def test_asking_for_a_person_in_words_hands_over_once(hanako: Customer, rasa, facts):
    reply = hanako.ask("担当者と話したい")
    assert "おつなぎします" in reply["text"]
    hanako.say("担当者と話したい")
    assert [m["author"] for m in hanako.messages()] == ["customer", "bot", "customer"]
    assert kinds(facts(hanako)) == ["message_received", "handoff_requested", "message_received"]
