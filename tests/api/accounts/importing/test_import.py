"""A file is looked at, mended, written and taken back; wrong rows change nothing."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from api.accounts.importing.fields import Kind, guess, kind_of, missing
from api.accounts.importing.known import Known
from api.accounts.importing.plan import Action, Plan
from api.accounts.models import Account, AccountSignal
from api.chat.models import Contact
from api.errors import Invalid
from api.inquiries.reading.decoding import decode
from api.inquiries.reading.tables import read_table

HEAD = "顧客コード,顧客名,契約金額,更新日,ステージ,担当者,目的,目標値,実績値\r\n"
TWO = HEAD + (
    'C-1,みなと商会,"￥１，２００，０００",令和8年11月30日,アダプション,佐藤 美咲,締め作業の短縮,20,8\r\n'
    "C-2,株式会社あおば,300万円,2026/11/30,更新,,,,\r\n"
)


def accounts(session) -> dict[str, Account]:
    session.expire_all()
    return {one.external_id: one for one in session.scalars(select(Account))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_an_export_is_read_as_it_is_and_taken_back(hand_in, session, encoding):
    mori, place = hand_in(TWO.encode(encoding))
    page = mori.get(place).text
    for shown in (
        "みなと商会",
        "株式会社あおば",
        "2 行を取り込む",
        "ステージ アダプション",
        "担当 佐藤 美咲",
    ):
        assert shown in page
    assert accounts(session) == {}
    assert mori.post(f"{place}/acceptance").status_code == 303
    found = accounts(session)
    minato, aoba = found["C-1"], found["C-2"]
    assert (minato.contract_yen, minato.renewal_on, minato.stage) == (
        1_200_000,
        date(2026, 11, 30),
        "adoption",
    )
    assert (minato.tier, aoba.tier, aoba.stage) == ("low", "high", "renewal")
    assert (minato.outcome_target, minato.outcome_measured) == (20, 8)
    assert minato.owner_id is not None
    outcome = select(AccountSignal.value).where(AccountSignal.kind == "outcome")
    assert session.scalars(outcome).all() == [pytest.approx(0.4)]
    assert mori.post(f"{place}/acceptance").status_code == 409
    assert mori.post(f"{place}/undo").status_code == 303
    assert accounts(session) == {}
    assert mori.post(f"{place}/undo").status_code == 409


def test_the_same_file_again_says_nothing_new(hand_in):
    mori, place = hand_in(TWO.encode())
    mori.post(f"{place}/acceptance")
    _, again = hand_in(TWO.encode())
    page = mori.get(again).text
    assert "新しいことは書かれていません" in page


def test_what_was_changed_since_stays_when_an_import_is_undone(hand_in, session, clock, add_account):
    aoba = add_account("あおば", yen=900_000)
    mori, place = hand_in("顧客名,契約金額\nあおば,1000000\n".encode())
    mori.post(f"{place}/acceptance")
    clock.move(hours=1)
    mori.put("/api/accounts/あおば", json={"contract_yen": 1_100_000})
    mori.post(f"{place}/undo")
    assert "2 行目は、そのままです" in mori.get(place).text
    session.expire_all()
    assert session.get(Account, aoba).contract_yen == 1_100_000


def test_an_undone_change_says_again_what_it_said(hand_in, session, add_account):
    aoba = add_account("あおば", yen=900_000)
    mori, place = hand_in("顧客名,契約金額,ティア\nあおば,1000000,ハイタッチ\n".encode())
    mori.post(f"{place}/acceptance")
    session.expire_all()
    assert session.get(Account, aoba).tier == "high"
    mori.post(f"{place}/undo")
    session.expire_all()
    found = session.get(Account, aoba)
    assert (found.contract_yen, found.tier, found.tier_chosen) == (900_000, "low", False)


WRONG = [
    ("C-1,みなと,一千,2026/11/30,,,,,", "契約金額: 読み取れない値です"),
    ("C-1,みなと,1000,13月,,,,,", "更新日: 読み取れない値です"),
    ("C-1,みなと,1000,,,,,,", "更新日: 値が必要です"),
    ("C-1,みなと,1000,2026/11/30,そのほか,,,,", "ステージ: 読み取れない値です"),
    ("C-1,みなと,1000,2026/11/30,,だれか,,,", "この名前かメールアドレスのスタッフはいません"),
    (",,1000,2026/11/30,,,,,", "アカウントの ID も名前もありません"),
    ("C-2,またあおば,1000,2026/11/30,,,,,", "同じものが上の行にもあります"),
    ("C-1,みなと,1000,2026/11/30,,,,,,余り", "見出しより列が多い行です"),
]


@pytest.mark.parametrize(("row", "said"), WRONG)
def test_a_wrong_row_is_named_and_the_right_ones_wait(hand_in, session, row, said):
    raw = f"{HEAD}C-2,あおば,300万円,2026/11/30,更新,,,,\r\n{row}\r\n".encode()
    mori, place = hand_in(raw)
    assert said in mori.get(place).text
    refused = mori.post(f"{place}/acceptance")
    assert refused.status_code == 422
    assert "何も取り込んでいません" in refused.text
    assert accounts(session) == {}
    mori.post(f"{place}/acceptance", data={"only_right": "true"})
    assert set(accounts(session)) == {"C-2"}


def test_columns_with_other_headers_are_chosen_by_hand(hand_in, session):
    mori, place = hand_in("とりひきさき,きんがく,まで\nみなと,100万,2027/1/31\n".encode(), kind="accounts")
    assert "この列を選んでください" in mori.get(place).text
    chosen = {"kind": "accounts", "name": "とりひきさき", "contract_yen": "きんがく", "renewal_on": "まで"}
    assert mori.post(f"{place}/columns", data=chosen).status_code == 303
    mori.post(f"{place}/acceptance")
    assert accounts(session)["みなと"].contract_yen == 1_000_000


def test_weekly_signals_are_told_apart_written_and_taken_back(hand_in, session, add_account, this_week):
    minato = add_account("みなと", logins=[40])
    week = this_week - timedelta(weeks=1)
    raw = f"顧客名,週,ログイン数,設定完了率,支払遅延\nみなと,{week:%Y年%m月%d日},５０,80%,あり\n"
    mori, place = hand_in(raw.encode("cp932"), "week.csv")
    assert "週次シグナル" in mori.get(place).text
    mori.post(f"{place}/acceptance")
    told = select(AccountSignal.kind, AccountSignal.value).where(
        AccountSignal.account_id == minato, AccountSignal.week == week
    )
    given = ("logins", "settings_done", "late_payment")
    assert {k: v for k, v in session.execute(told) if k in given} == {
        "logins": 50,
        "settings_done": 0.8,
        "late_payment": 1,
    }
    mori.post(f"{place}/undo")
    session.expire_all()
    assert {k: v for k, v in session.execute(told) if k in given} == {"logins": 40}


def test_people_come_to_their_account_and_leave_it_again(hand_in, session, add_account):
    minato = add_account("みなと")
    raw = "担当者ID,担当者名,会社名,メールアドレス\nu-1,高梨 花子,みなと,hanako@example.com\nu-2,黒田,ほか,\n"
    mori, place = hand_in(raw.encode(), "people.csv")
    assert "このアカウントは登録されていません" in mori.get(place).text
    mori.post(f"{place}/acceptance", data={"only_right": "true"})
    hanako = session.scalars(select(Contact)).one()
    assert (hanako.external_id, hanako.account_id) == ("u-1", minato)
    mori.post(f"{place}/undo")
    session.expire_all()
    assert session.scalars(select(Contact)).one().account_id is None


def test_what_is_no_table_is_refused_at_once(sign_in, session):
    mori = sign_in("mori")
    for raw, said in (
        (b"PK\x03\x04rest", "problem"),
        (b"", "problem"),
        ("ひとつだけ\nあ\n".encode(), "見出し"),
    ):
        answer = mori.post("/staff/accounts/imports", files={"file": ("a.csv", raw)})
        assert answer.status_code == 422
        assert said == "problem" or said in answer.text
    assert mori.post("/staff/accounts/imports").status_code == 422
    assert sign_in("suzuki").get("/staff/accounts/imports").status_code == 403


REAL = ["C-1", "みなと", "120万", "2026/11/30", "令和8年11月30日", "更新", "80%"]
cells = st.text(max_size=12) | st.sampled_from(REAL)
HEADS = "顧客コード 顧客名 契約金額 更新日 ステージ 週 ログイン数 設定完了率 担当者ID メール ほか"
headers = st.sampled_from(HEADS.split())
tables = st.tuples(
    st.lists(headers, min_size=1, max_size=8), st.lists(st.lists(cells, max_size=9), max_size=6)
)


@given(tables | st.binary(max_size=200), st.sampled_from([*Kind, None]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_breaks_the_plan(made, kind):
    if isinstance(made, bytes):
        raw = made
    else:
        head, rows = made
        raw = "\n".join(",".join(row) for row in [head, *rows]).encode("utf-8", errors="surrogatepass")
    try:
        table = read_table(decode(raw).text, "a.csv")
        kind = kind or kind_of(table.columns)
        columns = guess(kind, table.columns)
    except Invalid:
        return
    if missing(kind, columns):
        return
    plan = Plan(
        kind=kind, columns=columns, known=Known(), zone=ZoneInfo("Asia/Tokyo"), this_week=date(2026, 11, 23)
    )
    steps = plan.steps(table.rows)
    assert len(steps) == len(table.rows)
    assert all((step.action is Action.WRONG) == (step.wrong is not None) for step in steps)
