"""A draft that would break the target is published by a second press, and only that draft."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from api.faqs.models import Faq

HTML = {"Accept": "text/html"}
JUNK = ("天気を教えて", "今日の運勢", "好きな食べ物は", "歌を歌って", "眠いです")
FIELDS = {"question_ja": "雑談", "answer_ja": "こんにちは", "phrasings_ja": "\n".join(JUNK)}


@pytest.fixture
def rejected(topic):
    """Inquiries that staff said should not become an FAQ."""
    return topic(JUNK, state="rejected")


def count_faqs(session) -> int:
    session.expire_all()
    return session.scalar(select(func.count(Faq.id)))


def test_without_a_replay_nothing_is_asked(suzuki, rejected, session):
    assert suzuki.post("/staff/faqs", data=FIELDS).status_code == 303
    assert count_faqs(session) == 4


def test_a_replay_that_found_trouble_asks_for_a_second_press(suzuki, rejected, session):
    shown = suzuki.post("/staff/replays", data=FIELDS)
    result = suzuki.get(shown.headers["location"]).text
    assert "正しいのは 0 件(0.0 %)です(目標 85.0 %)" in result

    first = suzuki.post("/staff/faqs", data=FIELDS, headers=HTML)
    assert first.status_code == 409
    assert "まだ公開していません" in first.text
    assert "正解が分かっている 5 件で正しいのは 0 件" in first.text
    assert count_faqs(session) == 3

    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', first.text))
    again = unescape(re.search(r'action="(/staff/faqs\?again=\w+)"', first.text)[1])
    second = suzuki.post(again, data={name: unescape(value) for name, value in sent.items()}, headers=HTML)
    assert second.status_code == 303
    assert count_faqs(session) == 4


def test_another_draft_is_not_held_and_a_key_fits_one_draft_only(suzuki, rejected, session):
    suzuki.post("/staff/replays", data=FIELDS)
    assert suzuki.post("/staff/faqs", data=FIELDS | {"answer_ja": "別の答え"}).status_code == 303
    assert suzuki.post("/staff/faqs?again=0123", data=FIELDS).status_code == 409
    assert count_faqs(session) == 4


def test_programs_are_asked_too(suzuki, rejected, session):
    body = {
        "question_ja": "雑談",
        "answer_ja": "こんにちは",
        "phrasings": [{"language": "ja", "text": text} for text in JUNK],
    }
    key = suzuki.post("/api/replays", json=body).json()["draft_key"]
    refused = suzuki.post("/api/faqs", json=body)
    assert (refused.status_code, refused.json()["again"]) == (409, key)
    assert suzuki.post(f"/api/faqs?again={key}", json=body).status_code == 201


def test_an_approval_and_a_new_version_are_held_as_well(suzuki, rejected, card, faqs, session):
    replayed = suzuki.post(
        "/api/replays",
        json={
            "candidate_id": card,
            "question_ja": "雑談",
            "answer_ja": "こんにちは",
            "phrasings": [{"language": "ja", "text": text} for text in JUNK],
        },
    ).json()
    body = {
        "revision": 0,
        "question_ja": "雑談",
        "answer_ja": "こんにちは",
        "phrasings": [{"language": "ja", "text": text} for text in JUNK],
    }
    assert suzuki.post(f"/api/candidates/{card}/approval", json=body).status_code == 409
    approved = suzuki.post(f"/api/candidates/{card}/approval?again={replayed['draft_key']}", json=body)
    assert approved.status_code == 201

    leave = faqs["leave"].faq_id
    suzuki.post(f"/staff/replays?faq={leave}", data=FIELDS)
    held = suzuki.post(f"/staff/faqs/{leave}/versions", data=FIELDS, headers=HTML)
    assert held.status_code == 409


def test_going_back_finds_the_draft_as_it_was_typed(suzuki, rejected, card):
    of_faq = suzuki.post("/staff/replays", data=FIELDS).headers["location"]
    page = suzuki.get(f"{of_faq}/draft").text
    assert "雑談" in page
    assert "今日の運勢" in page
    typed = {"question_ja": "社員証について", "answer_ja": "総務へ", "revision": "0"}
    of_candidate = suzuki.post(f"/staff/replays?candidate={card}", data=typed).headers["location"]
    assert "社員証について" in suzuki.get(f"{of_candidate}/draft").text


def test_the_stream_tells_how_far_it_is_and_ends_with_the_number(suzuki, rejected):
    told = suzuki.post("/staff/replays/stream", data=FIELDS).text
    assert "event: progress" in told
    number = re.search(r'event: done\r?\ndata: \{"id": (\d+)\}', told)[1]
    part = suzuki.get(f"/staff/replays/{number}", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "この下書きでは間違いになるもの" in part


def test_a_stream_that_cannot_begin_says_why_in_the_readers_language(sign_in):
    told = sign_in("suzuki").post("/staff/replays/stream", data=FIELDS).text
    assert "event: failed" in told
    assert "最初のFAQ" in told


def test_only_editors_replay_and_an_unknown_replay_is_not_there(suzuki, sign_in):
    assert sign_in("sato").post("/staff/replays", data=FIELDS).status_code == 403
    assert suzuki.get("/staff/replays/99").status_code == 404


def test_the_approval_of_one_language_is_held_as_well(suzuki, rejected, session):
    body = {
        "question_ja": "雑談",
        "answer_ja": "こんにちは",
        "question_en": "Small talk",
        "answer_en": "Hello",
        "phrasings": [{"language": "ja", "text": text} for text in JUNK],
    }
    faq_id = suzuki.post("/api/faqs", json=body | {"drafts": ["ja"]}).json()["faq_id"]
    key = suzuki.post("/api/replays", json=body | {"faq_id": faq_id}).json()["draft_key"]
    held = suzuki.post(f"/api/faqs/{faq_id}/languages/ja/approval")
    assert (held.status_code, held.json()["again"]) == (409, key)
    assert suzuki.post(f"/api/faqs/{faq_id}/languages/ja/approval?again={key}").status_code == 201
