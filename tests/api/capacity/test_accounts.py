"""The list of accounts: for managers."""

from datetime import timedelta

import pytest

from api.capacity.models import Account
from api.capacity.sparkline import sparkline
from api.database import transaction


@pytest.fixture
def two_accounts(house, clock):
    today = clock().astimezone(house.settings.zone).date()
    with transaction(house.sessions) as session:
        for name, days, logins in (("あおば商店", 90, [5, 0, 9]), ("みどり工業", 10, [])):
            session.add(
                Account(
                    external_id=name,
                    name=name,
                    contract_yen=1_200_000,
                    stage="renewal",
                    renewal_on=today + timedelta(days=days),
                    weeks=[{"week": "2026-11-16", "logins": n, "active_users": 1} for n in logins],
                )
            )


def test_a_manager_sees_contract_stage_renewal_and_logins(two_accounts, sign_in):
    html = sign_in("mori").get("/staff/accounts").text
    for said in ("あおば商店", "¥1,200,000", "更新", "あと10日", "5, 0, 9", "今週 9 回", "記録なし"):
        assert said in html
    assert html.index("みどり工業") < html.index("あおば商店")


def test_accounts_are_found_by_name(two_accounts, sign_in):
    mori = sign_in("mori")
    assert "みどり工業" not in mori.get("/staff/accounts?q=あおば").text
    assert "合うお客様はありません" in mori.get("/staff/accounts?q=%25").text


def test_an_agent_may_not_see_contracts(two_accounts, sign_in):
    assert sign_in("sato").get("/staff/accounts").status_code == 403


def test_the_line_starts_at_zero_and_shows_twelve_weeks():
    line = sparkline([{"logins": n} for n in range(20)])
    assert line is not None
    assert line.values == tuple(range(8, 20))
    nobody = sparkline([{"logins": 0}, {"logins": 0}])
    assert nobody is not None
    assert nobody.y > nobody.height / 2
    assert sparkline([]) is None
