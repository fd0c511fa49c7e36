"""Facts are written once and stay; quiet episodes end, those that wait for a person do not."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.database import transaction
from api.episodes.ledger import (
    Kind,
    current_episode,
    expire_quiet_episodes,
    facts_of,
    has_ended,
    record,
    waits_for_person,
)
from api.settings import ROOT
from tests.api.metrics.stories import Stories

QUIET = timedelta(hours=24)


@pytest.mark.parametrize("change", ["UPDATE facts SET kind = 'csat_given'", "DELETE FROM facts"])
def test_a_fact_cannot_be_changed_or_deleted(house, clock, change):
    with transaction(house.sessions) as session:
        Stories(session).episode(clock()).asks()
    with pytest.raises(DBAPIError, match="append-only"), transaction(house.sessions) as session:
        session.execute(text(change))


def test_the_book_says_of_each_fact_what_it_holds_and_who_writes_it():
    told = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    payloads, writers = told.split("## Who writes which fact")[0], told.split("## Who writes which fact")[1]
    table = writers.split("\nA key makes")[0]
    assert {kind for kind in Kind if f"| `{kind}` |" not in payloads} == set()
    assert {kind for kind in Kind if f"`{kind}`" not in table} == set()


def test_the_same_fact_written_twice_is_one(house, clock):
    with transaction(house.sessions) as session:
        hanako = Stories(session).episode(clock())
        assert record(session, hanako.id, Kind.CSAT_GIVEN, at=clock(), key="k", rating=5, about="bot")
        assert not record(session, hanako.id, Kind.CSAT_GIVEN, at=clock(), key="k", rating=1, about="bot")
        assert [fact.payload["rating"] for fact in facts_of(session, hanako.id)] == [5]


def test_the_sweep_ends_quiet_episodes_once_and_leaves_the_others(house, clock):
    with transaction(house.sessions) as session:
        stories = Stories(session)
        old = clock() - timedelta(hours=30)
        quiet = stories.episode(old).asks().answered()
        waiting = stories.episode(old).asks().person()
        again = stories.episode(old).asks().person().fact(Kind.AGENT_RELEASED, staff_id=None).person()
        cancelled = (
            stories.episode(old).asks().person().wait(seconds=1).fact(Kind.AGENT_RELEASED, staff_id=None)
        )
        solved = stories.episode(old).asks().answered().says("solved")
        fresh = stories.episode(clock() - timedelta(hours=1)).asks().answered()
        assert expire_quiet_episodes(session, now=clock(), quiet=QUIET) == 2
        assert expire_quiet_episodes(session, now=clock(), quiet=QUIET) == 0
        ended = {
            story.id
            for story in (quiet, waiting, again, cancelled, solved, fresh)
            if any(fact.kind is Kind.EPISODE_EXPIRED for fact in facts_of(session, story.id))
        }
        assert ended == {quiet.id, cancelled.id}


def test_the_sweep_ends_exactly_those_that_the_facts_at_hand_say(house, clock):
    chance = random.Random(5)
    steps = (
        (Kind.ANSWER_SHOWN, {}),
        (Kind.FEEDBACK_GIVEN, {"value": "not_solved"}),
        (Kind.FEEDBACK_GIVEN, {"value": "solved"}),
        (Kind.HANDOFF_REQUESTED, {"reason": "customer_request"}),
        (Kind.AGENT_RELEASED, {"staff_id": 1}),
        (Kind.AGENT_RELEASED, {"staff_id": 1, "to": None}),
        (Kind.CONVERSATION_RESOLVED, {"by": 1}),
    )
    with transaction(house.sessions) as session:
        stories = Stories(session)
        expected, every = set(), []
        for _ in range(120):
            story = stories.episode(clock() - timedelta(hours=chance.choice((3, 30)))).asks()
            for _ in range(chance.randrange(5)):
                kind, payload = chance.choice(steps)
                story.wait(minutes=chance.choice((0, 5))).fact(kind, **payload)
            every.append(story)
            facts = facts_of(session, story.id)
            if not has_ended(facts) and not waits_for_person(facts) and story.at < clock() - QUIET:
                expected.add(story.id)
        assert 20 < len(expected) < 100
        assert expire_quiet_episodes(session, now=clock(), quiet=QUIET) == len(expected)
        assert expected == {
            story.id
            for story in every
            if any(fact.kind is Kind.EPISODE_EXPIRED for fact in facts_of(session, story.id))
        }


def test_a_message_while_a_person_is_awaited_belongs_to_the_same_episode(house, clock):
    with transaction(house.sessions) as session:
        hanako = Stories(session).episode(clock()).asks().person()
        clock.move(days=3)
        found = current_episode(
            session,
            conversation_id=hanako.episode.conversation_id,
            contact_id=hanako.episode.contact_id,
            now=clock(),
            quiet=QUIET,
        )
        assert found.id == hanako.id
