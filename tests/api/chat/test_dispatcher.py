"""Turns: every message gets exactly one reply, whatever dies in between."""

import json
import time
from base64 import b64decode
from dataclasses import replace

import numpy as np
import psycopg
import pytest
from sqlalchemy.orm import sessionmaker

from api.chat.claims import SPACE
from api.database import make_engine
from api.live import Live
from api.policy.in_force import session_info
from tests.api.chat.conftest import running
from tests.api.chat.customer import Customer, until

DIE_AT_FIRST_COMMIT = """
CREATE SEQUENCE deaths;
CREATE FUNCTION die_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('deaths') = 1 THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
        PERFORM pg_sleep(1);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER die_once AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.author = 'bot') EXECUTE FUNCTION die_once();
"""


def kinds(facts: list[tuple[str, dict]]) -> list[str]:
    return [kind for kind, _ in facts]


def test_a_crash_between_reply_and_commit_leaves_exactly_one_reply(
    hanako: Customer, rasa, database_url, facts
):
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(DIE_AT_FIRST_COMMIT)
        hanako.ask("パスワードを忘れました")
        time.sleep(1.5)
        assert admin.execute("SELECT last_value FROM deaths").fetchone() == (2,)
        assert admin.execute("SELECT count(*) FROM turns").fetchone() == (0,)
    assert [m["author"] for m in hanako.messages()] == ["customer", "bot"]
    assert kinds(facts(hanako)) == ["message_received", "answer_shown"]
    assert len(rasa.heard(hanako.id)) == 2


def test_while_the_bot_is_down_it_is_told_once_and_answered_later(hanako: Customer, rasa, facts):
    rasa.stop()
    hanako.say("パスワードを忘れました")
    notice = hanako.replies(1, "system")[0]
    assert notice["content"]["act"] == "bot_unavailable"
    assert notice["content"]["buttons"][0]["choice"] == {"kind": "hand_off"}
    assert hanako.state()["bot"] == "starting"
    time.sleep(2.5)
    assert len(hanako.messages("system")) == 1
    rasa.start()
    reply = hanako.replies(1)[0]
    assert reply["content"]["act"] == "answer"
    assert hanako.state()["bot"] == "ok"
    assert kinds(facts(hanako)) == ["message_received", "bot_unavailable", "answer_shown"]


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"<html>", b'[{"custom": {"act": "dance"}}]', b"[null]", b"null"]
)
def test_an_empty_or_strange_reply_becomes_an_apology_with_a_person(
    hanako: Customer, rasa, facts, body: bytes
):
    rasa.replies.append((200, body))
    reply = hanako.ask("パスワードを忘れました")
    assert reply["content"]["act"] == "nothing_found"
    assert reply["content"]["buttons"][0]["choice"] == {"kind": "hand_off"}
    assert kinds(facts(hanako)) == ["message_received", "nothing_found"]


def test_plain_text_of_the_bot_is_shown(hanako: Customer, rasa):
    rasa.replies.append((200, json.dumps([{"recipient_id": hanako.id, "text": "はい、どうぞ。"}]).encode()))
    assert hanako.ask("すみません")["text"] == "はい、どうぞ。"


def test_a_message_the_bot_always_fails_at_ends_in_an_apology_and_lets_the_next_pass(hanako: Customer, rasa):
    rasa.replies.extend([(500, b"oops")] * 3)
    hanako.say("パスワードを忘れました")
    hanako.say("請求書はどこで見られますか")
    replies = hanako.replies(2)
    assert [reply["content"]["act"] for reply in replies] == ["nothing_found", "answer"]


def test_messages_of_a_conversation_are_answered_in_order(hanako: Customer, rasa):
    rasa.may_reply.clear()
    texts = ["パスワードを忘れました", "請求書はどこで見られますか", "有給休暇を申請したい"]
    for text in texts:
        hanako.say(text)
    time.sleep(0.5)
    assert len(rasa.heard(hanako.id)) == 1
    rasa.may_reply.set()
    assert [reply["content"]["question"] for reply in hanako.replies(3)] == texts


def test_two_processes_answer_every_message_once(live_app: str, live_house, database_url: str, rasa):
    engine = make_engine(database_url)
    other = replace(live_house, engine=engine, live=Live(database_url))
    policy = session_info(live_house.policy, live_house.clock)
    other = replace(other, sessions=sessionmaker(engine, expire_on_commit=False, info=policy))
    with running(other) as second:
        people = [Customer(url) for url in (live_app, second) * 6]
        for person in people:
            person.say("パスワードを忘れました")
            person.say("請求書はどこで見られますか")
        for person in people:
            assert len(person.replies(2)) == 2
        time.sleep(0.5)
        assert all(len(person.messages("bot")) == 2 for person in people)
    assert all(len(rasa.heard(person.id)) == 2 for person in people)


def test_a_claim_of_a_process_that_died_is_free_again(hanako: Customer, database_url: str, rasa):
    with psycopg.connect(database_url) as dying:
        dying.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (SPACE, hanako.id))
        hanako.say("パスワードを忘れました")
        time.sleep(1)
        assert rasa.heard(hanako.id) == []
    assert hanako.replies(1)[0]["content"]["act"] == "answer"


def test_the_dispatcher_comes_back_when_the_database_drops_its_connections(
    hanako: Customer, database_url: str
):
    hanako.ask("パスワードを忘れました")
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    until(lambda: hanako.http.get(hanako.path).status_code == 200)
    assert hanako.ask("請求書はどこで見られますか")["content"]["act"] == "answer"


def test_the_bot_is_sent_the_embedding_of_a_question_and_of_nothing_else(hanako, rasa, live_house):
    hanako.ask("パスワードを忘れてしまったのでログインできません")
    hanako.ask("ありがとう")
    hanako.choose("not_solved")
    asked, thanked, pressed = (message["metadata"].get("embedding") for message in rasa.said)
    assert asked["model"] == live_house.embedder.model_id
    sent = np.frombuffer(b64decode(asked["vector"]), "<f4")
    own = live_house.embedder.encode(["パスワードを忘れてしまったのでログインできません"])[0]
    assert np.allclose(sent, own, atol=1e-6)
    assert thanked is None
    assert pressed is None
