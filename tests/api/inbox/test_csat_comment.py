"""What a customer adds to a rating: kept once, read by staff in the conversation, masked in lists."""

import pytest
from sqlalchemy import select

from api.chat.models import Message
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from tests.api.inbox.conftest import Customer

WORDS = "とても丁寧でした。連絡は hanako@example.com へ"


def rate(hanako: Customer) -> None:
    hanako.say("パスワードを忘れました")
    assert hanako.http.post(f"{hanako.path}/csat", json={"rating": 4}).status_code == 204


def comment(hanako: Customer, words: str = WORDS) -> int:
    return hanako.http.post(f"{hanako.path}/csat/comment", json={"comment": words}).status_code


def test_words_without_a_rating_are_refused(hanako: Customer):
    hanako.say("パスワードを忘れました")
    assert comment(hanako) == 409


@pytest.mark.parametrize("words", ["", " \u3000\n", "\x00", "あ" * 1001])
def test_no_words_and_too_many_are_refused(hanako: Customer, words: str):
    rate(hanako)
    assert comment(hanako, words) == 422


def test_the_first_words_stand_and_are_said_back(hanako: Customer):
    rate(hanako)
    assert [comment(hanako), comment(hanako, "やっぱり違います")] == [204, 204]
    said = [one["text"] for one in hanako.heard("system") if one["content"].get("act") == "csat_comment"]
    assert said == [f"ご意見をお預かりしました：{WORDS}"]


def test_the_ledger_holds_no_word_of_it(hanako: Customer, session):
    rate(hanako)
    comment(hanako)
    facts = session.execute(select(Fact.kind, Fact.payload).order_by(Fact.id)).all()
    assert (Kind.CSAT_COMMENTED.value, {}) in [tuple(fact) for fact in facts]
    assert "丁寧" not in str(facts)


def test_lists_of_ratings_show_it_masked(hanako: Customer, session, sato):
    rate(hanako)
    comment(hanako)
    episode = session.scalar(select(Message.episode_id).where(Message.author == "customer"))
    for page in ("?metric=csat_bot&part=denominator&days=7", f"/{episode}"):
        html = sato.get(f"/staff/dashboard/episodes{page}").text
        assert "とても丁寧でした。" in html
        assert "hanako@example.com" not in html


def test_the_agent_reads_it_in_the_conversation(hanako: Customer, sato):
    rate(hanako)
    comment(hanako)
    hanako.ask_for_a_person()
    number = sato.get("/api/hand-offs").json()[0]["id"]
    assert WORDS in sato.get(f"/staff/inbox/{number}").text
