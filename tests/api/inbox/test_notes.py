"""Internal notes: staff read them in the thread, and nothing of them ever reaches the customer."""

import json

SECRET = "ねこのひみつ"


def note(person, hand_off: int, text: str = SECRET):
    return person.post(f"/api/hand-offs/{hand_off}/notes", json={"text": text})


def test_any_agent_may_note_and_read(hand_off, sato, tanaka):
    assert note(tanaka, hand_off).status_code == 201
    (read,) = sato.get(f"/api/hand-offs/{hand_off}/notes").json()
    assert (read["text"], read["agent"]) == (SECRET, "田中 翔")
    page = sato.get(f"/staff/inbox/{hand_off}").text
    assert SECRET in page
    assert "社内メモ 田中 翔" in page


def test_the_customer_never_sees_a_note(claimed, hanako, sato, tanaka):
    hanako.say("まだですか")
    note(sato, claimed)
    other = tanaka.get("/api/hand-offs/agents").json()[0]["id"]
    sato.post(f"/api/hand-offs/{claimed}/transfer", json={"staff_id": other, "note": SECRET})
    sato.post(f"/api/hand-offs/{claimed}/resolution", json={"topic": "", "wrap_up": SECRET})
    shown = [hanako.state()]
    for path in (hanako.path, f"{hanako.path}/transcript?format=txt"):
        answer = hanako.http.get(path)
        assert answer.status_code == 200
        shown.append(answer.text)
    assert SECRET not in json.dumps(shown, ensure_ascii=False)
    assert sato.get(f"/api/hand-offs/{claimed}/notes").json()


def test_the_customer_s_stream_does_not_carry_a_note(claimed, hanako, sato):
    from sqlalchemy import text

    note(sato, claimed)
    messages = hanako.state()["messages"]
    with sato.app.state.house.sessions() as session:
        rows = session.execute(text("SELECT text || content::text FROM messages")).scalars().all()
    assert all(SECRET not in row for row in rows)
    assert len(rows) == len(messages)


def test_only_who_wrote_it_deletes_it(hand_off, sato, tanaka):
    written = note(sato, hand_off).json()["id"]
    path = f"/api/hand-offs/{hand_off}/notes/{written}"
    assert tanaka.delete(path).status_code == 403
    assert sato.delete(path).status_code == 204
    assert sato.delete(path).status_code == 404
    assert sato.get(f"/api/hand-offs/{hand_off}/notes").json() == []


def test_a_note_of_another_conversation_is_not_found(hand_off, sato, client):
    from tests.api.inbox.conftest import Customer

    other = Customer(client.app)
    other.ask_for_a_person()
    elsewhere = sato.get("/api/hand-offs").json()[1]["id"]
    written = note(sato, elsewhere).json()["id"]
    assert sato.delete(f"/api/hand-offs/{hand_off}/notes/{written}").status_code == 404


def test_a_deleted_note_comes_back_into_its_form(hand_off, sato):
    written = note(sato, hand_off).json()["id"]
    page = sato.post(f"/staff/inbox/{hand_off}/notes/{written}/deletion").text
    assert f">{SECRET}</textarea>" in page


def test_an_empty_or_endless_note_is_refused_and_kept_in_the_form(hand_off, sato):
    assert note(sato, hand_off, " \n").json()["type"] == "about:blank#empty-note"
    assert note(sato, hand_off, "長" * 4001).status_code == 422
    page = sato.post(f"/staff/inbox/{hand_off}/notes", data={"note": "長" * 4001})
    assert page.status_code == 422
    assert "メモは4,000文字まで" in page.text
    assert "長" * 4001 in page.text


def test_kuro_reads_and_writes_no_notes(client, hand_off):
    assert client.get(f"/api/hand-offs/{hand_off}/notes").status_code == 401
    assert note(client, hand_off).status_code == 401
