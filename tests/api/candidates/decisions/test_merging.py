"""Two candidates that are one topic: at once, in later runs, and back again."""

from api.candidates.assigning import assign_new
from api.candidates.clustering import cluster_now
from tests.api.candidates.asked import receive
from tests.api.candidates.decisions.people import kinds, members, merged, said, seen, taken_back


def test_a_merge_takes_effect_at_once(suzuki, session, topics, received):
    password, invoice = topics["password"], topics["invoice"]
    answer = merged(suzuki, password, invoice)
    assert answer.status_code == 201, answer.text
    assert answer.json()["size"] == 16
    assert members(session, password) == {*received["password"], *received["invoice"]}
    closed = seen(suzuki, invoice)
    assert (closed["state"], closed["merged_into"], closed["decided_by"]) == ("merged", password, "鈴木 健")
    assert [one["id"] for one in suzuki.get("/api/candidates?language=ja").json()] == [password]


def test_the_next_run_keeps_a_merge_also_when_inquiries_were_added(house, suzuki, session, topics, received):
    password, invoice = topics["password"], topics["invoice"]
    merged(suzuki, password, invoice)
    receive(house, ["パスワードを忘れて入れません", "請求書の宛名を直してください"], days_ago=1)
    assert cluster_now(house).left_out == 0
    assert members(session, password) >= {*received["password"], *received["invoice"]}
    assert seen(suzuki, invoice)["state"] == "merged"
    receive(house, [f"{text}。" for text in ("請求書の宛名変更をお願いします", "パスワードを忘れました")])
    assign_new(house)
    cluster_now(house)
    assert members(session, password) >= {*received["password"], *received["invoice"]}
    assert members(session, invoice) == set()


def test_undoing_a_merge_puts_the_inquiries_back_and_later_runs_leave_it_so(
    house, suzuki, session, topics, received
):
    password, invoice = topics["password"], topics["invoice"]
    merged(suzuki, password, invoice)
    cluster_now(house)
    answer = taken_back(suzuki, invoice, "merge")
    assert answer.status_code == 200, answer.text
    for _ in range(2):
        assert members(session, password) == set(received["password"])
        assert members(session, invoice) == set(received["invoice"])
        now = seen(suzuki, invoice)
        assert (now["state"], now["merged_into"], now["size"]) == ("open", None, 8)
        cluster_now(house)


def test_a_merge_stands_in_the_history_of_both(suzuki, topics):
    password, invoice = topics["password"], topics["invoice"]
    merged(suzuki, password, invoice)
    assert kinds(suzuki, password) == kinds(suzuki, invoice) == [("merged", True)]
    taken_back(suzuki, password, "merge")
    assert kinds(suzuki, password) == kinds(suzuki, invoice) == [("merged", False)]


def test_three_are_merged_in_one_step(house, suzuki, session, topics, received):
    password, invoice, cancel = (topics[topic] for topic in ("password", "invoice", "cancel"))
    assert merged(suzuki, password, invoice, cancel).json()["size"] == 24
    cluster_now(house)
    assert len(members(session, password)) == 24
    taken_back(suzuki, password, "merge")
    assert members(session, cancel) == set(received["cancel"])


def test_the_page_shows_the_result_before_and_undo_after(suzuki, topics):
    password, invoice = topics["password"], topics["invoice"]
    preview = suzuki.get(f"/staff/candidates/{password}/merge", params={"other": invoice})
    assert preview.status_code == 200
    assert "16 件" in preview.text
    assert "まとめる" in preview.text
    assert seen(suzuki, password)["size"] == 8, "a preview changes nothing"
    form = {"revision": 0, "other": [f"{invoice}:0"]}
    answer = suzuki.post(f"/staff/candidates/{password}/merge", data=form)
    assert answer.status_code == 303
    assert "1つの候補にまとめました" in suzuki.get(answer.headers["location"]).text
    page = suzuki.get(f"/staff/candidates/{invoice}").text
    assert "統合先" in page
    assert f'href="/staff/candidates/{password}"' in page
    assert f'action="/staff/candidates/{invoice}/undo"' in page
    undone = suzuki.post(f"/staff/candidates/{invoice}/undo", data={"revision": 1})
    assert undone.status_code == 303
    assert seen(suzuki, password)["size"] == 8


def test_the_preview_in_json_says_what_would_be(suzuki, topics):
    password, invoice = topics["password"], topics["invoice"]
    found = suzuki.get(f"/api/candidates/{password}/merge", params={"other": invoice}).json()
    assert found["result"]["size"] == 16
    assert found["result"]["question"]
    assert [side["candidate_id"] for side in found["sides"]] == [password, invoice]
    assert all(len(side["typical"]) == 3 for side in found["sides"])


def test_what_is_decided_already_is_not_merged(suzuki, topics):
    password, invoice = topics["password"], topics["invoice"]
    said(suzuki, invoice, "rejection", kind="spam")
    assert merged(suzuki, password, invoice).json()["type"].endswith("#already-decided")
    assert seen(suzuki, password)["revision"] == 0
    assert merged(suzuki, password, password).json()["type"].endswith("#nothing-to-merge")
    assert suzuki.get(f"/staff/candidates/{password}/merge").status_code == 422


def test_what_was_decided_later_is_undone_first(suzuki, topics):
    password, invoice = topics["password"], topics["invoice"]
    merged(suzuki, password, invoice)
    said(suzuki, password, "rejection", kind="one_off")
    answer = taken_back(suzuki, invoice, "merge")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#undo-later-first")
    assert taken_back(suzuki, password, "rejection").status_code == 200
    assert taken_back(suzuki, invoice, "merge").status_code == 200


def test_agents_see_a_preview_but_do_not_merge(sign_in, topics):
    sato = sign_in("sato")
    password, invoice = topics["password"], topics["invoice"]
    preview = sato.get(f"/staff/candidates/{password}/merge", params={"other": invoice})
    assert preview.status_code == 200
    assert "<button" not in preview.text[preview.text.index("<main") :]
    assert merged(sato, password, invoice).status_code == 403
    for way in ("merge", "split", "split/preview", "removal", "move", "snooze"):
        answer = sato.post(f"/staff/candidates/{password}/{way}", data={"revision": 0})
        assert answer.status_code == 403
