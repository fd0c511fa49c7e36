"""What became of a question, as the ledger tells it."""

import numpy as np
import pytest
from sqlalchemy import event, text

from api.answers.outcomes import embed_questions, open_question, outcomes, questions
from api.answers.questions import Miss, Question, Source
from faq_clustering.text import demand_of


@pytest.fixture
def read(house):
    """The questions of all conversations, oldest first."""

    def found() -> list[Question]:
        with house.sessions() as session:
            return sorted(questions(session), key=lambda question: question.message_id)

    return found


@pytest.fixture
def told(house, faqs):
    """(chosen, right) of every outcome by the FAQs' names, oldest first."""
    names = {version.faq_id: name for name, version in faqs.items()} | {None: None}

    def found() -> list[tuple[str, str | None]]:
        embed_questions(house.sessions, house.embedder)
        with house.sessions() as session:
            newest_first = outcomes(session, house.embedder.model_id, house.clock())
        return [(names[one.chosen], names[one.right]) for one in reversed(newest_first)]

    return found


def test_an_answer_that_solved_was_right(customer, faqs, told):
    customer().says("パスワードがわからない").answered(faqs["password"]).solved(faqs["password"])
    assert told() == [("password", "password")]


def test_silence_after_an_answer_says_nothing(customer, faqs, told):
    customer().says("パスワードがわからない").answered(faqs["password"])
    assert told() == []


def test_an_answer_that_did_not_solve_was_wrong(customer, faqs, told):
    customer().says("パスワードがわからない").answered(faqs["invoice"]).not_solved(faqs["invoice"])
    assert told() == [("invoice", None)]


def test_the_last_word_on_an_answer_stands(customer, faqs, told):
    customer().says("パスワードがわからない").answered(faqs["password"]).not_solved(faqs["password"]).solved(
        faqs["password"]
    )
    assert told() == [("password", "password")]


@pytest.mark.parametrize("words", [None, "解決しません"])
def test_another_choice_that_solved_is_the_right_one(customer, faqs, told, read, words):
    asked = customer().says("パスワードがわからない").answered(faqs["invoice"])
    asked.not_solved(faqs["invoice"], faqs["leave"], faqs["password"], words=words)
    asked.chooses(faqs["password"])
    assert told() == [("invoice", None)]
    asked.solved(faqs["password"])
    assert told() == [("invoice", "password")]
    assert [question.text for question in read()] == ["パスワードがわからない"]


def test_an_agent_names_the_right_one(customer, faqs, told):
    asked = customer().says("パスワードがわからない").answered(faqs["invoice"]).not_solved(faqs["invoice"])
    asked.wants_a_person().agent_answers(faqs["password"])
    assert told() == [("invoice", "password")]


def test_an_agent_s_own_words_name_none(customer, faqs, told):
    asked = customer().says("パスワードがわからない").answered(faqs["invoice"]).not_solved(faqs["invoice"])
    asked.wants_a_person().agent_answers(None)
    assert told() == [("invoice", None)]


def test_a_choice_taken_and_solved_counts_for_the_first_choice(customer, faqs, told):
    first = customer().says("ログインの件").asked_which(faqs["password"], faqs["invoice"])
    first.chooses(faqs["password"])
    assert told() == []
    first.solved(faqs["password"])
    second = customer().says("書類の件").asked_which(faqs["leave"], faqs["invoice"])
    second.chooses(faqs["invoice"]).solved(faqs["invoice"])
    assert told() == [("password", "password"), ("leave", "invoice")]


def test_a_taken_choice_that_did_not_solve_tells_only_of_itself(customer, faqs, told):
    first = customer().says("ログインの件").asked_which(faqs["password"], faqs["invoice"])
    first.chooses(faqs["invoice"]).not_solved(faqs["invoice"])
    assert told() == []
    second = customer().says("書類の件").asked_which(faqs["leave"], faqs["invoice"])
    second.chooses(faqs["leave"]).not_solved(faqs["leave"])
    assert told() == [("leave", None)]


@pytest.mark.parametrize("words", [None, "どれも違います"])
def test_none_of_the_choices_was_right(customer, faqs, told, read, words):
    customer().says("ログインの件").asked_which(faqs["password"], faqs["invoice"]).none_of_these(words)
    assert told() == [("password", None)]
    assert [(question.text, question.miss) for question in read()] == [("ログインの件", Miss.NONE_OF_THESE)]


def test_yes_to_a_single_choice_takes_it(customer, faqs, told):
    asked = customer().says("ログインの件").asked_which(faqs["password"])
    asked.says("はい").answered(faqs["password"], chosen=True).solved(faqs["password"])
    assert told() == [("password", "password")]


def test_yes_to_several_is_no_question_but_other_words_are_one(customer, faqs, read):
    which = (faqs["password"], faqs["invoice"])
    asked = customer().says("ログインの件").asked_which(*which).says("はい").asked_again(*which)
    asked.says("画面に入る件").asked_which(*which)
    assert [question.text for question in read()] == ["ログインの件", "画面に入る件"]


