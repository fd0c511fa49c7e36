"""Who left in silence after an answer may be asked a day later whether it was solved: a random share."""

from datetime import timedelta

import pytest

from api.chat.follow_up import ask_those_drawn, drawn
from api.database import transaction
from api.episodes.ledger import expire_quiet_episodes
from api.episodes.models import Episode
from tests.api.chat.customer import Customer

QUIET = timedelta(hours=24)
ASKED = "請求書はどこで見られますか?"


@pytest.fixture
def next_day(live_house, clock):
    """A day passes, and the worker asks a share of those who left."""

    def pass_by(customer: Customer, share: float = 1.0) -> int:
        clock.move(hours=25)
        with transaction(live_house.sessions) as session:
            expire_quiet_episodes(session, now=clock(), quiet=QUIET)
            asked = ask_those_drawn(session, share=share, now=clock(), quiet=QUIET)
        begun = customer.http.post("/widget/session", json={}).json()
        customer.http.headers["Authorization"] = f"Bearer {begun['visitor_token']}"
        return asked

    return pass_by


def kinds(facts) -> list[str]:
    return [kind for kind, _ in facts]


def test_a_silent_customer_is_asked_with_two_buttons(hanako: Customer, next_day, facts):
    hanako.ask(ASKED)
    assert next_day(hanako) >= 1
    newest = hanako.messages()[-1]
    assert newest["text"].startswith("先日のご質問は、ボットのご案内で解決しましたか。")
    assert [button["choice"]["kind"] for button in newest["content"]["buttons"]] == [
        "follow_up_yes",
        "follow_up_no",
    ]
    assert facts(hanako)[-1] == ("follow_up_asked", {"share": 1.0})


@pytest.mark.parametrize(("kind", "value"), [("follow_up_yes", "solved"), ("follow_up_no", "not_solved")])
def test_the_answer_is_kept_with_the_episode_and_opens_none(
    hanako: Customer, next_day, facts, session, kind, value
):
    hanako.ask(ASKED)
    next_day(hanako)
    hanako.press(kind)
    assert facts(hanako)[-1] == ("follow_up_given", {"value": value})
    session.rollback()
    assert session.query(Episode).filter_by(conversation_id=hanako.id).count() == 1
    offered = [b["choice"]["kind"] for b in hanako.messages()[-1]["content"]["buttons"]]
    assert offered == ([] if value == "solved" else ["hand_off"])


def test_nobody_is_asked_twice_or_after_words_of_their_own(hanako: Customer, next_day, facts):
    hanako.ask(ASKED)
    next_day(hanako)
    assert next_day(hanako) == 0
    assert kinds(facts(hanako)).count("follow_up_asked") == 1


def test_who_said_solved_or_came_again_is_not_asked(live_app, rasa, next_day, facts):
    said, again = Customer(live_app), Customer(live_app)
    said.ask(ASKED)
    said.choose("solved")
    again.ask("担当者と話したい")
    next_day(said)
    assert "follow_up_asked" not in kinds(facts(said))
    assert "follow_up_asked" not in kinds(facts(again))


def test_with_a_share_of_nothing_nobody_is_asked(hanako: Customer, next_day, facts):
    hanako.ask(ASKED)
    assert next_day(hanako, share=0.0) == 0


def test_the_question_cannot_be_answered_before_it_is_asked(hanako: Customer):
    hanako.ask(ASKED)
    assert hanako.send(choice={"kind": "follow_up_yes"}).status_code == 422


def test_the_sample_is_random_and_as_large_as_asked():
    hits = [n for n in range(5000) if drawn("a secret", n, 0.3)]
    assert 1400 < len(hits) < 1600
    assert set(hits) != {n for n in range(5000) if drawn("another", n, 0.3)}
