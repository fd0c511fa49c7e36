"""The queue: filters and orders narrow it, and what they cannot mean is refused or left aside."""

import pytest

from tests.api.inbox.conftest import Customer


@pytest.fixture
def ken(client) -> Customer:
    return Customer(client.app, "en")


@pytest.fixture
def reasons(house) -> None:
    """Give the second hand-off another reason than the first has."""
    from sqlalchemy import select

    from api.chat.models import HandOff
    from api.database import transaction

    with transaction(house.sessions) as session:
        newest = session.scalars(select(HandOff).order_by(HandOff.id.desc())).first()
        newest.reason = "bot_unavailable"


def listed(person, **asked) -> list[str]:
    answer = person.get("/api/hand-offs", params={"show": "all", **asked})
    assert answer.status_code == 200, answer.text
    return [row["conversation_id"] for row in answer.json()]


def test_it_is_narrowed_by_language_and_reason(hanako, hand_off, ken, sato, reasons_of_ken):
    assert listed(sato, language="en") == [ken.id]
    assert listed(sato, reason="bot_unavailable") == [ken.id]
    assert listed(sato, reason="customer_request", language="ja") == [hanako.id]
    assert listed(sato, reason="bot_unavailable", language="ja") == []


@pytest.fixture
def reasons_of_ken(ken, hand_off, request) -> None:
    ken.ask_for_a_person()
    request.getfixturevalue("reasons")


def test_by_reason_those_of_one_reason_stand_together(hanako, hand_off, ken, sato, reasons_of_ken):
    assert listed(sato, sort="waited") == [hanako.id, ken.id]
    assert listed(sato, sort="reason") == [ken.id, hanako.id]


def test_only_those_owed_a_reply(claimed, hanako, ken, sato):
    assert listed(sato, unanswered=True) == []
    hanako.say("まだですか")
    ken.ask_for_a_person()
    assert listed(sato, unanswered=True) == [ken.id, hanako.id]


@pytest.mark.parametrize("wrong", ["show=none", "reason=mood", "language=fr", "sort=luck", "unanswered=x"])
def test_a_filter_that_means_nothing_is_invalid(sato, wrong):
    assert sato.get(f"/api/hand-offs?{wrong}").status_code == 422


def test_the_page_leaves_aside_what_it_does_not_know(hand_off, sato):
    page = sato.get("/staff/inbox?show=none&reason=mood&language=fr&sort=luck&q=%00")
    assert page.status_code == 200
    assert f"/staff/inbox/{hand_off}" in page.text


def test_the_page_keeps_its_filters_and_counts_every_list(claimed, hanako, ken, sato):
    ken.ask_for_a_person()
    page = sato.get("/staff/inbox?show=mine&language=ja&reason=customer_request&unanswered=true").text
    assert 'value="ja" selected' in page
    assert 'value="customer_request" selected' in page
    assert "条件に合う会話はありません" in page
    assert '待機中 <span class="figures">1</span>' in page
    assert '自分の担当 <span class="figures">1</span>' in page


def test_the_search_finds_topics_and_addresses(claimed, hanako, sato, session):
    from sqlalchemy import update

    from api.chat.models import Contact

    session.execute(update(Contact).values(email="hanako@example.com", name="高梨 花子"))
    session.commit()
    assert listed(sato, q="hanako@") == listed(sato, q="花子") == [hanako.id]
    sato.post(f"/api/hand-offs/{claimed}/resolution", json={"topic": "領収書の再発行"})
    assert listed(sato, q="領収書", show="closed") == [hanako.id]


def test_how_to_call_back_is_seen_in_the_list_and_on_the_page(hand_off, sato, session):
    from api.chat.models import HandOff

    session.get_one(HandOff, hand_off).callback = {"email": None, "phone": "03-1234-5678", "note": "夕方に"}
    session.commit()
    assert "折り返しの連絡を希望" in sato.get("/staff/inbox").text
    page = sato.get(f"/staff/inbox/{hand_off}").text
    assert 'href="tel:03-1234-5678"' in page
    assert "mailto:" not in page
    assert sato.get(f"/api/hand-offs/{hand_off}").json()["callback"]["note"] == "夕方に"
