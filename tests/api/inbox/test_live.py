"""The inbox hears of customers at once, sees who types, and hears nothing more once it is signed out."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest
from sqlalchemy import select

from api.chat.models import Conversation
from api.database import transaction
from api.house import House
from api.staff.models import StaffSession
from tests.api.chat.conftest import running
from tests.api.chat.customer import Customer
from tests.conftest import PASSWORD


@pytest.fixture
def url(house: House) -> Iterator[str]:
    with running(house) as address:
        yield address


@pytest.fixture
def sato(url: str, house: House) -> Iterator[httpx.Client]:
    """Sato on a connection of their own, with the CSRF token."""
    with httpx.Client(base_url=url, timeout=20) as client:
        client.post("/staff/sign-in", data={"email": "sato@example.com", "password": PASSWORD})
        with transaction(house.sessions) as session:
            client.headers["X-CSRF-Token"] = session.scalars(select(StaffSession.csrf_token)).one()
        yield client


@contextmanager
def listening(person: httpx.Client, conversation: str = "") -> Iterator[Iterator[tuple[str, dict]]]:
    """What the stream says: (event, data), one by one."""
    address = f"/staff/inbox/events?conversation={conversation}"
    with person.stream("GET", address) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        with closing(events(stream)) as heard:
            yield heard


def events(stream: httpx.Response) -> Iterator[tuple[str, dict]]:
    event = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        if line.startswith("data: "):
            yield event, json.loads(line.removeprefix("data: "))


def told(heard: Iterator[tuple[str, dict]], wanted: str) -> dict:
    return next(data for event, data in heard if event == wanted)


def test_the_inbox_hears_of_a_customer_who_asks_and_of_what_they_write(url, sato):
    hanako = Customer(url)
    with listening(sato, hanako.id) as heard:
        assert told(heard, "changed")["waiting"] == 0
        hanako.http.post(f"{hanako.path}/hand-off")
        while told(heard, "changed")["waiting"] != 1:
            pass
        hanako.say("急いでいます")
        assert told(heard, "changed")["waiting"] == 1


def test_what_needs_this_agent_is_counted_for_them(url, sato):
    hanako = Customer(url)
    hanako.http.post(f"{hanako.path}/hand-off")
    with listening(sato) as heard:
        assert told(heard, "changed") == {"waiting": 1, "due": 0, "snoozed": 0}
        (row,) = sato.get("/api/hand-offs").json()
        sato.post(f"/api/hand-offs/{row['id']}/claim")
        while told(heard, "changed")["waiting"] != 0:
            pass
        hanako.say("まだですか")
        while told(heard, "changed")["due"] != 1:
            pass


def test_a_customer_who_types_is_seen_and_forgotten_again(url, sato, house, clock):
    hanako = Customer(url)
    with listening(sato, hanako.id) as heard:
        assert told(heard, "typing") == {"customer": False, "agent": None}
        with transaction(house.sessions) as session:
            conversation = session.scalars(select(Conversation)).one()
            conversation.customer_typing_at = clock()
        hanako.http.post(f"{hanako.path}/hand-off")
        assert told(heard, "typing")["customer"] is True
        clock.move(seconds=7)
        assert told(heard, "typing")["customer"] is False


def test_the_stream_ends_when_its_agent_signs_out(url, sato):
    hanako = Customer(url)
    with listening(sato, hanako.id) as heard:
        told(heard, "changed")
        with httpx.Client(base_url=url, cookies=sato.cookies, timeout=20) as another_tab:
            another_tab.post("/staff/sign-out", headers={"X-CSRF-Token": sato.headers["X-CSRF-Token"]})
        # What happens from here on is not theirs to know.
        hanako.http.post(f"{hanako.path}/hand-off")
        assert list(heard) == []
    assert sato.get("/staff/inbox/events").status_code == 401
