"""The sample's weeks of customer success are enough of them for the results page to say something."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.accounts.models import Account
from api.app import create_app
from api.database import transaction
from api.sample.history import WEEKS, write_history
from api.success.queue.models import SuccessAct, SuccessCard, SuccessWeek
from api.success.results.comparing import ENOUGH


@pytest.fixture(scope="module")
def told(sample_house):
    """The sample with its history."""
    with transaction(sample_house.house.sessions) as session:
        write_history(session, sample_house.house)
    return sample_house.house


@pytest.fixture
def look(told):
    with told.sessions() as opened:
        yield opened


def test_every_week_has_its_queue_and_the_later_ones_were_worked_on(look, told):
    assert look.scalar(select(func.count()).select_from(SuccessWeek)) == WEEKS
    kinds = dict(look.execute(select(SuccessAct.kind, func.count()).group_by(SuccessAct.kind)).all())
    assert kinds["done"] >= 25
    assert 3 <= kinds["skipped"] < kinds["done"] / 2
    assert look.scalar(select(func.max(SuccessAct.at))) <= told.clock()
    minutes = look.scalar(select(func.sum(SuccessAct.minutes)))
    assert 8 * 60 < minutes < 30 * 60


def test_a_card_that_was_worked_on_was_one_to_call_and_says_why(look):
    cards = look.scalars(select(SuccessCard).join(SuccessAct, SuccessAct.card_id == SuccessCard.id)).all()
    assert all(card.left_out is None and card.frozen["evidence"] for card in cards)
    tiers = set(look.scalars(select(Account.tier).where(Account.id.in_([card.account_id for card in cards]))))
    assert tiers == {"high", "low"}


def test_once_this_week_is_filled_the_results_have_an_interval(told):
    with TestClient(create_app(told), base_url="http://testserver") as mori:
        mori.post("/staff/sign-in", data={"email": "mori@hinata.example", "password": "madoguchi"})
        assert "声をかけるお客様" in mori.get("/staff/success").text
        results = mori.get("/staff/success/results").text
    assert "データ不足" not in results
    assert results.count("95 % 区間") == 2
    assert min(int(n) for n in re.findall(r"n = (\d+)", results)) >= ENOUGH


def test_writing_it_again_changes_nothing(look, told):
    before = look.scalar(select(func.count()).select_from(SuccessCard))
    with transaction(told.sessions) as session:
        assert write_history(session, told) == 0
    assert look.scalar(select(func.count()).select_from(SuccessCard)) == before
