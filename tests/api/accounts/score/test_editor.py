"""The manager edits the score, sees who would move, and can go back; old scores stay."""

import pytest
from sqlalchemy import select

from api.accounts.models import AccountHealth, ScoreVersion
from api.accounts.score.forms import fields_of
from api.accounts.score.past import compute_past
from api.accounts.score.store import in_force
from api.accounts.up_to_date import bring_all_up_to_date

FALLING = [100, 100, 100, 58, 58, 58]


@pytest.fixture
def form(house):
    with house.sessions() as session:
        current = in_force(session)
    return fields_of(current.rules) | {"based_on": str(current.number), "why": "ログインを重く見る"}


@pytest.fixture
def minato(house, add_account):
    account = add_account("みなと商会", logins=FALLING)
    add_account("あおば商店", logins=[50] * 6)
    bring_all_up_to_date(house)
    return account


def scores(session, account: int) -> dict[int, int]:
    """The newest score under each version."""
    session.expire_all()
    rows = session.scalars(
        select(AccountHealth).where(AccountHealth.account_id == account).order_by(AccountHealth.week)
    )
    return {row.definition: row.score for row in rows}


def test_who_would_move_is_shown_before_anything_is_kept(sign_in, form, minato, session):
    mori = sign_in("mori")
    heavier = form | {"logins_at_low": "-50"}
    for headers in ({}, {"HX-Request": "true"}):
        shown = mori.post("/staff/success/score/preview", data=heavier, headers=headers)
        assert shown.status_code == 200
        assert "線をまたぐ 1 社、点だけ動く 0 社、変わらない 1 社" in shown.text
        assert "みなと商会" in shown.text
        assert "−21" in shown.text
    assert scores(session, minato) == {1: 49}
    assert session.scalars(select(ScoreVersion.number)).all() == [1]


def test_a_saved_version_rules_and_the_old_scores_stay_beside(sign_in, form, minato, session):
    mori = sign_in("mori")
    saved = mori.post("/staff/success/score", data=form | {"logins_at_low": "-50"})
    assert saved.status_code == 303
    assert scores(session, minato) == {1: 49, 2: 28}
    page = mori.get("/staff/success/score").text
    assert "ログインを重く見る" in page
    assert "森 千尋" in page
    compared = mori.get("/staff/success/score/comparison?a=1&b=2").text
    assert "ログイン · 左の点" in compared
    assert '<th scope="row">第2版</th>' in compared
    assert "みなと商会" in compared
    assert mori.post("/staff/success/score/versions/1/restoration").status_code == 303
    assert scores(session, minato) == {1: 49, 2: 28, 3: 49}
    assert "第1版に戻す" in mori.get("/staff/success/score").text
    assert "破線は第2版の点数です" in mori.get(f"/staff/accounts/{minato}").text
    rules = session.scalars(select(ScoreVersion.rules).order_by(ScoreVersion.number)).all()
    assert rules[0] == rules[2] != rules[1]


BAD = [
    ({"logins_low": "10"}, "左の値は右の値より"),
    ({"logins_at_low": "-51"}, "±50"),
    ({"logins_at_low": "5"}, "ログイン: 点の向きが逆"),
    ({"unresolved_at_high": "3"}, "未解決の問い合わせ: 点の向きが逆"),
    ({"start": "101"}, "0〜100"),
    ({"start": "七十"}, "数字で"),
    ({"red": "80"}, "赤の線"),
    ({"half_life": "0"}, "半減期"),
    ({"span": "2.5"}, "整数"),
    ({"why": ""}, "変える理由"),
    ({}, "今の定義と同じ"),
]


@pytest.mark.parametrize(("change", "said"), BAD)
def test_a_definition_that_cannot_be_is_refused_in_words(sign_in, form, session, change, said):
    answer = sign_in("mori").post("/staff/success/score", data=form | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalars(select(ScoreVersion.number)).all() == [1]


def weeks(session, account: int, version: int) -> int:
    session.expire_all()
    rows = session.scalars(
        select(AccountHealth.week).where(
            AccountHealth.account_id == account, AccountHealth.definition == version
        )
    )
    return len(rows.all())


def test_saving_computes_this_week_and_the_worker_the_weeks_before(sign_in, form, minato, session, house):
    mori = sign_in("mori")
    before = weeks(session, minato, 1)
    assert before > 3
    assert "計算しています" not in mori.get("/staff/success/score").text
    mori.post("/staff/success/score", data=form | {"logins_at_low": "-50"})
    assert weeks(session, minato, 2) == 1
    assert "2社中0社" in mori.get("/staff/success/score").text
    # A page that looks meanwhile makes no more of it.
    mori.get(f"/staff/accounts/{minato}")
    assert weeks(session, minato, 2) == 1
    assert compute_past(house) == 2
    assert weeks(session, minato, 2) == before
    assert "計算し終わりました" in mori.get("/staff/success/score/past").text
    assert compute_past(house) == 0


def test_two_managers_do_not_overwrite_each_other(sign_in, form, session):
    mori, other = sign_in("mori"), sign_in("admin")
    assert mori.post("/staff/success/score", data=form | {"start": "60"}).status_code == 303
    late = other.post("/staff/success/score", data=form | {"start": "80"})
    assert late.status_code == 409
    assert session.scalars(select(ScoreVersion.number)).all() == [1, 2]


def test_an_agent_and_an_editor_may_not(sign_in, form):
    for login in ("sato", "suzuki"):
        assert sign_in(login).get("/staff/success/score").status_code == 403
        assert sign_in(login).post("/staff/success/score", data=form | {"start": "1"}).status_code == 403
