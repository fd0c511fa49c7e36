"""Replying and resolving: what reaches the customer, what is counted, and when the bot serves again."""

import pytest


@pytest.fixture
def mori(sign_in):
    return sign_in("mori")


def kinds(facts) -> list[str]:
    return [kind for kind, _ in facts()]


def write(person, hand_off: int, text: str, client_id: str = "one"):
    return person.post(f"/api/hand-offs/{hand_off}/replies", json={"client_id": client_id, "text": text})


def test_a_reply_reaches_the_customer(claimed, hanako, sato, facts):
    form = {"client_id": "one", "text": "お待たせしました。\r\n確認します。"}
    answer = sato.post(f"/staff/inbox/{claimed}/replies", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/staff/inbox/{claimed}")
    (message,) = hanako.heard("agent")
    assert (message["text"], message["agent"]) == ("お待たせしました。\n確認します。", "佐藤 美咲")
    assert "お待たせしました" in sato.get(f"/staff/inbox/{claimed}").text
    assert kinds(facts)[-1] == "agent_replied"


def test_a_reply_sent_twice_is_one_message(claimed, hanako, sato, facts):
    assert [write(sato, claimed, "はい").status_code for _ in range(2)] == [201, 200]
    assert len(hanako.heard("agent")) == 1
    assert kinds(facts).count("agent_replied") == 1


def test_only_the_agent_who_claimed_replies(hand_off, sato, tanaka, hanako):
    assert write(sato, hand_off, "はい").status_code == 403
    sato.post(f"/api/hand-offs/{hand_off}/claim")
    assert write(tanaka, hand_off, "はい").status_code == 403
    assert hanako.heard("agent") == []


@pytest.mark.parametrize("text", [" \n ", "あ" * 4001])
def test_what_cannot_be_sent_comes_back_to_the_form(claimed, sato, hanako, text):
    form = {"client_id": "one", "text": text}
    page = sato.post(f"/staff/inbox/{claimed}/replies", data=form)
    assert page.status_code == 422
    assert text.strip() in page.text
    assert 'role="alert"' in page.text
    assert hanako.heard("agent") == []


def test_the_bot_is_silent_until_the_matter_is_resolved(claimed, hanako, sato, turns, episodes, clock):
    hanako.say("まだですか")
    assert turns() == 0
    assert hanako.state()["typing"] is False
    sato.post(f"/staff/inbox/{claimed}/resolution")
    clock.move(minutes=1)
    hanako.say("請求書はどこで見られますか")
    assert turns() == 1
    assert episodes() == 2


def test_resolving_tells_the_customer_and_asks_for_a_rating(claimed, hanako, sato, facts):
    write(sato, claimed, "直しました")
    assert sato.post(f"/staff/inbox/{claimed}/resolution").status_code == 303
    last = hanako.state()["messages"][-1]
    assert (last["author"], last["content"]["act"], last["content"]["csat"]) == ("system", "resolved", True)
    assert "完了しました" in last["text"]
    assert hanako.state()["hand_off"] is None
    assert hanako.http.post(f"{hanako.path}/csat", json={"rating": 5}).status_code == 204
    assert facts()[-1] == ("csat_given", {"rating": 5, "about": "agent"})


def test_every_step_is_counted_exactly_once(claimed, hanako, sato, facts):
    for _ in range(2):
        sato.post(f"/api/hand-offs/{claimed}/claim")
        write(sato, claimed, "直しました")
    for _ in range(2):
        assert sato.post(f"/api/hand-offs/{claimed}/resolution").status_code == 201
    assert kinds(facts) == [
        "handoff_requested",
        "agent_claimed",
        "agent_replied",
        "agent_released",
        "conversation_resolved",
    ]
    staff_id = facts()[1][1]["staff_id"]
    assert [payload for _, payload in facts()[3:]] == [{"staff_id": staff_id}, {"by": staff_id}]
    assert len(hanako.heard("system")) == 2


def test_nobody_writes_into_a_closed_matter(claimed, sato, hanako):
    sato.post(f"/api/hand-offs/{claimed}/resolution")
    assert write(sato, claimed, "もう一つ").status_code == 409
    page = sato.post(f"/staff/inbox/{claimed}/replies", data={"client_id": "two", "text": "もう一つ"})
    assert page.status_code == 409
    assert "もう一つ" in page.text
    assert hanako.heard("agent") == []


def test_a_colleague_cannot_resolve_but_a_manager_may_stand_in(claimed, tanaka, mori, facts):
    assert tanaka.post(f"/api/hand-offs/{claimed}/resolution").status_code == 403
    resolved = mori.post(f"/api/hand-offs/{claimed}/resolution")
    assert (resolved.status_code, resolved.json()["state"]) == (201, "resolved")
    released, by = facts()[-2][1]["staff_id"], facts()[-1][1]["by"]
    assert released != by


def test_a_waiting_request_cannot_be_resolved_unseen(hand_off, sato, mori):
    assert sato.post(f"/api/hand-offs/{hand_off}/resolution").status_code == 403
    assert mori.post(f"/api/hand-offs/{hand_off}/resolution").status_code == 403


def test_a_resolved_matter_is_listed_as_closed(claimed, sato):
    sato.post(f"/api/hand-offs/{claimed}/resolution")
    assert sato.get("/api/hand-offs", params={"show": "all"}).json() == []
    (closed,) = sato.get("/api/hand-offs", params={"show": "closed"}).json()
    assert (closed["id"], closed["state"], closed["agent"]) == (claimed, "resolved", "佐藤 美咲")
    assert "最近完了した会話" in sato.get("/staff/inbox").text


def test_a_customer_who_writes_again_is_marked(claimed, hanako, sato, clock):
    def unanswered() -> bool:
        return sato.get("/api/hand-offs", params={"show": "mine"}).json()[0]["unanswered"]

    hanako.say("届きません")
    assert unanswered()
    write(sato, claimed, "確認します")
    assert not unanswered()
    hanako.say("お願いします")
    assert unanswered()
