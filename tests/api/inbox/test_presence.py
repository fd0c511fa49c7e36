"""Who is at it: colleagues see who types; agent and customer see what the other has read."""

import pytest


def row(person, hand_off: int) -> dict:
    return person.get(f"/api/hand-offs/{hand_off}").json()


def test_colleagues_see_that_the_agent_types_for_six_seconds(claimed, sato, tanaka, clock):
    assert sato.post(f"/api/hand-offs/{claimed}/typing").status_code == 204
    assert row(tanaka, claimed)["agent_types"] == "佐藤 美咲"
    assert "佐藤 美咲さんがお客様への文を入力しています" in tanaka.get(f"/staff/inbox/{claimed}").text
    assert "お客様への文を入力しています…</p>" not in sato.get(f"/staff/inbox/{claimed}").text
    clock.move(seconds=7)
    assert row(tanaka, claimed)["agent_types"] is None


def test_who_has_sent_no_longer_types(claimed, sato, tanaka):
    sato.post(f"/api/hand-offs/{claimed}/typing")
    sato.post(f"/api/hand-offs/{claimed}/replies", json={"client_id": "one", "text": "はい"})
    assert row(tanaka, claimed)["agent_types"] is None


def test_the_customer_sees_that_the_agent_types_and_has_read(claimed, hanako, sato):
    hanako.say("まだですか")
    assert hanako.state()["agent_typing"] is False
    last = hanako.state()["messages"][-1]["seq"]
    sato.post(f"/api/hand-offs/{claimed}/typing")
    sato.post(f"/api/hand-offs/{claimed}/marks", json={"read": last})
    assert (hanako.state()["agent_typing"], hanako.state()["read_by_agent"]) == (True, last)


def test_the_agent_sees_that_the_customer_types_and_what_they_have_read(claimed, hanako, sato):
    assert hanako.http.post(f"{hanako.path}/typing").status_code == 204
    assert row(sato, claimed)["customer_types"] is True
    assert "お客様が入力しています" in sato.get(f"/staff/inbox/{claimed}").text
    seq = sato.post(f"/api/hand-offs/{claimed}/replies", json={"client_id": "one", "text": "はい"}).json()[
        "seq"
    ]
    assert "送信しました" in sato.get(f"/staff/inbox/{claimed}").text
    hanako.http.post(f"{hanako.path}/marks", json={"delivered": seq, "read": 0})
    assert "届きました" in sato.get(f"/staff/inbox/{claimed}").text
    hanako.http.post(f"{hanako.path}/marks", json={"delivered": seq, "read": seq})
    assert "既読" in sato.get(f"/staff/inbox/{claimed}").text


@pytest.mark.parametrize("seq", [0, 1])
def test_a_mark_only_moves_on_and_never_past_what_was_said(claimed, hanako, sato, seq):
    last = hanako.state()["messages"][-1]["seq"]
    sato.post(f"/api/hand-offs/{claimed}/marks", json={"read": 2**30})
    sato.post(f"/api/hand-offs/{claimed}/marks", json={"read": seq})
    assert row(sato, claimed)["agent_read_seq"] == last


def test_who_does_not_have_it_leaves_no_marks(claimed, tanaka, hanako):
    assert tanaka.post(f"/api/hand-offs/{claimed}/typing").status_code == 403
    assert tanaka.post(f"/api/hand-offs/{claimed}/marks", json={"read": 1}).status_code == 403
    assert tanaka.post(f"/staff/inbox/{claimed}/marks", data={"read": 1}).status_code == 403
    assert hanako.state()["read_by_agent"] == 0


def test_a_negative_mark_is_invalid(claimed, sato):
    assert sato.post(f"/api/hand-offs/{claimed}/marks", json={"read": -1}).status_code == 422
