"""Many candidates at once: rejected or taken up, each still undoable, all with one button."""

import re

import pytest

LIST = "/staff/candidates"
REASON = "問い合わせではない"


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def states(person):
    return {one["id"]: one["state"] for one in person.get("/api/candidates?state=all").json()}


def offered(page, action):
    """What the notice's form carries."""
    form = re.search(rf'<form method="post" action="{action}">.*?</form>', page, re.DOTALL)
    assert form, page
    return re.findall(r'name="candidate" value="([^"]+)"', form[0])


def test_ticked_rows_are_rejected_with_one_reason_and_undone_with_one_button(suzuki, password, invoice):
    form = {"candidate": [f"{password}:0", f"{invoice}:0"], "reason": REASON}
    answer = suzuki.post("/staff/queue/rejections", data=form)
    assert answer.status_code == 303
    assert states(suzuki) == {password: "rejected", invoice: "rejected"}
    page = suzuki.get(answer.headers["location"]).text
    assert "2件を見送りました" in page
    again = suzuki.post("/staff/queue/undone", data={"candidate": offered(page, "/staff/queue/undone")})
    assert "2件を未対応に戻しました" in suzuki.get(again.headers["location"]).text
    assert states(suzuki) == {password: "open", invoice: "open"}


def test_each_stays_undoable_by_itself_with_its_history(suzuki, password, invoice):
    form = {"candidate": [f"{password}:0", f"{invoice}:0"], "reason": REASON}
    suzuki.post("/staff/queue/rejections", data=form)
    suzuki.post(f"{LIST}/{password}/undo", data={"revision": 1})
    assert states(suzuki) == {password: "open", invoice: "rejected"}
    history = suzuki.get(f"/api/candidates/{invoice}").json()["history"]
    assert [(line["kind"], line["by"], line["payload"]["reason"]) for line in history] == [
        ("rejected", "鈴木 健", REASON)
    ]


def test_what_somebody_else_decided_meanwhile_is_left_and_said(suzuki, sign_in, password, invoice):
    mori = sign_in("mori")
    mori.post(f"/api/candidates/{password}/rejection", json={"revision": 0, "reason": "個別"})
    form = {"candidate": [f"{password}:0", f"{invoice}:0", "99999:0"], "reason": REASON}
    answer = suzuki.post("/staff/queue/rejections", data=form)
    page = suzuki.get(answer.headers["location"]).text
    assert "1件を見送りました" in page
    assert "2件は、ほかの人が先に変更したため" in page
    assert suzuki.get(f"/api/candidates/{password}").json()["decided_by"] == "森 千尋"


def test_without_a_reason_or_a_tick_nothing_happens(suzuki, password):
    assert suzuki.post("/staff/queue/rejections", data={"reason": REASON}).status_code == 422
    empty = {"candidate": [f"{password}:0"], "reason": " "}
    assert suzuki.post("/staff/queue/rejections", data=empty).status_code == 422
    too_many = {"candidate": [f"{n}:0" for n in range(51)], "reason": REASON}
    assert suzuki.post("/staff/queue/rejections", data=too_many).status_code == 422
    assert states(suzuki) == {password: "open"}


def test_ticked_rows_are_taken_up_and_given_back(suzuki, sign_in, password, invoice):
    mori = sign_in("mori")
    form = {"candidate": [f"{password}:0", f"{invoice}:0"]}
    answer = suzuki.post("/staff/queue/in-work", data=form)
    page = suzuki.get(answer.headers["location"]).text
    assert "2件を10分間、対応中にしました" in page
    assert mori.get(LIST).text.count("鈴木 健さんが対応中") == 2
    suzuki.post("/staff/queue/given-back", data={"candidate": offered(page, "/staff/queue/given-back")})
    assert "鈴木 健さんが対応中" not in mori.get(LIST).text


def test_the_filters_are_kept(suzuki, password, invoice):
    suzuki.get(f"{LIST}?lang=ja&sort=size")
    form = {"candidate": [f"{password}:0"], "reason": REASON}
    answer = suzuki.post("/staff/queue/rejections", data=form)
    assert answer.headers["location"] == f"{LIST}?lang=ja&sort=size&rejected={password}"


def test_agents_decide_on_nothing(sign_in, password):
    sato = sign_in("sato")
    form = {"candidate": [f"{password}:0"], "reason": REASON}
    for way in ("rejections", "undone", "in-work", "given-back"):
        assert sato.post(f"/staff/queue/{way}", data=form).status_code == 403
