"""Marks both ways: who is writing, what arrived, what was read."""

from collections.abc import Iterator

import psycopg
import pytest

from api.chat.messages import tell
from api.chat.models import Conversation
from api.database import transaction
from tests.api.chat.customer import Customer


def mark(customer: Customer, **marks: object) -> int:
    return customer.http.post(f"{customer.path}/marks", json=marks).status_code


def marked(session, customer: Customer) -> tuple[int, int]:
    session.expire_all()
    row = session.get(Conversation, customer.id)
    return row.customer_delivered_seq, row.customer_read_seq


@pytest.fixture
def agent_sets(hanako: Customer, live_house):
    """Set columns of Hanako's conversation as the inbox does for the agent who has it."""
    hanako.http.post(f"{hanako.path}/hand-off")

    def set_(**columns: object) -> None:
        with transaction(live_house.sessions) as session:
            for name, value in columns.items():
                setattr(session.get(Conversation, hanako.id), name, value)
            tell(session, hanako.id)

    return set_


def test_marks_only_move_on_and_not_past_the_newest_message(hanako: Customer, session):
    hanako.ask("パスワードを忘れました")
    assert mark(hanako, delivered=2, read=1) == 204
    assert marked(session, hanako) == (2, 1)
    assert mark(hanako, delivered=1) == 204
    assert mark(hanako) == 204
    assert marked(session, hanako) == (2, 1)
    assert mark(hanako, read=99) == 204
    assert marked(session, hanako) == (2, 2)


@pytest.mark.parametrize(
    "body", [{"read": -1}, {"read": 2**31}, {"delivered": "all"}, {"read": 1.5}, {"read": None}, [], "x"]
)
def test_strange_marks_are_refused(hanako: Customer, session, body: object):
    hanako.http.post(f"{hanako.path}/hand-off")
    assert hanako.http.post(f"{hanako.path}/marks", json=body).status_code == 422
    assert marked(session, hanako) == (0, 0)


def test_nobody_marks_or_types_in_another_customers_conversation(hanako: Customer, live_app: str, session):
    hanako.ask("パスワードを忘れました")
    kuro = Customer(live_app)
    kuro.path = hanako.path
    assert mark(kuro, read=1) == 404
    assert kuro.http.post(f"{kuro.path}/typing").status_code == 404
    del kuro.http.headers["Authorization"]
    assert kuro.http.post(f"{kuro.path}/typing").status_code == 401
    assert marked(session, hanako) == (0, 0)
    assert session.get(Conversation, hanako.id).customer_typing_at is None


def test_a_customers_typing_is_noted_until_they_send(hanako: Customer, session, clock):
    assert hanako.http.post(f"{hanako.path}/typing").status_code == 204
    assert session.get(Conversation, hanako.id).customer_typing_at == clock()
    hanako.say("パスワードを忘れました")
    session.expire_all()
    assert session.get(Conversation, hanako.id).customer_typing_at is None


def states(customer: Customer) -> Iterator[dict]:
    return (event["data"] for event in customer.events() if event["event"] == "state")


def test_the_customer_sees_that_the_agent_writes_until_they_stop(hanako: Customer, agent_sets, clock):
    seen = states(hanako)
    assert next(seen)["agent_typing"] is False
    agent_sets(agent_typing_at=clock())
    assert next(seen)["agent_typing"] is True
    assert hanako.state()["agent_typing"] is True
    clock.move(seconds=7)
    assert next(seen)["agent_typing"] is False


def test_the_customer_sees_what_the_agent_has_read(hanako: Customer, agent_sets):
    hanako.say("まだ届きません")
    seen = states(hanako)
    assert next(seen)["read_by_agent"] == 0
    agent_sets(agent_read_seq=2)
    assert next(seen)["read_by_agent"] == 2
    assert hanako.state()["read_by_agent"] == 2


def test_marks_are_told_while_a_person_may_watch_and_only_then(hanako: Customer, database_url: str):
    hanako.ask("パスワードを忘れました")
    with psycopg.connect(database_url, autocommit=True) as agent:
        agent.execute("LISTEN madoguchi")

        def told() -> list[str]:
            # A notice of our own comes after all before it.
            agent.execute("NOTIFY madoguchi, 'end'")
            heard = [notice.payload for notice in agent.notifies(timeout=1, stop_after=1)]
            return [payload for payload in heard if payload == f"conversation:{hanako.id}"]

        mark(hanako, read=2)
        hanako.http.post(f"{hanako.path}/typing")
        assert told() == []
        hanako.http.post(f"{hanako.path}/hand-off")
        told()
        hanako.http.post(f"{hanako.path}/typing")
        assert told()
        mark(hanako, read=3)
        assert told()
        mark(hanako, read=3)
        assert told() == []