def test_what_the_bot_was_away_for_is_missed_unless_it_replied_later(customer, faqs, read):
    customer().says("ログインの件").cannot_be_answered().nothing().wants_a_person().agent_answers(
        faqs["leave"]
    )
    greeted = customer().says("こんにちは").cannot_be_answered().hears_a_courtesy()
    greeted.says("書類の件").cannot_be_answered().answered(faqs["invoice"]).solved(faqs["invoice"])
    customer().says("休みの件").cannot_be_answered().wants_a_person().agent_answers(faqs["leave"])
    assert [(question.text, question.miss) for question in read()] == [
        ("ログインの件", Miss.NOTHING_FOUND),
        ("書類の件", None),
        ("休みの件", Miss.BOT_UNAVAILABLE),
    ]


def test_an_agent_answers_the_question_that_was_missed_and_not_the_one_before(customer, faqs, told, read):
    asked = customer().says("請求書を見たい").answered(faqs["invoice"])
    asked.says("パスワードも不明です").nothing().wants_a_person().agent_answers(faqs["password"])
    assert told() == []
    assert [(question.right, question.source) for question in read()] == [
        (None, None),
        (faqs["password"].faq_id, Source.AGENT),
    ]


def test_what_only_a_person_heard_is_a_question_too(customer, faqs, read):
    asked = customer().greets().wants_a_person("担当者と話したい").says("パスワードが不明です")
    asked.agent_answers(faqs["password"])
    assert [(question.text, question.miss) for question in read()] == [
        ("パスワードが不明です", Miss.HAND_OFF)
    ]


def test_the_open_question_is_what_an_agent_would_answer(customer, faqs, house, session):
    asked = customer().says("パスワードがわからない").nothing().wants_a_person()
    episode_id = session.scalar(text("SELECT max(id) FROM episodes"))
    assert open_question(session, episode_id).text == "パスワードがわからない"
    asked.agent_answers(faqs["password"]).says("請求書はどこですか")
    session.rollback()
    assert open_question(session, episode_id).text == "請求書はどこですか"


def test_an_outcome_carries_the_question_as_it_was_embedded(customer, faqs, house, clock):
    letter = "お世話になっております。\nI forgot my password\nよろしくお願いいたします。"
    asked = customer("en").says(letter).answered(faqs["password"])
    asked.solved(faqs["password"])
    clock.move(days=3)
    embed_questions(house.sessions, house.embedder)
    with house.sessions() as session:
        (outcome,) = outcomes(session, house.embedder.model_id, clock())
    assert np.allclose(outcome.vector, house.embedder.encode([demand_of(letter)])[0], atol=1e-5)
    assert outcome.text == demand_of(letter)
    assert outcome.language == "ja"
    assert 3 <= outcome.days < 3.01


def test_a_question_without_a_vector_is_left_out(customer, faqs, house):
    customer().says("パスワードがわからない").answered(faqs["password"]).solved(faqs["password"])
    with house.sessions() as session:
        assert outcomes(session, "another-model", house.clock()) == []


def test_only_the_newest_are_read(customer, faqs, house):
    for words in ("一つ目の質問です", "二つ目の質問です", "三つ目の質問です"):
        customer().says(words).answered(faqs["password"]).solved(faqs["password"])
    with house.sessions() as session:
        assert [question.text for question in questions(session, 2)] == [
            "三つ目の質問です",
            "二つ目の質問です",
        ]


def test_many_episodes_are_read_with_two_queries(house, faqs, session):
    fill(session, faqs["password"], episodes=20_000)
    embed_questions(house.sessions, house.embedder)
    counted = []
    with house.sessions() as reading:
        event.listen(house.engine, "after_cursor_execute", lambda *_: counted.append(1))
        found = outcomes(reading, house.embedder.model_id, house.clock())
    assert len(found) == 5_000
    assert len(counted) == 2


def fill(session, faq, *, episodes: int) -> None:
    """Write so many solved episodes at once: one contact, one conversation."""
    session.execute(text("INSERT INTO contacts (id, created_at) VALUES (1, now())"))
    session.execute(
        text(
            "INSERT INTO conversations (id, contact_id, language, created_at, updated_at)"
            " VALUES ('c', 1, 'ja', now(), now())"
        )
    )
    session.execute(
        text(
            "INSERT INTO episodes (id, conversation_id, contact_id, number, opened_at)"
            " SELECT n, 'c', 1, n, now() - n * interval '1 minute' FROM generate_series(1, :n) n"
        ),
        {"n": episodes},
    )
    session.execute(
        text(
            "INSERT INTO messages (id, conversation_id, episode_id, seq, author, text, content, created_at)"
            " SELECT n, 'c', n, n, 'customer', 'パスワードが不明です', '{\"language\": \"ja\"}', now()"
            " FROM generate_series(1, :n) n"
        ),
        {"n": episodes},
    )
    for number, (kind, payload) in enumerate(
        (
            ("message_received", "jsonb_build_object('message_id', n, 'seq', n)"),
            (
                "answer_shown",
                "jsonb_build_object('message_id', n, 'faq_id', :faq, 'version_id', :version, 'threshold', 1)",
            ),
            (
                "feedback_given",
                "jsonb_build_object('value', 'solved', 'faq_id', :faq, 'version_id', :version)",
            ),
        )
    ):
        session.execute(
            text(
                "INSERT INTO facts (key, episode_id, kind, at, payload)"
                f" SELECT '{kind}:' || n, n, '{kind}',"
                f" now() - n * interval '1 minute' + interval '{number} second', {payload}"
                " FROM generate_series(1, :n) n"
            ),
            {"n": episodes, "faq": faq.faq_id, "version": faq.id},
        )
    session.commit()
