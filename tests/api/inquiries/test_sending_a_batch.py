"""Other systems send inquiries: `POST /api/inquiries`."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.app import create_app
from api.inquiries.models import Inquiry

KEY = {"X-Madoguchi-Api-Key": "key-of-the-desk"}
BATCH = {
    "source": "desk",
    "inquiries": [
        {"id": "T-1", "text": "請求書の宛名を変えたいです。", "received_at": "2026-01-05T09:30:00+09:00"},
        {"text": "   "},
        {"text": "Where is my card?", "received_at": "soon"},
    ],
}


@pytest.fixture
def desk(house):
    """Another system that knows the key."""
    keyed = replace(house, settings=house.settings.model_copy(update={"api_key": KEY["X-Madoguchi-Api-Key"]}))
    with TestClient(create_app(keyed), headers=KEY) as client:
        yield client


def count(session):
    return session.scalar(select(func.count(Inquiry.id)))


def test_good_rows_are_kept_and_bad_ones_named(desk, session):
    answer = desk.post("/api/inquiries", json=BATCH)
    assert answer.status_code == 201
    found = answer.json()
    assert (found["kept"], found["duplicates"]) == (1, 0)
    assert [(row["index"], row["reason"]) for row in found["refused"]] == [(1, "empty"), (2, "date")]
    assert count(session) == 1


def test_the_same_inquiry_again_is_counted_not_kept(desk, session):
    desk.post("/api/inquiries", json=BATCH)
    assert desk.post("/api/inquiries", json=BATCH).json()["duplicates"] == 1
    assert count(session) == 1


def test_a_repeated_key_gives_the_first_answer(desk, session):
    first = desk.post("/api/inquiries", json=BATCH, headers={"Idempotency-Key": "a"})
    again = desk.post("/api/inquiries", json=BATCH, headers={"Idempotency-Key": "a"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_key_used_for_another_body_is_a_conflict(desk):
    desk.post("/api/inquiries", json=BATCH, headers={"Idempotency-Key": "a"})
    other = {"inquiries": [{"text": "Something else"}]}
    assert desk.post("/api/inquiries", json=other, headers={"Idempotency-Key": "a"}).status_code == 409


def test_a_batch_has_a_limit(desk):
    assert desk.post("/api/inquiries", json={"inquiries": [{"text": "x"}] * 1_001}).status_code == 422
    assert desk.post("/api/inquiries", json={"inquiries": []}).status_code == 422


def test_an_editor_may_send_and_an_agent_may_not(sign_in):
    assert sign_in("suzuki").post("/api/inquiries", json=BATCH).status_code == 201
    assert sign_in("sato").post("/api/inquiries", json=BATCH).status_code == 403


def test_kuro_may_not(client: TestClient, desk):
    assert client.post("/api/inquiries", json=BATCH).status_code == 401
    # Without a key of our own none is right, not even the empty one.
    assert client.post("/api/inquiries", json=BATCH, headers={"X-Madoguchi-Api-Key": ""}).status_code == 401
    assert desk.post("/api/inquiries", json=BATCH, headers={"X-Madoguchi-Api-Key": "no"}).status_code == 401
