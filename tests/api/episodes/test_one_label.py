"""Every episode has exactly one label, by the definition's rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.episodes.labels import Label, Why, judge, label
from api.episodes.ledger import FactValue, Kind

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
QUIET = timedelta(hours=24)
SOON = START + timedelta(hours=1)
LATER = START + timedelta(days=3)


def fact(kind: Kind, minute: float = 0, **payload: object) -> FactValue:
    return FactValue(kind=kind, at=START + timedelta(minutes=minute), payload=payload)


ASKED = fact(Kind.MESSAGE_RECEIVED, 0, message_id=1, seq=1)
ANSWERED = fact(Kind.ANSWER_SHOWN, 1, message_id=1, faq_id=3, version_id=7)
SOLVED = fact(Kind.FEEDBACK_GIVEN, 2, value="solved", faq_id=3, version_id=7)
NOT_SOLVED = fact(Kind.FEEDBACK_GIVEN, 2, value="not_solved", faq_id=3, version_id=7)
NOTHING = fact(Kind.NOTHING_FOUND, 1, message_id=1)
PERSON = fact(Kind.HANDOFF_REQUESTED, 3, reason="customer_request")
AWAY = fact(Kind.BOT_UNAVAILABLE, 1, message_id=1)

RULES = {
    "answered and said to be solved": ([ASKED, ANSWERED, SOLVED], Label.CONFIRMED),
    "a look-up answered and solved": (
        [ASKED, fact(Kind.LOOKUP_ANSWERED, 1, connector="orders"), SOLVED],
        Label.CONFIRMED,
    ),
    "answered and quiet": ([ASKED, ANSWERED], Label.ASSUMED),
    "refused, answered better and quiet": (
        [ASKED, ANSWERED, NOT_SOLVED, fact(Kind.ANSWER_SHOWN, 5, faq_id=4, version_id=8)],
        Label.ASSUMED,
    ),
    "thanked after an answer": (
        [
            ASKED,
            ANSWERED,
            fact(Kind.MESSAGE_RECEIVED, 3, message_id=2, seq=3),
            fact(Kind.SMALL_TALK_REPLIED, 4, message_id=2, intent="thank"),
        ],
        Label.ASSUMED,
    ),
    "no answer and quiet": ([ASKED, NOTHING], Label.ABANDONED),
    "silence with no reply at all": ([ASKED], Label.ABANDONED),
    "solved without any answer": ([ASKED, NOTHING, SOLVED], Label.ABANDONED),
    "refused and quiet": ([ASKED, ANSWERED, NOT_SOLVED], Label.ABANDONED),
    "none of the choices": (
        [
            ASKED,
            ANSWERED,
            fact(Kind.CLARIFICATION_SHOWN, 2, choices=[]),
            fact(Kind.CHOICE_TAKEN, 3, faq_id=None),
        ],
        Label.ABANDONED,
    ),
    "the last question left open": (
        [ASKED, ANSWERED, fact(Kind.NOTHING_FOUND, 9, message_id=2)],
        Label.ABANDONED,
    ),
    "a person asked for": ([ASKED, ANSWERED, SOLVED, PERSON], Label.ESCALATED),
    "a person stepped in": ([ASKED, fact(Kind.AGENT_REPLIED, 4, staff_id=1)], Label.ESCALATED),
    "a person resolved it": ([ASKED, fact(Kind.CONVERSATION_RESOLVED, 4, by=1)], Label.ESCALATED),
    "the hand-off was taken back": (
        [ASKED, PERSON, fact(Kind.AGENT_RELEASED, 5, staff_id=None)],
        Label.ESCALATED,
    ),
    "the bot was away": ([ASKED, AWAY], Label.BLOCKED),
    "the bot was away and a person came": ([ASKED, AWAY, PERSON], Label.ESCALATED),
    "the bot came back and answered": (
        [ASKED, AWAY, fact(Kind.ANSWER_SHOWN, 2, faq_id=3, version_id=7)],
        Label.ASSUMED,
    ),
    "rate limited": ([ASKED, fact(Kind.RATE_LIMITED, 1)], Label.BLOCKED),
    "small talk only": (
        [ASKED, fact(Kind.SMALL_TALK_REPLIED, 1, message_id=1, intent="greet")],
        Label.SOCIAL,
    ),
    "small talk, then a question": (
        [
            ASKED,
            fact(Kind.SMALL_TALK_REPLIED, 1, message_id=1, intent="greet"),
            fact(Kind.MESSAGE_RECEIVED, 2, message_id=2, seq=3),
            fact(Kind.NOTHING_FOUND, 3, message_id=2),
        ],
        Label.ABANDONED,
    ),
    "no facts at all": ([], Label.PENDING),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_gives_its_label(name: str):
    facts, expected = RULES[name]
    assert label(facts, now=LATER, quiet=QUIET) is expected


@pytest.mark.parametrize("facts", [[ASKED, ANSWERED], [ASKED, NOTHING], [ASKED, ANSWERED, NOT_SOLVED]])
def test_before_the_quiet_is_over_the_episode_is_pending(facts: list[FactValue]):
    assert label(facts, now=SOON, quiet=QUIET) is Label.PENDING


def test_the_written_end_decides_even_while_the_quiet_setting_is_longer():
    facts = [ASKED, ANSWERED, fact(Kind.EPISODE_EXPIRED, 60)]
    assert label(facts, now=SOON, quiet=timedelta(hours=240)) is Label.ASSUMED


def test_the_verdict_says_why():
    assert judge([ASKED, ANSWERED, NOT_SOLVED], now=LATER, quiet=QUIET).why is Why.SAID_NOT_SOLVED
    assert judge([ASKED, AWAY], now=LATER, quiet=QUIET).why is Why.BOT_UNAVAILABLE


PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        "message_id": st.integers(1, 3),
        "value": st.sampled_from(["solved", "not_solved"]),
        "faq_id": st.none() | st.integers(1, 3),
        "by": st.none() | st.integers(1, 2),
        "staff_id": st.none() | st.integers(1, 2),
    },
)
FACTS = st.lists(
    st.builds(
        lambda kind, minute, payload: fact(kind, minute, **payload),
        st.sampled_from(Kind),
        st.integers(0, 2000),
        PAYLOADS,
    ),
    max_size=12,
)


@given(facts=FACTS, data=st.data(), hours=st.integers(0, 100))
def test_order_and_repetition_of_facts_change_nothing(
    facts: list[FactValue], data: st.DataObject, hours: int
):
    now = START + timedelta(hours=hours)
    once = judge(facts, now=now, quiet=QUIET)
    repeated = facts + data.draw(st.lists(st.sampled_from(facts), max_size=6) if facts else st.just([]))
    shuffled = data.draw(st.permutations(repeated))
    assert judge(shuffled, now=now, quiet=QUIET) == once
    assert once.label in Label


@given(facts=FACTS)
def test_a_human_is_never_hidden(facts: list[FactValue]):
    assert label([*facts, PERSON], now=LATER, quiet=QUIET) is Label.ESCALATED


@given(facts=FACTS)
def test_the_bot_claims_nothing_without_an_answer(facts: list[FactValue]):
    without = [f for f in facts if f.kind not in {Kind.ANSWER_SHOWN, Kind.LOOKUP_ANSWERED}]
    assert not label(without, now=LATER, quiet=QUIET).claimed
