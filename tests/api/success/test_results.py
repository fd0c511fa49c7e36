"""What became of contacted accounts: compared with similar ones, or not claimed at all."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.database import transaction
from api.success.queue.models import SuccessAct, SuccessCard, SuccessWeek
from api.success.results.comparing import Case, compared
from tests.api.success.test_week_page import falling as falling

another = count()


def case(contacted: bool, change: float, stage: str = "adoption", health: int = 30, of: int = 0) -> Case:
    """A case of an account of its own, or of the account `of`."""
    return Case(
        account=of or -next(another),
        contacted=contacted,
        stage=stage,
        tier="low",
        health=health,
        changes={"health": change},
    )


def test_accounts_are_compared_only_with_their_like():
    # Contacting adds 5 in each stage; adoption rises by 10 anyway, renewal falls by 10, is contacted more.
    cases = [case(True, 15 + i % 2) for i in range(10)] + [case(False, 10 + i % 2) for i in range(30)]
    cases += [case(True, -5 + i % 2, stage="renewal") for i in range(30)]
    cases += [case(False, -10 + i % 2, stage="renewal") for i in range(10)]
    found = compared(cases, "health")
    assert found.difference == pytest.approx(5)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 5 < found.high
    assert found.high - found.low < 1


def test_under_ten_on_either_side_nothing_is_claimed():
    few = [case(True, 5) for _ in range(9)] + [case(False, 0) for _ in range(50)]
    assert compared(few, "health").difference is None
    apart = [case(True, 5, health=20) for _ in range(20)] + [case(False, 0, health=90) for _ in range(20)]
    assert compared(apart, "health").contacted == 0
    assert compared(few + few, "logins").difference is None


def test_an_account_that_is_followed_twice_counts_once():
    others = [case(False, 0) for _ in range(20)]
    twice = [case(True, 5, of=1 + i % 9) for i in range(18)]
    assert compared(twice + others, "health").difference is None
    found = compared([*twice, case(True, 15, of=10), case(True, 5, of=10), *others], "health")
    assert (found.contacted, found.changed) == (10, 5.5)


@given(st.lists(st.tuples(st.booleans(), st.floats(-100, 100), st.integers(0, 100)), max_size=60))
def test_the_interval_holds_the_difference(told):
    found = compared([case(contacted, change, health=health) for contacted, change, health in told], "health")
    if found.difference is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.difference <= found.high


def test_the_page_follows_accounts_and_says_that_it_is_no_experiment(falling, sign_in, house, noon, session):
    ids = falling(6)
    monday = noon(0).date()
    with transaction(house.sessions) as writing:
        for week, health in ((monday - timedelta(weeks=5), 40), (monday - timedelta(weeks=1), 50)):
            writing.add(SuccessWeek(week=week, budget_minutes=60, filled_at=noon(5)))
            writing.flush()
            for id in ids:
                account = {
                    "stage": "adoption",
                    "tier": "low",
                    "health": health,
                    "logins": [10, 10],
                    "renewal_on": str(monday),
                }
                writing.add(
                    SuccessCard(
                        week=week, account_id=id, place=1, worth=1, minutes=5, frozen={"account": account}
                    )
                )
        writing.flush()
        first = writing.scalars(select(SuccessCard).order_by(SuccessCard.id)).first()
        assert first is not None
        writing.add(SuccessAct(card_id=first.id, kind="done", minutes=5, at=noon(5)))
    html = sign_in("mori").get("/staff/success/results").text
    assert "これは実験ではありません" in html
    assert "声をかけた 1 社、かけなかった 5 社" in html
    assert "データ不足" in html


def test_agents_may_not_look(sign_in):
    assert sign_in("sato").get("/staff/success/results").status_code == 403
