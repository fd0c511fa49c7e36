"""The bank's arithmetic: what enters, what leaves, what is carried forward."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.success.bank.counting import Counted, CountedTerm
from api.success.bank.drawing import draw
from api.success.bank.forms import BadTerms, BadWeek, read_terms
from api.success.bank.ledger import Terms, Week, entries, terms_of
from api.success.bank.what_if import Missed, Supposed, gained

MONDAY = date(2026, 9, 7)
numbers = st.floats(min_value=0, max_value=60)
terms = st.builds(
    CountedTerm,
    topic=st.sampled_from(["faq:1", "faq:2", None]),
    episodes=st.integers(0, 50),
    minutes=numbers,
    source=st.sampled_from(["topic", "overall"]),
)
counts = st.builds(
    Counted,
    terms=st.lists(terms, max_size=3).map(tuple),
    minutes=numbers,
    false_deflections=st.integers(0, 30),
    review_hours=numbers,
)


@given(st.lists(st.tuples(counts, st.integers(0, 600)), min_size=1, max_size=8), st.floats(0, 1))
def test_the_balance_is_the_sum_of_the_weeks(weeks, share):
    mondays = [MONDAY + timedelta(weeks=i) for i in range(len(weeks))]
    found = entries(
        [Week(monday=day, counted=counted) for day, (counted, _) in zip(mondays, weeks, strict=True)],
        [Terms(from_week=MONDAY, share=share)],
        {day: minutes for day, (_, minutes) in zip(mondays, weeks, strict=True)},
    )
    spent = sum(minutes for _, minutes in weeks) / 60
    assert found[-1].balance == pytest.approx(sum(entry.net for entry in found) * share - spent)
    assert all(after.carried == before.balance for before, after in pairwise(found))


@given(counts)
def test_what_is_kept_is_read_back(counted):
    assert Counted.of_kept(counted.kept()) == counted


@given(st.lists(counts, min_size=1, max_size=30))
def test_the_chart_holds_every_bar_and_point(weeks):
    found = entries(
        [Week(monday=MONDAY + timedelta(weeks=i), counted=one) for i, one in enumerate(weeks)], [], {}
    )
    chart = draw(found, width=700, height=220)
    assert 2 <= len(chart.levels) <= 12
    for bar in chart.bars:
        assert 0 <= bar.y <= bar.y + bar.height <= 220
        assert 0 <= bar.dot_y <= 220
        assert bar.height >= 0


def test_a_negative_week_is_carried_forward_as_negative():
    costly = Counted(minutes=30, false_deflections=4)
    (only,) = entries([Week(monday=MONDAY, counted=costly)], [], {MONDAY: 60})
    assert (only.net, only.balance) == (-2, -3)


def test_a_change_holds_from_its_week_on_and_the_last_change_wins():
    early, late = Terms(from_week=MONDAY, share=0.5), Terms(from_week=MONDAY + timedelta(weeks=2), share=0.8)
    every = [early, late]
    assert [terms_of(MONDAY + timedelta(weeks=i), every).share for i in (-1, 0, 1, 2)] == [1, 0.5, 0.5, 0.8]
    again = [*every, Terms(from_week=MONDAY + timedelta(weeks=1), share=0.1)]
    assert [terms_of(MONDAY + timedelta(weeks=i), again).share for i in (0, 1, 2)] == [0.5, 0.1, 0.1]


def test_minutes_set_for_a_topic_win_over_the_ledger_and_those_set_overall_fill_the_gaps():
    held = Terms(from_week=MONDAY, overall_minutes=9, minutes={"faq:1": 3})
    of = {
        topic: held.minutes_of(CountedTerm(topic=topic, episodes=1, minutes=5, source=source))
        for topic, source in (("faq:1", "topic"), ("faq:2", "topic"), ("faq:3", "overall"))
    }
    assert of == {"faq:1": 3, "faq:2": 5, "faq:3": 9}


def test_an_emptied_field_goes_back_to_the_ledger_and_what_is_not_named_stays():
    before = Terms(from_week=MONDAY, overall_minutes=9, minutes={"faq:1": 3, "faq:2": 4})
    this = MONDAY + timedelta(weeks=5)
    after = read_terms({"minutes:faq:1": "", "share": "40"}, before, earliest=MONDAY, this=this)
    assert (after.overall_minutes, after.minutes, after.share) == (None, {"faq:2": 4}, 0.4)
    assert after.from_week == this
    on_a_thursday = {"from_week": str(this + timedelta(days=3))}
    assert read_terms(on_a_thursday, before, earliest=MONDAY, this=this).from_week == this


@pytest.mark.parametrize(
    "sent", [{"share": "101"}, {"share": "nan"}, {"minutes:faq:1": "-1"}, {"review_hours": "x"}]
)
def test_what_is_out_of_range_is_refused(sent):
    with pytest.raises(BadTerms):
        read_terms(sent, Terms(from_week=MONDAY), earliest=MONDAY, this=MONDAY)


def test_a_week_before_the_bank_is_refused():
    with pytest.raises(BadWeek):
        read_terms({"from_week": "2020-01-01"}, Terms(from_week=MONDAY), earliest=MONDAY, this=MONDAY)


def test_what_if_counts_the_ticked_topics_at_the_supposed_shares():
    topics = [Missed(topic=f"faq:{i}", episodes=40, escalated=4, minutes=30) for i in (1, 2)]
    supposed = Supposed(topics=frozenset({"faq:1"}), solved=0.5, share=0.8)
    assert gained(topics, supposed) == pytest.approx(40 / 4 * 30 / 60 * 0.5 * 0.8)
