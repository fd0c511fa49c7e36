"""Any decision outlives the next run, also with inquiries that came since, and can be read back."""

import re

from api.candidates.clustering import cluster_now
from tests.api.candidates.asked import receive
from tests.api.candidates.decisions.people import kinds, members, merged, moved, said, seen, taken_back

LATER = ["請求書の宛名を直してください", "請求書の宛名変更をしたいのですが"]
DRAFT = {"question_ja": "請求書の宛名を変更したい", "answer_ja": "「設定」から変えられます。"}


def test_a_snoozed_candidate_sleeps_through_a_run_and_wakes_when_enough_came(house, suzuki, topics):
    invoice = topics["invoice"]
    said(suzuki, invoice, "snooze", grows_by=2)
    cluster_now(house)
    receive(house, LATER[:1], days_ago=1)
    cluster_now(house)
    assert invoice not in {one["id"] for one in suzuki.get("/api/candidates").json()}
    receive(house, LATER[1:])
    cluster_now(house)
    assert seen(suzuki, invoice)["size"] == 10
    assert invoice in {one["id"] for one in suzuki.get("/api/candidates").json()}


def test_an_approval_and_a_link_hold_and_their_undo_leaves_the_topics_as_they_are(
    house, suzuki, session, topics, received
):
    password, invoice = topics["password"], topics["invoice"]
    assert said(suzuki, invoice, "approval", **DRAFT).status_code == 201
    faq_id = seen(suzuki, invoice)["faq_id"]
    assert said(suzuki, password, "link", faq_id=faq_id).status_code == 201
    receive(house, LATER, days_ago=1)
    assert cluster_now(house).left_out == 0
    assert (seen(suzuki, invoice)["state"], seen(suzuki, password)["state"]) == ("approved", "linked")
    together = members(session, invoice) | members(session, password)
    assert together >= {*received["invoice"], *received["password"]}
    assert taken_back(suzuki, password, "link").status_code == 200
    assert taken_back(suzuki, invoice, "approval").status_code == 200
    cluster_now(house)
    assert kinds(suzuki, invoice) == [("approved", False)]
    assert kinds(suzuki, password) == [("linked", False)]
    assert seen(suzuki, invoice)["state"] == seen(suzuki, password)["state"] == "open"


def test_what_was_rejected_together_stays_so_after_a_run_and_comes_back_together(house, suzuki, topics):
    pair = [topics["password"], topics["invoice"]]
    form = {"candidate": [f"{one}:0" for one in pair], "reason": "問い合わせではない"}
    assert suzuki.post("/staff/queue/rejections", data=form).status_code == 303
    receive(house, LATER, days_ago=1)
    cluster_now(house)
    assert [seen(suzuki, one)["state"] for one in pair] == ["rejected", "rejected"]
    undone = {"candidate": [f"{one}:1" for one in pair]}
    assert suzuki.post("/staff/queue/undone", data=undone).status_code == 303
    cluster_now(house)
    assert [seen(suzuki, one)["state"] for one in pair] == ["open", "open"]
    assert [kinds(suzuki, one) for one in pair] == [[("rejected", False)]] * 2


def test_the_history_names_every_step_who_made_it_and_what_was_taken_back(suzuki, topics, received):
    password, invoice, cancel = (topics[topic] for topic in ("password", "invoice", "cancel"))
    one, two, *_ = received["password"]
    steps = (
        ("merge", lambda: merged(suzuki, password, cancel)),
        ("split", lambda: said(suzuki, password, "split", parts=[[one, two]])),
        ("removal", lambda: said(suzuki, password, "removal", inquiry_ids=[one])),
        ("move", lambda: moved(suzuki, password, [two], invoice)),
        ("snooze", lambda: said(suzuki, password, "snooze", grows_by=3)),
        ("rejection", lambda: said(suzuki, password, "rejection", kind="spam")),
        ("approval", lambda: said(suzuki, password, "approval", **DRAFT)),
    )
    for way, decide in steps:
        answer = decide()
        assert answer.status_code == 201, (way, answer.text)
        assert taken_back(suzuki, password, way).status_code == 200, way
    done = ["approved", "rejected", "snoozed", "moved", "removed", "split", "merged"]
    assert kinds(suzuki, password) == [(kind, False) for kind in done]
    page = suzuki.get(f"/staff/candidates/{password}").text.split('class="history"')[1]
    words = re.findall(r'class="undone">([^<]+)<', page)
    assert words == ["承認", "見送り", "保留", "移動", "除外", "分割", "統合"]
    assert page.count("鈴木 健") == 7
