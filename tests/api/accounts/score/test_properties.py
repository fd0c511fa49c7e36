"""What holds of every score, whatever the signals and the rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.accounts.score.health import health_in
from api.accounts.score.rules import HOW, How, Rules, Term
from api.accounts.signals import ABOUT, Signal
from api.accounts.signals import weeks_up_to as mondays

WEEK = date(2026, 11, 23)


@st.composite
def term(draw, signal: Signal) -> Term:
    low = draw(st.floats(-1, 5))
    worse, better = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    rises = ABOUT[signal].better == "more"
    return Term(
        signal=signal,
        how=HOW[signal],
        low=low,
        high=low + draw(st.floats(0.1, 5)),
        at_low=worse if rises else better,
        at_high=better if rises else worse,
    )


@st.composite
def rules(draw) -> Rules:
    chosen = draw(st.sets(st.sampled_from(list(Signal)), min_size=1))
    return Rules(
        start=draw(st.integers(0, 100)),
        half_life=draw(st.floats(0.5, 52)),
        span=draw(st.integers(1, 12)),
        red=40,
        green=70,
        terms=tuple(draw(term(signal)) for signal in sorted(chosen)),
    )


values = st.floats(0, 10, allow_nan=False) | st.integers(0, 5000).map(float)
weeks = st.dictionaries(st.sampled_from(mondays(WEEK, 20)), values, max_size=20)
signals = st.dictionaries(st.sampled_from(list(Signal)), weeks, max_size=15)


@given(signals, rules(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_score_lies_between_0_and_100_and_is_the_sum_of_its_parts(known, made, over):
    health = health_in(known, made, WEEK, over=over)
    told = {term.signal for term in made.terms if known.get(term.signal)}
    if health is None:
        assert all(HOW[signal] is How.CHANGE for signal in told)
        return
    assert 0 <= health.score <= 100
    assert health.score == sum(part.points for part in health.parts)
    assert health.band == ("green" if health.score >= 70 else "yellow" if health.score >= 40 else "red")


@given(signals, rules(), st.sampled_from(list(Signal)), st.floats(0.01, 50))
@settings(max_examples=300, deadline=None)
def test_more_of_what_is_good_never_takes_points_and_more_of_what_is_bad_never_gives_any(
    known, made, signal, more
):
    """A change compares, so of logins only the newest whole week can be raised."""
    known = known | {signal: known.get(signal) or {WEEK: 1.0}}
    told = known[signal]
    newest = max((m for m in told if m < WEEK), default=None) if HOW[signal] is How.CHANGE else max(told)
    if newest is None:
        return
    before = health_in(known, made, WEEK)
    after = health_in(known | {signal: told | {newest: told[newest] + more}}, made, WEEK)
    if before is None or signal not in {part.of for part in before.parts}:
        return
    assert after is not None
    better = ABOUT[signal].better == "more"
    assert after.score >= before.score if better else after.score <= before.score


@given(st.sampled_from([s for s in Signal if HOW[s] is not How.CHANGE]), values, st.data())
@settings(max_examples=200, deadline=None)
def test_what_lies_further_back_weighs_less(signal, value, data):
    low, high = 0.0, 10.0
    heavy = 40 if ABOUT[signal].better == "more" else -40
    how = HOW[signal]
    made = Rules(
        start=50,
        half_life=data.draw(st.floats(0.5, 8)),
        span=3,
        red=40,
        green=70,
        terms=(Term(signal=signal, how=how, low=low, at_low=0, high=high, at_high=heavy),),
    )
    moved = [
        abs(next(p.points for p in health.parts if p.of == signal))
        for ago in (1, 4, 12, 60)
        if (health := health_in({signal: {WEEK - timedelta(weeks=ago): value}}, made, WEEK)) is not None
    ]
    assert moved == sorted(moved, reverse=True)
    if how is How.LEVEL or value <= 10:
        assert moved[-1] <= 1


@pytest.mark.parametrize(("change", "points"), [(0.5, -25), (0.75, -12), (1.0, 0), (3.0, 0)])
def test_a_fall_of_logins_is_counted_in_line(change, points):
    made = Rules(
        start=70, half_life=4, span=3, red=40, green=70,
        terms=(Term(signal=Signal.LOGINS, how=How.CHANGE, low=-0.5, at_low=-25, high=0, at_high=0),),
    )  # fmt: skip
    told = dict.fromkeys(mondays(WEEK, 7)[:3], 100.0)
    told |= dict.fromkeys(mondays(WEEK, 7)[3:6], 100.0 * change)
    health = health_in({Signal.LOGINS: told | {WEEK: 1.0}}, made, WEEK)
    assert health is not None
    assert health.score == 70 + (points if points != -12 else -13)
    assert health_in({Signal.LOGINS: {}}, made, WEEK) is None
