"""Definition 3: a return in other words is one, when the FAQ shown before is among those it comes near to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.episodes.ledger import Kind
from api.outcomes.models import Outcome


@pytest.fixture
def taken_back(sign_in, session):
    """Which definitions take the credit for an episode back."""

    def look(episode_id: int) -> set[int]:
        assert sign_in("mori").get("/api/metrics").status_code == 200
        rows = session.execute(
            select(Outcome.definition).where(
                Outcome.episode_id == episode_id, Outcome.recontacted_by.is_not(None)
            )
        )
        return set(rows.scalars())

    return look


def first(stories, hanako, long_ago) -> int:
    return stories.episode(long_ago, contact=hanako).asks().answered(1).expired().id


def choices(*faqs: int) -> list[dict]:
    return [{"faq_id": faq, "version_id": faq, "text": "?", "confidence": 0.4} for faq in faqs]


def test_a_choice_of_the_faq_shown_before_takes_it_back(telling, long_ago, taken_back):
    with telling() as stories:
        hanako = stories.contact()
        before = first(stories, hanako, long_ago)
        again = stories.episode(long_ago + timedelta(days=2), contact=hanako).asks("別の言い方")
        again.fact(Kind.CLARIFICATION_SHOWN, message_id=1, choices=choices(2, 1))
    assert taken_back(before) == {3}


def test_a_call_near_to_it_does_too(telling, long_ago, taken_back):
    with telling() as stories:
        hanako = stories.contact()
        before = first(stories, hanako, long_ago)
        call = stories.episode(long_ago + timedelta(days=2), contact=hanako, channel="phone")
        call.fact(Kind.TOPIC_NOTED, faq_ids=[1]).fact(Kind.AGENT_REPLIED, staff_id=None)
    assert taken_back(before) == {3}


def test_a_return_that_only_asks_for_a_person_does_too(telling, long_ago, taken_back):
    with telling() as stories:
        hanako = stories.contact()
        before = first(stories, hanako, long_ago)
        stories.episode(long_ago + timedelta(days=2), contact=hanako).person()
    assert taken_back(before) == {3}


def test_choices_of_other_faqs_take_nothing_back(telling, long_ago, taken_back):
    with telling() as stories:
        hanako = stories.contact()
        before = first(stories, hanako, long_ago)
        again = stories.episode(long_ago + timedelta(days=2), contact=hanako).asks("別の話")
        again.fact(Kind.CLARIFICATION_SHOWN, message_id=1, choices=choices(2, 3))
        late = stories.episode(long_ago + timedelta(days=8), contact=hanako).asks("遅い")
        late.fact(Kind.CLARIFICATION_SHOWN, message_id=1, choices=choices(1))
    assert taken_back(before) == set()
