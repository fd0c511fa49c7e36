"""A reader of an account's page sees why it has its score, and changes the account there."""

import pytest

from api.accounts.models import Account


@pytest.fixture
def minato(add_account):
    return add_account("みなと商会", yen=900_000, logins=[100] * 3 + [58] * 3, settings_done=[0.4], nps=[9])


def test_the_page_says_why_in_a_sentence_and_term_by_term(minato, sign_in):
    page = sign_in("mori").get(f"/staff/accounts/{minato}").text
    assert (
        "出発点70点から、ログインが3週で42%減(−21)、設定の完了が40%(−12)、NPSの回答が9(+6)で、43点です。"
        in page
    )
    for shown in ("健康スコア", "¥900,000", "リニューアル", "ロータッチ", "第1版", "まだ聞いていません"):
        assert shown in page


def test_the_form_changes_what_it_says(minato, sign_in, session):
    mori = sign_in("mori")
    form = {
        "name": "みなと商会",
        "contract_yen": "３００万円",
        "renewal_on": "2027-01-31",
        "stage": "adoption",
        "tier": "",
        "owner": "",
        "outcome_text": "締め作業を短くする",
        "outcome_unit": "時間/月",
        "outcome_start": "40",
        "outcome_target": "12",
        "outcome_measured": "26",
    }
    assert mori.post(f"/staff/accounts/{minato}", data=form).status_code == 303
    session.expire_all()
    found = session.get(Account, minato)
    assert (found.contract_yen, found.tier, found.stage) == (3_000_000, "high", "adoption")
    page = mori.get(f"/staff/accounts/{minato}").text
    assert "成果の達成が50%" in page
    for change, said in (
        ({"contract_yen": "たくさん"}, "契約金額は円で"),
        ({"renewal_on": ""}, "更新日を書いて"),
        ({"name": " "}, "名前を書いて"),
        ({"stage": "new"}, "一覧から選んで"),
        ({"outcome_target": "x"}, "数字で"),
    ):
        refused = mori.post(f"/staff/accounts/{minato}", data=form | change)
        assert refused.status_code == 422
        assert said in refused.text
    assert mori.get("/staff/accounts/999999").status_code == 404


def test_an_agent_may_not_see_it(minato, sign_in):
    assert sign_in("sato").get(f"/staff/accounts/{minato}").status_code == 403
