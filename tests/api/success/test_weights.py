"""A manager changes what a stage weighs, sees who moves before, and can go back."""

import re

import pytest
from sqlalchemy import select

from api.accounts.models import Account
from api.database import transaction
from api.success.weights.models import StageWeights
from tests.api.success.test_week_page import WEEK
from tests.api.success.test_week_page import falling as falling

WEIGHTS = "/staff/success/score/weights"
SENT = {"onboarding": "1.5", "adoption": "1.2", "retention": "1", "renewal": "1.4", "based_on": "1"}


@pytest.fixture
def mori(falling, banked, sign_in, house):
    """The manager, with three accounts to call: the one that pays least stands before its renewal."""
    falling()
    banked(200)
    with transaction(house.sessions) as session:
        last = session.scalars(select(Account).order_by(Account.contract_yen)).first()
        assert last is not None
        last.stage = "renewal"
    return sign_in("mori")


def order(page: str) -> list[str]:
    return re.findall(r"high ([甲乙丙])商店(?=</a></h3>)", page)


def test_the_preview_says_who_moves_and_keeps_nothing(mori, session):
    moved = mori.post(f"{WEIGHTS}/preview", data=SENT | {"renewal": "5"}, headers={"hx-request": "true"}).text
    places = re.findall(r"high ([甲乙丙])商店</a>.*?(\d)番.*?(\d)番", moved)
    assert sorted(places) == [("丙", "3", "1"), ("乙", "2", "3"), ("甲", "1", "2")]
    assert "だれの順位も変わりません" in mori.post(f"{WEIGHTS}/preview", data=SENT).text
    assert len(session.scalars(select(StageWeights)).all()) == 1


def test_a_version_orders_the_week_once_it_is_filled_anew_and_going_back_is_one_more(mori, session):
    assert order(mori.get(WEEK).text) == ["甲", "乙", "丙"]
    sent = SENT | {"renewal": "5", "why": "更新前を先に"}
    answer = mori.post(WEIGHTS, data=sent)
    page = mori.get(answer.headers["location"]).text
    assert "更新前を先に" in page
    assert "森 千尋" in page
    assert order(mori.get(WEEK).text) == ["甲", "乙", "丙"]
    mori.post(f"{WEEK}/filling")
    html = mori.get(WEEK).text
    assert order(html) == ["丙", "甲", "乙"]
    assert "× 段階 5.0" in html
    mori.post(f"{WEIGHTS}/versions/1/restoration")
    mori.post(f"{WEEK}/filling")
    assert order(mori.get(WEEK).text) == ["甲", "乙", "丙"]
    numbers = session.scalars(select(StageWeights.number).order_by(StageWeights.number)).all()
    assert numbers == [1, 2, 3]
    assert mori.post(WEIGHTS, data=sent).status_code == 409


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"renewal": "5.1"}, "0.1から5まで"),
        ({"renewal": "nan"}, "0.1から5まで"),
        ({"renewal": ""}, "0.1から5まで"),
        ({"renewal": "2"}, "理由を書いて"),
        ({"why": "x"}, "同じです"),
    ],
)
def test_what_cannot_be_used_is_refused_and_the_form_stays(mori, session, change, said):
    refused = mori.post(WEIGHTS, data=SENT | change)
    assert refused.status_code == 422
    assert said in refused.text
    assert 'name="onboarding"' in refused.text
    assert len(session.scalars(select(StageWeights)).all()) == 1


def test_agents_may_not(sign_in):
    assert sign_in("sato").get(WEIGHTS).status_code == 403
