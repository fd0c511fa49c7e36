"""The list of accounts: for managers."""

from datetime import timedelta

import pytest

from api.accounts.models import Account, AccountSignal
from api.accounts.signals import monday_of, weeks_up_to
from api.accounts.sparkline import sparkline
from api.database import transaction


@pytest.fixture
def two_accounts(house, clock):
    today = clock().astimezone(house.settings.zone).date()
    with transaction(house.sessions) as session:
        for name, days, logins in (("あおば商店", 90, [5, 0, 9]), ("みどり工業", 10, [])):
            account = Account(
                external_id=name,
                name=name,
                contract_yen=1_200_000,
                stage="renewal",
                renewal_on=today + timedelta(days=days),
            )
            session.add(account)
            session.flush()
            for week, n in zip(weeks_up_to(monday_of(today), len(logins)), logins, strict=True):
                session.add(AccountSignal(account_id=account.id, week=week, kind="logins", value=n))


def test_a_manager_sees_contract_stage_renewal_and_logins(two_accounts, sign_in):
    html = sign_in("mori").get("/staff/accounts").text
    for said in ("あおば商店", "¥1,200,000", "リニューアル", "あと10日", "5, 0, 9", "今週 9 回", "記録なし"):
        assert said in html
    assert html.index("みどり工業") < html.index("あおば商店")


def test_accounts_are_found_by_name(two_accounts, sign_in):
    mori = sign_in("mori")
    assert "みどり工業" not in mori.get("/staff/accounts?q=あおば").text
    assert "合うお客様はありません" in mori.get("/staff/accounts?q=%25").text


def test_an_agent_may_not_see_contracts(two_accounts, sign_in):
    assert sign_in("sato").get("/staff/accounts").status_code == 403


def test_the_line_starts_at_zero_and_shows_twelve_weeks():
    line = sparkline(range(20))
    assert line is not None
    assert line.values == tuple(range(8, 20))
    nobody = sparkline([0, 0])
    assert nobody is not None
    assert nobody.y > nobody.height / 2
    assert sparkline([]) is None
