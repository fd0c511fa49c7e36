""" "Was this helpful?": a yes or a no is counted, looking and leaving never are."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.app import create_app
from api.chat.models import Contact, Conversation
from api.episodes.labels import Label, label
from api.episodes.ledger import facts_of
from api.episodes.models import Episode, Fact
from api.house import House

QUIET = timedelta(hours=24)


def form_of(reader: TestClient, path: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', reader.get(path).text))


def say(reader: TestClient, faq_id: int, helpful: str, path: str = "", **changed: str):
    form = form_of(reader, path or f"/help/{faq_id}") | {"helpful": helpful} | changed
    return reader.post(f"/help/{faq_id}/feedback", data=form)


def labels(session: Session, house: House) -> list[Label]:
    session.rollback()
    now = house.clock() + timedelta(days=2)
    return [
        label(facts_of(session, one), now=now, quiet=QUIET) for one in session.scalars(select(Episode.id))
    ]


def test_looking_searching_and_leaving_write_nothing(reader: TestClient, session: Session, faqs):
    for path in ("/help", "/help?q=パスワード", f"/help/{faqs['leave'].faq_id}", "/help/en"):
        assert "set-cookie" not in reader.get(path).headers
    for table in (Fact, Episode, Conversation, Contact):
        assert session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    ("helpful", "value", "become"),
    [("true", "solved", Label.CONFIRMED), ("false", "not_solved", Label.ABANDONED)],
)
def test_a_yes_is_confirmed_and_a_no_is_abandoned(
    reader: TestClient, session: Session, house: House, clock, faqs, helpful: str, value: str, become: Label
):
    version = faqs["password"]
    form = form_of(reader, f"/help/{version.faq_id}")
    seen = clock.now
    clock.move(minutes=2)
    answer = reader.post(f"/help/{version.faq_id}/feedback", data=form | {"helpful": helpful})
    assert answer.status_code == 303
    facts = facts_of(session, session.scalars(select(Episode.id)).one())
    about = {"faq_id": version.faq_id, "version_id": version.id, "channel": "help"}
    assert [(fact.kind, fact.payload) for fact in facts] == [
        ("answer_shown", about),
        ("feedback_given", about | {"value": value}),
    ]
    assert abs(facts[0].at - seen) < timedelta(seconds=1)
    assert facts[1].at == clock.now
    assert labels(session, house) == [become]
    assert session.scalars(select(Conversation.channel)).all() == ["help"]
    told = reader.get(answer.headers["location"].partition("#")[0]).text
    assert 'role="status"' in told
    assert 'name="helpful"' not in told


def test_one_reader_counts_once_per_version_and_is_one_contact(
    reader: TestClient, session: Session, house: House, faqs
):
    for helpful in ("true", "true", "false"):
        assert say(reader, faqs["password"].faq_id, helpful).status_code == 303
    say(reader, faqs["leave"].faq_id, "false")
    say(TestClient(reader.app, follow_redirects=False), faqs["password"].faq_id, "true")
    assert sorted(labels(session, house)) == [Label.ABANDONED, Label.CONFIRMED, Label.CONFIRMED]
    assert session.scalar(select(func.count()).select_from(Contact)) == 2


def test_the_english_page_counts_for_the_same_faq(reader: TestClient, session: Session, faqs):
    faq_id = faqs["leave"].faq_id
    answer = say(reader, faq_id, "true", path=f"/help/en/{faq_id}")
    assert answer.headers["location"].startswith(f"/help/en/{faq_id}?")
    assert session.scalars(select(Conversation.language)).all() == ["en"]


@pytest.mark.parametrize("seen", ["", "x", "1.2", "٣.abc"])
def test_a_form_that_nobody_was_shown_is_refused(reader: TestClient, session: Session, faqs, seen: str):
    assert say(reader, faqs["password"].faq_id, "true", seen=seen).status_code == 422
    assert session.scalar(select(func.count()).select_from(Fact)) == 0


def test_a_form_of_another_faq_or_of_yesterday_is_refused(reader: TestClient, clock, faqs):
    other = form_of(reader, f"/help/{faqs['leave'].faq_id}")["seen"]
    assert say(reader, faqs["password"].faq_id, "true", seen=other).status_code == 422
    mine = form_of(reader, f"/help/{faqs['password'].faq_id}")["seen"]
    clock.move(hours=25)
    assert say(reader, faqs["password"].faq_id, "true", seen=mine).status_code == 422


def test_another_sites_form_is_refused(reader: TestClient, faqs):
    faq_id = faqs["password"].faq_id
    form = form_of(reader, f"/help/{faq_id}") | {"helpful": "true"}
    answer = reader.post(f"/help/{faq_id}/feedback", data=form, headers={"origin": "https://kuro.example"})
    assert answer.status_code == 403


def test_more_votes_a_minute_than_readers_give_are_refused(house: House, clock, faqs, session: Session):
    app = create_app(house)
    answers = [
        say(TestClient(app, follow_redirects=False), faqs["password"].faq_id, "true").status_code
        for _ in range(62)
    ]
    assert (answers[:60], set(answers[60:])) == ([303] * 60, {429})
    clock.move(minutes=2)
    assert say(TestClient(app, follow_redirects=False), faqs["password"].faq_id, "true").status_code == 303


def test_the_readers_cookie_opens_no_conversation(reader: TestClient, faqs):
    say(reader, faqs["password"].faq_id, "true")
    token = reader.cookies["madoguchi_reader"]
    answer = reader.get(
        "/widget/conversations/x", headers={"X-Madoguchi-Key": "demo", "Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401
