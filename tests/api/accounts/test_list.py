"""The list of accounts: for managers, the worst off first, narrowed and ordered as asked."""

import pytest

from api.accounts.models import Account, TierRule
from api.accounts.sparkline import sparkline


@pytest.fixture
def two_accounts(add_account):
    add_account("あおば商店", days=90, logins=[5, 5, 5, 5, 5, 5])
    return add_account("みどり工業", days=10, stage="adoption", yen=300_000, logins=[50, 50, 50, 9, 9, 9])


def test_a_manager_sees_health_contract_stage_and_renewal(two_accounts, sign_in):
    html = sign_in("mori").get("/staff/accounts").text
    for said in (
        "あおば商店",
        "¥1,200,000",
        "リニューアル",
        "あと10日",
        "アダプション",
        "テックタッチ",
        "−25",
    ):
        assert said in html
    assert html.index("みどり工業") < html.index("あおば商店")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("sort=contract", "あおば商店"),
        ("sort=renewal", "みどり工業"),
        ("sort=name", "あおば商店"),
        ("sort=change", "みどり工業"),
    ],
)
def test_accounts_come_in_the_order_asked_for(two_accounts, sign_in, asked, first):
    html = sign_in("mori").get(f"/staff/accounts?{asked}").text
    other = {"あおば商店": "みどり工業", "みどり工業": "あおば商店"}[first]
    assert html.index(first) < html.index(other)


@pytest.mark.parametrize("asked", ["q=あおば", "stage=renewal", "tier=low", "band=green"])
def test_accounts_are_narrowed(two_accounts, sign_in, asked):
    html = sign_in("mori").get(f"/staff/accounts?{asked}").text
    assert "あおば商店" in html
    assert "みどり工業" not in html


def test_what_nothing_matches_leads_back(two_accounts, sign_in):
    mori = sign_in("mori")
    assert "合うお客様はありません" in mori.get("/staff/accounts?q=%25").text
    assert "条件に合うアカウントはありません" in mori.get("/staff/accounts?owner=99").text


def test_an_empty_list_leads_to_the_import(sign_in):
    page = sign_in("mori").get("/staff/accounts").text
    assert "アカウントはまだありません" in page
    assert "/staff/accounts/imports" in page


def test_the_rule_moves_tiers_but_not_those_somebody_chose(two_accounts, sign_in, session):
    mori = sign_in("mori")
    mori.put("/api/accounts/あおば商店", json={"tier": "tech"})
    answer = mori.post("/staff/accounts/tiers", data={"high_from": "30万", "low_from": "10万円"})
    assert answer.status_code == 303
    session.expire_all()
    tiers = {one.name: one.tier for one in session.query(Account)}
    assert tiers == {"あおば商店": "tech", "みどり工業": "high"}
    assert session.query(TierRule).count() == 2
    for high, low in (("1", "2"), ("たくさん", "0")):
        assert (
            mori.post("/staff/accounts/tiers", data={"high_from": high, "low_from": low}).status_code == 422
        )


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
