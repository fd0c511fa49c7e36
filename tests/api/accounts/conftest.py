"""Accounts to look at, files to hand in, and a system that knows the key."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from api.accounts.models import Account, AccountSignal
from api.accounts.signals import week_of, weeks_up_to
from api.accounts.store import tier_amounts
from api.app import create_app
from api.database import transaction
from api.house import House

KEY = {"X-Madoguchi-Api-Key": "key-of-the-desk"}
AddAccount = Callable[..., int]


@pytest.fixture
def this_week(house: House, clock) -> date:
    return week_of(clock(), house.settings.zone)


@pytest.fixture
def add_account(house: House, clock, this_week: date) -> AddAccount:
    """Add an account with signals that end with the last whole week: `add_account("みなと", logins=[…])`."""

    def add(name: str, *, yen: int = 1_200_000, days: int = 90, stage: str = "renewal", **signals) -> int:
        today = clock().astimezone(house.settings.zone).date()
        with transaction(house.sessions) as session:
            account = Account(
                external_id=name,
                name=name,
                contract_yen=yen,
                stage=stage,
                tier=tier_amounts(session).tier(yen).value,
                renewal_on=today + timedelta(days=days),
                changed_at=clock(),
            )
            session.add(account)
            session.flush()
            for kind, values in signals.items():
                mondays = weeks_up_to(this_week - timedelta(weeks=1), len(values))
                for week, value in zip(mondays, values, strict=True):
                    session.add(AccountSignal(account_id=account.id, week=week, kind=kind, value=value))
            return account.id

    return add


@pytest.fixture
def system(house: House) -> Iterator[TestClient]:
    """Another system that sends us accounts."""
    keyed = replace(house, settings=house.settings.model_copy(update={"api_key": KEY["X-Madoguchi-Api-Key"]}))
    with TestClient(create_app(keyed), base_url="http://testserver", headers=KEY) as opened:
        yield opened


@pytest.fixture
def hand_in(sign_in) -> Callable[..., tuple[TestClient, str]]:
    """Hand a file in as manager Mori; who she is, and the address of what it would do."""

    def send(raw: bytes, name: str = "accounts.csv", **form: str) -> tuple[TestClient, str]:
        mori = sign_in("mori")
        answer = mori.post("/staff/accounts/imports", files={"file": (name, raw)}, data=form)
        assert answer.status_code == 303, answer.text
        return mori, answer.headers["location"]

    return send
