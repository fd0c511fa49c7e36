"""What a person answered where the bot could not becomes a candidate with the reply as its draft."""

import pytest
from sqlalchemy import select

from api.candidates.models import Candidate, Cluster
from api.inquiries.models import Inquiry

QUESTION = "領収書の宛名を会社名に変更できますか"
ANSWER = "お問い合わせありがとうございます。\n設定の「請求」で宛名を変更できます。"


@pytest.fixture
def answered(hanako, sato, clock) -> int:
    """The hand-off in which Sato answered Hanako's question."""
    hanako.say(QUESTION)
    clock.move(seconds=5)
    hanako.ask_for_a_person()
    hand_off = sato.get("/api/hand-offs").json()[0]["id"]
    sato.post(f"/api/hand-offs/{hand_off}/claim")
    sato.post(f"/api/hand-offs/{hand_off}/replies", json={"client_id": "one", "text": ANSWER})
    return hand_off


@pytest.fixture
def message(session, answered) -> int:
    from api.chat.models import Message

    return session.scalars(select(Message.id).where(Message.author == "agent")).one()


def test_the_button_opens_a_candidate_with_the_reply_as_its_draft(answered, message, sato, sign_in, session):
    assert f'action="/staff/candidates/replied/{message}"' in sato.get(f"/staff/inbox/{answered}").text
    opened = sato.post(f"/staff/candidates/replied/{message}")
    candidate = session.scalars(select(Candidate)).one()
    assert opened.headers["location"] == f"/staff/candidates/{candidate.id}/replied/{message}"
    page = sato.get(opened.headers["location"]).text
    assert QUESTION in page
    assert "設定の「請求」で宛名を変更できます。" in page
    # Agents read it; editors have the form.
    page = sign_in("suzuki").get(opened.headers["location"]).text
    assert ">設定の「請求」で宛名を変更できます。</textarea>" in page
    assert QUESTION in sato.get("/staff/candidates").text


def test_an_editor_approves_it_and_the_faq_says_what_the_agent_said(message, sato, sign_in, session):
    candidate = sato.post("/api/candidates/replied", json={"message_id": message}).json()["candidate_id"]
    suzuki = sign_in("suzuki")
    shown = suzuki.get(f"/api/candidates/{candidate}").json()
    form = {
        "revision": 0,
        "question_ja": QUESTION,
        "answer_ja": "設定の「請求」で宛名を変更できます。",
        "phrasing": session.scalars(select(Inquiry.id)).all(),
    }
    assert shown["state"] == "open"
    assert suzuki.post(f"/staff/candidates/{candidate}/approval", data=form).status_code == 303
    assert session.scalars(select(Candidate.state)).one() == "approved"


def test_pressed_twice_it_is_one_candidate(message, sato, session):
    ids = {
        sato.post("/api/candidates/replied", json={"message_id": message}).json()["candidate_id"]
        for _ in range(2)
    }
    assert ids == set(session.scalars(select(Candidate.id)))
    assert len(session.scalars(select(Cluster)).all()) == len(session.scalars(select(Inquiry)).all()) == 1


def test_names_and_addresses_stay_out_of_it(hanako, answered, sato, session):
    text = "高梨様、ご連絡先は hanako@example.com ですね。"
    sent = sato.post(f"/api/hand-offs/{answered}/replies", json={"client_id": "two", "text": text})
    from api.chat.models import Message

    newest = session.scalars(select(Message.id).where(Message.seq == sent.json()["seq"])).one()
    sato.post("/api/candidates/replied", json={"message_id": newest})
    inquiry = session.scalars(select(Inquiry)).one()
    assert "hanako@example.com" not in (inquiry.reply or "")


def test_only_a_reply_to_a_question_can_become_one(hanako, claimed, sato, session):
    from api.chat.models import Message

    system = session.scalars(select(Message.id).where(Message.author == "system")).first()
    for unknown in (system, 999, 2**40):
        answer = sato.post("/api/candidates/replied", json={"message_id": unknown})
        assert answer.json()["type"] == "about:blank#not-a-reply"
    sato.post(f"/api/hand-offs/{claimed}/replies", json={"client_id": "one", "text": "ご用件は何でしょうか"})
    mine = session.scalars(select(Message.id).where(Message.author == "agent")).one()
    answer = sato.post("/api/candidates/replied", json={"message_id": mine})
    assert (answer.status_code, answer.json()["type"]) == (422, "about:blank#no-question")
    assert session.scalars(select(Candidate)).all() == []


def test_kuro_opens_nothing(client, message):
    assert client.post("/api/candidates/replied", json={"message_id": message}).status_code == 401
    assert client.post(f"/staff/candidates/replied/{message}").status_code == 401
