"""A visitor's token: short-lived, exchanged for a new one, and gone a minute after that."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import pytest

from tests.api.chat.customer import KEY, Customer


def begin(customer: Customer, **body: object) -> httpx.Response:
    return customer.http.post("/widget/session", json=body)


def show(customer: Customer, token: str) -> None:
    customer.http.headers["Authorization"] = f"Bearer {token}"


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].partition("#")[2]


def test_who_shows_no_token_is_a_new_visitor(live_app: str, clock):
    given = httpx.post(f"{live_app}/widget/session", headers=KEY, json={})
    assert given.status_code == 200
    session = given.json()
    assert session["contact"] == {"name": None, "email": None, "identified": False}
    assert session["conversation_id"] is None
    assert datetime.fromisoformat(session["expires_at"]) == clock() + timedelta(hours=24)
    headers = KEY | {"Authorization": f"Bearer {session['visitor_token']}"}
    opened = httpx.post(f"{live_app}/widget/conversations", headers=headers, json={}).json()
    assert opened["visitor_token"] == session["visitor_token"]
    assert opened["visitor_token_expires_at"] == session["expires_at"]


def test_an_exchanged_token_works_for_a_minute_more(hanako: Customer, clock):
    old = hanako.opened["visitor_token"]
    session = begin(hanako).json()
    assert session["visitor_token"] != old
    assert session["conversation_id"] == hanako.id
    assert hanako.http.get(hanako.path).status_code == 200
    clock.move(seconds=61)
    assert problem(hanako.http.get(hanako.path)) == (401, "unknown-visitor")
    show(hanako, session["visitor_token"])
    assert hanako.http.get(hanako.path).status_code == 200


def test_an_expired_token_is_told_apart_and_can_be_exchanged(hanako: Customer, clock):
    clock.move(hours=24, seconds=1)
    for refused in (
        hanako.http.get(hanako.path),
        hanako.send(text="まだいます"),
        hanako.http.get(f"{hanako.path}/events"),
        hanako.http.post("/widget/conversations", json={}),
    ):
        assert problem(refused) == (401, "expired-visitor")
    session = begin(hanako).json()
    assert session["conversation_id"] == hanako.id
    show(hanako, session["visitor_token"])
    assert hanako.messages() == []
    assert hanako.send(text="パスワードを忘れました").status_code == 202


def test_two_tabs_may_exchange_the_same_token_at_once(hanako: Customer, clock):
    clock.move(hours=25)
    with ThreadPoolExecutor(4) as threads:
        sessions = list(threads.map(lambda _: begin(hanako).json(), range(4)))
    assert len({session["visitor_token"] for session in sessions}) == 4
    clock.move(minutes=2)
    for session in sessions:
        show(hanako, session["visitor_token"])
        assert hanako.http.get(hanako.path).status_code == 200


def test_after_thirty_days_a_token_is_worth_nothing(hanako: Customer, clock):
    clock.move(days=30, seconds=1)
    assert problem(hanako.http.get(hanako.path)) == (401, "unknown-visitor")
    assert begin(hanako).json()["conversation_id"] is None


def test_a_conversation_older_than_thirty_days_is_not_taken_up_again(hanako: Customer, clock):
    clock.move(days=20)
    session = begin(hanako).json()
    assert session["conversation_id"] == hanako.id
    show(hanako, session["visitor_token"])
    clock.move(days=11)
    assert begin(hanako).json()["conversation_id"] is None


@pytest.mark.parametrize(
    "bearer", ["Bearer wrong", "Bearer", "Basic d3Jvbmc=", "Bearer " + "x" * 5000, "Bearer a b"]
)
def test_a_strange_token_begins_anew_and_opens_nothing(hanako: Customer, bearer: str):
    hanako.http.headers["Authorization"] = bearer
    assert begin(hanako).json()["conversation_id"] is None
    assert problem(hanako.http.get(hanako.path)) == (401, "unknown-visitor")


def test_a_session_needs_the_widgets_key(live_app: str):
    refused = httpx.post(f"{live_app}/widget/session", json={})
    assert problem(refused) == (403, "unknown-key")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"identity": 5}', b'{"identity": "' + b"x" * 9000 + b'"}']
)
def test_a_malformed_session_request_is_refused(live_app: str, body: bytes):
    headers = KEY | {"Content-Type": "application/json"}
    assert httpx.post(f"{live_app}/widget/session", headers=headers, content=body).status_code == 422


def test_tokens_nobody_can_use_any_more_are_forgotten(hanako: Customer, clock, session):
    for _ in range(3):
        show(hanako, begin(hanako).json()["visitor_token"])
        clock.move(minutes=2)
    begin(hanako)
    count = session.connection().exec_driver_sql(
        "SELECT count(*) FROM visitor_tokens t JOIN conversations c USING (contact_id) WHERE c.id = %s",
        (hanako.id,),
    )
    assert count.scalar() == 2
