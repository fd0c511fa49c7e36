"""A customer's message: kept once, shown only to its owner, refused with a clear sentence."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.chat.customer import Customer


def test_the_same_client_id_is_one_message(hanako: Customer, facts):
    first = hanako.send(client_id="a1", text="請求書はどこで見られますか")
    again = hanako.send(client_id="a1", text="請求書はどこで見られますか")
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    hanako.replies(1)
    assert len(hanako.messages("customer")) == 1
    assert [kind for kind, _ in facts(hanako)].count("message_received") == 1


def test_a_message_sent_twice_at_the_same_moment_is_one(hanako: Customer):
    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(lambda _: hanako.send(client_id="b1", text="こんにちは"), range(4)))
    assert sorted(answer.status_code for answer in sent) == [200, 200, 200, 202]
    hanako.replies(1)
    assert len(hanako.messages()) == 2


def test_nobody_reads_or_writes_in_another_customers_conversation(hanako: Customer, live_app: str):
    hanako.say("パスワードを忘れました")
    kuro = Customer(live_app)
    kuro.path = hanako.path
    assert kuro.http.get(kuro.path).status_code == 404
    assert kuro.send(text="見せて").status_code == 404
    assert kuro.http.get(f"{kuro.path}/events").status_code == 404
    assert kuro.http.post(f"{kuro.path}/hand-off").status_code == 404
    assert kuro.http.post(f"{kuro.path}/csat", json={"rating": 1}).status_code == 404
    assert [m["text"] for m in hanako.messages("customer")] == ["パスワードを忘れました"]


def test_an_unknown_token_reads_nothing(hanako: Customer):
    assert hanako.http.get(hanako.path, headers={"Authorization": "Bearer wrong"}).status_code == 401
    del hanako.http.headers["Authorization"]
    assert hanako.http.get(hanako.path).status_code == 401


def test_the_token_itself_is_not_in_the_database(hanako: Customer, session):
    rows = session.connection().exec_driver_sql("SELECT t::text FROM visitor_tokens t").scalars().all()
    assert rows
    assert not any(hanako.opened["visitor_token"] in row for row in rows)


def test_a_known_visitor_opens_a_second_conversation(hanako: Customer):
    second = hanako.http.post("/widget/conversations", json={"language": "en"}).json()
    assert second["conversation_id"] != hanako.id
    assert second["visitor_token"] == hanako.opened["visitor_token"]
    assert hanako.state()["language"] == "ja"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "メッセージを入力"),
        (" \n　\t", "メッセージを入力"),
        ("\x00", "メッセージを入力"),
        ("あ" * 4001, "4,000文字まで"),
    ],
)
def test_empty_and_too_long_texts_are_refused_with_a_sentence(hanako: Customer, text: str, sentence: str):
    answer = hanako.send(text=text)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert hanako.messages() == []


def test_four_thousand_characters_and_emoji_are_kept_as_written(hanako: Customer):
    text = "請求書👩‍👩‍👧が見たい<b>&" + "あ" * 3980
    hanako.say(text)
    assert hanako.messages("customer")[0]["text"] == text


@pytest.mark.parametrize("body", [{}, {"text": "a", "choice": {"kind": "solved"}}, {"choice": {"kind": "x"}}])
def test_a_message_is_either_a_text_or_a_known_choice(hanako: Customer, body: dict):
    assert hanako.send(**body).status_code == 422


def test_what_cannot_be_kept_is_left_out(hanako: Customer):
    body = b'{"client_id": "a1", "text": "\\u3042\\ud800\\u0000\\ud83d\\ude00"}'
    answer = hanako.http.post(
        f"{hanako.path}/messages", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["text"]) == (202, "あ😀")
    body = b'{"language": "ja", "page_url": "\\ud800"}'
    assert hanako.http.post("/widget/conversations", content=body).status_code in {201, 422}


def test_a_choice_that_was_not_offered_is_refused(hanako: Customer):
    assert hanako.send(choice={"kind": "faq", "faq_id": 1}).status_code == 422


def test_more_than_twenty_messages_a_minute_are_refused_and_counted(hanako: Customer, facts, clock):
    for number in range(20):
        hanako.say(f"質問その{number}")
    for _ in range(2):
        answer = hanako.send(text="もうひとつ")
        assert answer.status_code == 429
        assert "少し待って" in answer.json()["detail"]
    assert [kind for kind, _ in facts(hanako)].count("rate_limited") == 1
    clock.move(seconds=61)
    hanako.say("待ってからの質問")


def test_a_leading_slash_is_text_not_an_intent(hanako: Customer, rasa, facts):
    hanako.say(" //solved")
    hanako.replies(1)
    assert rasa.heard(hanako.id) == ["solved"]
    assert hanako.messages("customer")[0]["text"] == "//solved"
    assert "feedback_given" not in [kind for kind, _ in facts(hanako)]
    hanako.say("/")
    hanako.replies(2)
    assert rasa.heard(hanako.id)[-1] == "?"
