"""A reader of an account's page sees why it has its score, and changes the account there."""

import re

import pytest
from sqlalchemy import select

from api.accounts.models import Account

FORM = {
    "name": "みなと商会",
    "contract_yen": "900,000",
    "renewal_on": "2027-01-31",
    "stage": "renewal",
    "tier": "",
    "owner": "",
    "outcome_text": "",
    "outcome_unit": "",
    "outcome_start": "",
    "outcome_target": "",
    "outcome_measured": "",
}


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
    form = FORM | {
        "contract_yen": "３００万円",
        "stage": "adoption",
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
        ({"outcome_unit": "あ" * 501}, "500文字"),
        ({"contract_yen": "たくさん"}, "契約金額は円で"),
        ({"renewal_on": ""}, "更新日を書いて"),
        ({"name": " "}, "名前を書いて"),
        ({"stage": "new"}, "一覧から選んで"),
        ({"outcome_target": "x"}, "数字で"),
    ):
        refused = mori.post(f"/staff/accounts/{minato}", data=form | change)
        assert refused.status_code == 422
        field = next(iter(change))
        assert re.search(rf'id="wrong-{field}">[^<]*{said}', refused.text)
        assert re.search(
            rf'name="{field}" aria-invalid="true" aria-describedby="wrong-{field}"', refused.text
        )
    both = mori.post(
        f"/staff/accounts/{minato}", data=form | {"contract_yen": "x", "outcome_start": "y"}
    ).text
    assert both.count('class="wrong-field"') == 2
    assert mori.get("/staff/accounts/999999").status_code == 404


def test_an_agent_may_not_see_it(minato, sign_in):
    assert sign_in("sato").get(f"/staff/accounts/{minato}").status_code == 403


def undo_of(page: str) -> str:
    found = re.search(r'action="(/staff/accounts/\d+/edits/\d+/undone)"', page)
    assert found, "the notice offers no way back"
    return found[1]


def test_an_edit_is_taken_back_with_all_that_followed_from_it(minato, sign_in, session, clock):
    mori = sign_in("mori")
    columns = (
        "name",
        "contract_yen",
        "stage",
        "stage_since",
        "tier",
        "outcome_measured",
        "outcome_measured_on",
    )
    before = [getattr(session.get(Account, minato), column) for column in columns]
    changed = FORM | {
        "name": "みなと商会(新)",
        "contract_yen": "300万",
        "stage": "adoption",
        "outcome_target": "10",
        "outcome_measured": "5",
    }
    answer = mori.post(f"/staff/accounts/{minato}", data=changed)
    page = mori.get(answer.headers["location"]).text
    assert "成果の達成が50%" in page
    clock.move(minutes=1)
    answer = mori.post(undo_of(page))
    page_after = mori.get(answer.headers["location"]).text
    assert "元に戻しました" in page_after
    assert "成果の達成" not in page_after
    session.expire_all()
    assert [getattr(session.get(Account, minato), column) for column in columns] == before
    assert mori.post(undo_of(page)).status_code == 404


def test_an_edit_that_was_edited_again_stays(minato, sign_in, session):
    mori = sign_in("mori")
    first = mori.get(
        mori.post(f"/staff/accounts/{minato}", data=FORM | {"name": "A"}).headers["location"]
    ).text
    mori.post(f"/staff/accounts/{minato}", data=FORM | {"name": "B"})
    assert mori.post(undo_of(first)).status_code == 409
    session.expire_all()
    assert session.get(Account, minato).name == "B"


def test_one_account_is_added_and_taken_back(sign_in, session):
    mori = sign_in("mori")
    assert 'name="external_id"' in mori.get("/staff/accounts/new").text
    answer = mori.post("/staff/accounts", data=FORM | {"contract_yen": "250万", "external_id": "C-9"})
    assert answer.status_code == 303
    page = mori.get(answer.headers["location"]).text
    added = session.scalars(select(Account)).one()
    assert (added.external_id, added.tier, added.name) == ("C-9", "high", "みなと商会")
    assert mori.post(undo_of(page)).headers["location"] == "/staff/accounts"
    session.expire_all()
    assert session.scalars(select(Account)).all() == []


def test_an_account_that_is_there_or_is_not_whole_is_not_added(minato, sign_in, session):
    mori = sign_in("mori")
    # Without a code the name is the code, and Minato has that one.
    refused = mori.post("/staff/accounts", data=FORM | {"contract_yen": ""})
    assert refused.status_code == 422
    assert {"wrong-external_id", "wrong-contract_yen"} == set(re.findall(r'id="(wrong-\w+)"', refused.text))
    assert len(session.scalars(select(Account)).all()) == 1
    assert sign_in("sato").post("/staff/accounts", data=FORM | {"external_id": "D"}).status_code == 403
