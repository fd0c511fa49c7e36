"""The week's rules: who is called in which order, who is left alone, and that no minute is spent twice."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.success.queue.filling import LeftOut, fill
from api.success.queue.standing import Act, State, minutes_of, state_of
from tests.api.success.people import TODAY, account, playbook

ids = st.integers(1, 5)
accounts = st.lists(
    st.builds(
        lambda yen, stage, tier, health, days, ago: dict(  # noqa: C408
            contract_yen=yen,
            stage=stage,
            tier=tier,
            health=health,
            renewal_on=TODAY + timedelta(days=days),
            contacted_on=None if ago is None else TODAY - timedelta(days=ago),
        ),
        st.integers(0, 10**9),
        st.sampled_from(["onboarding", "adoption", "retention", "renewal"]),
        st.sampled_from(["high", "low", "tech"]),
        st.none() | st.integers(0, 100),
        st.integers(-10, 120),
        st.none() | st.integers(0, 40),
    ),
    max_size=12,
).map(lambda found: [account(i, **one) for i, one in enumerate(found, 1)])


@given(accounts, st.floats(0, 300), st.integers(1, 90))
def test_the_budget_is_never_overspent_and_the_order_is_by_worth(views, minutes, takes):
    planned = fill(views, [playbook(minutes=takes)], minutes=minutes, today=TODAY, snoozed={})
    assert sorted(one.view.id for one in planned) == [view.id for view in views]
    called = [one for one in planned if one.left_out is None]
    assert sum(one.minutes for one in called) <= minutes
    worths = [one.worth.an_hour for one in called]
    assert worths == sorted(worths, reverse=True)
    below = [one.worth.an_hour for one in planned if one.left_out is LeftOut.BELOW_LINE]
    assert all(low <= high for low in below for high in worths)
    assert all(one.playbook is not None and one.view.tier != "tech" for one in called)


@given(
    st.lists(
        st.tuples(ids, st.sampled_from(["done", "skipped", "snoozed"]), st.booleans(), st.integers(0, 90))
    )
)
def test_every_card_stands_in_exactly_one_state_and_only_what_stands_is_spent(told):
    acts = [
        Act(
            id=i,
            card_id=card,
            kind=State(kind),
            minutes=minutes if kind == "done" else 0,
            note="",
            until=TODAY + timedelta(days=3) if kind == "snoozed" else None,
            who=None,
            at=datetime(2026, 11, 25, tzinfo=UTC),
            undone=undone,
        )
        for i, (card, kind, undone, minutes) in enumerate(told)
    ]
    states = [state_of([act for act in acts if act.card_id == card], TODAY) for card in range(1, 6)]
    assert sum(states.count(state) for state in State) == 5
    assert minutes_of(acts) == sum(
        minutes for _, kind, undone, minutes in told if kind == "done" and not undone
    )


def left_out(view, *, minutes=600.0, books=None, snoozed=None):
    (one,) = fill([view], books or [playbook()], minutes=minutes, today=TODAY, snoozed=snoozed or {})
    return one.left_out


def test_each_reason_to_leave_somebody_alone():
    assert left_out(account()) is None
    assert left_out(account(), minutes=29) is LeftOut.BELOW_LINE
    assert left_out(account(health=80)) is LeftOut.HEALTHY
    assert left_out(account(health=60)) is LeftOut.NOTHING_TO_DO
    assert left_out(account(tier="tech")) is LeftOut.TECH_TOUCH
    assert left_out(account(), snoozed={1: TODAY + timedelta(days=1)}) is LeftOut.SNOOZED
    assert left_out(account(), snoozed={1: TODAY}) is None


def test_who_was_contacted_last_week_is_left_alone_until_the_week_after():
    last_monday = TODAY - timedelta(days=TODAY.weekday() + 7)
    assert left_out(account(contacted_on=last_monday)) is LeftOut.CONTACTED
    assert left_out(account(contacted_on=last_monday - timedelta(days=1))) is None


def test_more_money_more_risk_an_earlier_stage_and_less_time_come_first():
    planned = fill(
        [
            account(1),
            account(2, contract_yen=2_000_000),
            account(3, health=20),
            account(4, stage="onboarding"),
        ],
        [playbook()],
        minutes=600,
        today=TODAY,
        snoozed={},
    )
    assert [(one.view.id, round(one.worth.an_hour)) for one in planned] == [
        (2, 2_400_000),
        (4, 1_800_000),
        (3, 1_600_000),
        (1, 1_200_000),
    ]


def test_the_line_is_one_line_nothing_worth_less_slips_in_above_it():
    planned = fill(
        [account(1), account(2, contract_yen=900_000, renewal_on=TODAY + timedelta(days=90))],
        [playbook(1, minutes=60), playbook(2, trigger="late_payment", parameters={"weeks": 4}, minutes=10)],
        minutes=30,
        today=TODAY,
        snoozed={},
    )
    assert [one.left_out for one in planned if one.playbook] == [LeftOut.BELOW_LINE]


def test_tech_touch_gets_what_the_widget_can_say_and_a_playbook_that_is_off_says_nothing():
    books = [playbook(1), playbook(2, channel="widget")]
    (one,) = fill([account(tier="tech")], books, minutes=600, today=TODAY, snoozed={})
    assert one.playbook is not None
    assert one.playbook.id == 2
    assert left_out(account(), books=[playbook(active=False)]) is LeftOut.NOTHING_TO_DO
