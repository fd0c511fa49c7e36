"""Hanako at the widget, Sato and Tanaka at the desk. No bot runs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.models import Turn
from api.episodes.models import Episode, Fact


class Customer:
    """One visitor with one conversation."""

    def __init__(self, app: Any, language: str = "ja") -> None:
        self.http = TestClient(app, base_url="http://testserver", headers={"X-Madoguchi-Key": "demo"})
        opened = self.http.post("/widget/conversations", json={"language": language}).json()
        self.id = opened["conversation_id"]
        self.path = f"/widget/conversations/{self.id}"
        self.http.headers["Authorization"] = f"Bearer {opened['visitor_token']}"

    def say(self, text: str) -> None:
        answer = self.http.post(f"{self.path}/messages", json={"client_id": uuid4().hex, "text": text})
        assert answer.status_code == 202, answer.text

    def ask_for_a_person(self) -> None:
        assert self.http.post(f"{self.path}/hand-off").status_code == 201

    def state(self) -> dict[str, Any]:
        return self.http.get(self.path).json()

    def heard(self, author: str) -> list[dict[str, Any]]:
        return [message for message in self.state()["messages"] if message["author"] == author]


@pytest.fixture
def hanako(client: TestClient) -> Customer:
    return Customer(client.app)


@pytest.fixture
def sato(sign_in):
    return sign_in("sato")


@pytest.fixture
def tanaka(sign_in):
    return sign_in("tanaka")


@pytest.fixture
def hand_off(hanako: Customer, sato, clock) -> int:
    """Hanako's open hand-off, by its number."""
    hanako.ask_for_a_person()
    clock.move(minutes=3)
    return sato.get("/api/hand-offs").json()[0]["id"]


@pytest.fixture
def claimed(hand_off: int, sato) -> int:
    """Hanako's hand-off, which Sato has."""
    assert sato.post(f"/api/hand-offs/{hand_off}/claim").status_code == 201
    return hand_off


@pytest.fixture
def facts(session: Session) -> Callable[[], list[tuple[str, dict]]]:
    """Every fact there is: (kind, payload), in order."""

    def read() -> list[tuple[str, dict]]:
        session.rollback()
        return [tuple(row) for row in session.execute(select(Fact.kind, Fact.payload).order_by(Fact.id))]

    return read


@pytest.fixture
def turns(session: Session) -> Callable[[], int]:
    """How many messages wait for the bot."""

    def read() -> int:
        session.rollback()
        return len(session.scalars(select(Turn)).all())

    return read


@pytest.fixture
def episodes(session: Session) -> Callable[[], int]:
    """How many episodes there are."""

    def read() -> int:
        session.rollback()
        return len(session.scalars(select(Episode)).all())

    return read
