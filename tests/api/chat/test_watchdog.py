"""Nobody waits for nobody: what was forgotten is queued again, what is stuck gets a person."""

import psycopg
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.chat.handoffs import cancel_hand_off, open_hand_off
from api.chat.models import Conversation, Turn
from api.chat.watchdog import look_after_the_left
from api.database import transaction
from tests.api.chat.customer import KEY, Customer


class Alone(Customer):
    """A customer at an application in which nothing is dispatched: nobody else looks after their turns."""

    def __init__(self, client: TestClient) -> None:
        self.http = client  # type: ignore[assignment]
        self.opened = client.post("/widget/conversations", json={"language": "ja"}).json()
        self.id = self.opened["conversation_id"]
        self.path = f"/widget/conversations/{self.id}"
        client.headers["Authorization"] = f"Bearer {self.opened['visitor_token']}"


@pytest.fixture
def hanako(house, database_url: str) -> Alone:
    with psycopg.connect(database_url, autocommit=True) as admin:
        # Nothing of the tests before counts.
        admin.execute("DELETE FROM turns")
        admin.execute("UPDATE conversations SET sample = true")
    return Alone(TestClient(create_app(house), headers=KEY))


@pytest.fixture
def turn(session, hanako):
    """The payload of Hanako's turn, or None."""

    def read() -> str | None:
        session.rollback()
        return session.query(Turn.payload).filter_by(conversation_id=hanako.id).scalar()

    return read


@pytest.fixture
def admin(database_url: str):
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def left(hanako: Alone) -> int:
    return hanako.http.get("/readyz").json()["waiting_for_nobody"]


def lose(admin, hanako: Alone) -> None:
    assert admin.execute("DELETE FROM turns WHERE conversation_id = %s", (hanako.id,)).rowcount == 1


def test_a_forgotten_message_is_queued_again_as_it_was(hanako: Alone, house, clock, admin, turn):
    hanako.say(" /パスワードを忘れました")
    before = turn()
    lose(admin, hanako)
    assert left(hanako) == 0
    clock.move(seconds=31)
    assert left(hanako) == 1
    look_after_the_left(house)
    assert left(hanako) == 0
    assert turn() == before == "パスワードを忘れました"


def test_a_forgotten_button_is_queued_again_as_a_button(hanako: Alone, house, clock, admin, turn):
    hanako.press("solved")
    lose(admin, hanako)
    clock.move(seconds=31)
    look_after_the_left(house)
    assert turn() == "/solved"


def test_messages_read_together_are_queued_again_together(hanako: Alone, house, clock, admin, turn):
    hanako.say("請求書について")
    admin.execute("UPDATE turns SET next_at = now() + interval '1 hour'")
    hanako.say("どこで見られますか")
    before = turn()
    lose(admin, hanako)
    clock.move(seconds=31)
    look_after_the_left(house)
    assert turn() == before == "請求書について\nどこで見られますか"


def test_what_is_forgotten_twice_gets_a_person(hanako: Alone, house, clock, admin, facts):
    hanako.say("パスワードを忘れました")
    for _ in range(2):
        lose(admin, hanako)
        clock.move(seconds=31)
        look_after_the_left(house)
    assert hanako.state()["hand_off"] == "waiting"
    assert ("handoff_requested", {"reason": "bot_unavailable"}) in facts(hanako)
    look_after_the_left(house)
    assert len(hanako.messages("system")) == 1
    assert left(hanako) == 0


def test_a_turn_that_nobody_takes_gets_a_person(hanako: Alone, house, admin, facts):
    hanako.say("パスワードを忘れました")
    admin.execute("UPDATE turns SET next_at = now() - interval '40 seconds'")
    assert left(hanako) == 0
    admin.execute("UPDATE turns SET next_at = now() - interval '51 seconds'")
    assert left(hanako) == 1
    look_after_the_left(house)
    assert hanako.state()["hand_off"] == "waiting"
    assert ("handoff_requested", {"reason": "bot_unavailable"}) in facts(hanako)
    assert left(hanako) == 0


def test_a_turn_that_cannot_be_finished_gets_a_person(hanako: Alone, house, admin):
    hanako.say("パスワードを忘れました")
    admin.execute("UPDATE turns SET attempts = 6, next_at = now() + interval '1 second'")
    look_after_the_left(house)
    assert hanako.state()["hand_off"] == "waiting"


def test_who_waits_for_the_bot_or_a_person_is_left_in_peace(hanako: Alone, house, clock, admin):
    hanako.say("パスワードを忘れました")
    # The bot is away: the turn is tried every second.
    admin.execute("UPDATE turns SET next_at = now() + interval '1 second', told = true")
    clock.move(minutes=10)
    assert left(hanako) == 0
    hanako.http.post(f"{hanako.path}/hand-off")
    hanako.say("まだですか")
    clock.move(minutes=10)
    assert left(hanako) == 0
    with transaction(house.sessions) as session:
        cancel_hand_off(session, session.get(Conversation, hanako.id), now=clock())
    admin.execute("DELETE FROM turns")
    clock.move(minutes=10)
    assert left(hanako) == 0


def test_what_a_person_took_care_of_and_what_is_long_over_is_left_in_peace(
    hanako: Alone, house, clock, admin, turn
):
    hanako.http.post(f"{hanako.path}/hand-off")
    hanako.say("パスワードを忘れました")
    clock.move(minutes=1)
    with transaction(house.sessions) as session:
        hand_off = open_hand_off(session, hanako.id)
        hand_off.claimed_at = hand_off.closed_at = clock()
    clock.move(minutes=1)
    assert left(hanako) == 0
    hanako.say("請求書はどこで見られますか")
    lose(admin, hanako)
    clock.move(hours=25)
    assert left(hanako) == 0
