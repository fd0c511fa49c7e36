"""Taking a conversation: once, by one agent, for everybody to see."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from api.staff.models import Staff
from tests.api.inbox.conftest import Customer


@pytest.fixture
def sato_id(session) -> int:
    return session.scalar(select(Staff.id).where(Staff.email == "sato@example.com"))


def test_the_longest_waiting_comes_first_with_its_reason(client, hanako, hand_off, sato, clock):
    later = Customer(client.app, "en")
    later.ask_for_a_person()
    found = sato.get("/api/hand-offs").json()
    assert [row["conversation_id"] for row in found] == [hanako.id, later.id]
    assert [(row["reason"], row["language"], row["state"]) for row in found] == [
        ("customer_request", "ja", "waiting"),
        ("customer_request", "en", "waiting"),
    ]


def test_two_agents_at_once_get_one_conversation(hand_off, sato, tanaka, facts):
    def claim(person):
        return person.post(f"/api/hand-offs/{hand_off}/claim")

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(claim, (sato, tanaka)))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (201, 409)
    assert lost.json()["type"].endswith("already-claimed")
    assert lost.json()["agent"] == won.json()["agent"]
    assert [kind for kind, _ in facts()].count("agent_claimed") == 1


def test_the_second_agent_reads_who_was_first(claimed, tanaka):
    answer = tanaka.post(f"/staff/inbox/{claimed}/claim", headers={"Accept": "text/html"})
    assert answer.status_code == 409
    assert "佐藤 美咲さんがすでに担当しています" in answer.text


def test_claiming_again_changes_nothing(claimed, sato, sato_id, facts):
    assert sato.post(f"/staff/inbox/{claimed}/claim").status_code == 303
    assert [fact for fact in facts() if fact[0] == "agent_claimed"] == [
        ("agent_claimed", {"staff_id": sato_id})
    ]


def test_the_customer_sees_who_helps(claimed, hanako):
    assert (hanako.state()["hand_off"], hanako.state()["agent"]) == ("claimed", "佐藤 美咲")


def test_a_request_the_customer_took_back_cannot_be_claimed(hanako, hand_off, sato, facts):
    hanako.http.delete(f"{hanako.path}/hand-off")
    assert sato.post(f"/api/hand-offs/{hand_off}/claim").status_code == 409
    assert "agent_claimed" not in [kind for kind, _ in facts()]


def test_lists_show_who_has_what(claimed, sato, tanaka):
    def listed(person, show):
        return [row["id"] for row in person.get("/api/hand-offs", params={"show": show}).json()]

    assert listed(sato, "waiting") == listed(tanaka, "mine") == []
    assert listed(sato, "mine") == listed(tanaka, "all") == [claimed]


def test_the_search_finds_what_was_said(hanako, hand_off, sato):
    hanako.say("請求書の宛名が100%違います")
    for query, found in (("宛名", [hand_off]), ("100%", [hand_off]), ("1_0", []), ("領収書", [])):
        assert [row["id"] for row in sato.get("/api/hand-offs", params={"q": query}).json()] == found


def test_an_outsider_gets_nowhere(client, hand_off):
    kuro = client
    assert kuro.get("/staff/inbox").status_code == 401
    assert kuro.get("/staff/inbox/events").status_code == 401
    assert kuro.get("/api/hand-offs").status_code == 401
    for action in ("claim", "replies", "resolution"):
        assert kuro.post(f"/api/hand-offs/{hand_off}/{action}").status_code == 401
        assert kuro.post(f"/staff/inbox/{hand_off}/{action}").status_code == 401
    to_sign_in = kuro.get("/staff/inbox", headers={"Accept": "text/html"})
    assert (to_sign_in.status_code, to_sign_in.headers["location"]) == (
        303,
        "/staff/sign-in?to=/staff/inbox",
    )


def test_a_form_without_its_token_is_refused(hand_off, sato):
    del sato.headers["X-CSRF-Token"]
    assert sato.post(f"/staff/inbox/{hand_off}/claim", data={}).status_code == 403


def test_an_unknown_hand_off_is_not_found(sato):
    assert sato.get("/staff/inbox/999").status_code == 404
    assert sato.post("/api/hand-offs/999/claim").status_code == 404


def test_the_pages_say_how_many_wait_and_who_said_what(hanako, hand_off, sato):
    hanako.say("急いでいます")
    queue = sato.get("/staff/inbox").text
    assert "<title>(1) 受信箱" in queue
    assert "急いでいます" in queue
    talk = sato.get(f"/staff/inbox/{hand_off}").text
    assert "<strong>お客様</strong>" in talk
    assert "担当する" in talk


def test_an_empty_inbox_says_so(sato):
    assert "お待ちのお客様はいません" in sato.get("/staff/inbox").text
