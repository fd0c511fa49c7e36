"""Whom an FAQ is for, until when, who looks after it, and what a version changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.answers.serving import Serving
from api.chat.models import Contact, Conversation
from api.database import transaction
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode
from api.faqs.drafts import Draft
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.faqs.standing import today
from api.staff.models import Staff


def add(house, question: str, **more) -> int:
    with transaction(house.sessions) as session:
        draft = Draft(question_ja=question, answer_ja=f"{question}への答え", **more)
        return publish(session, None, draft, author_id=None, now=house.clock()).faq_id


def test_what_is_for_staff_only_is_neither_answered_nor_shown(house, client, suzuki):
    public, inner = add(house, "請求書はどこですか"), add(house, "返金の社内基準は", audience="staff")
    serving = Serving(house, keeps=False)
    serving.refresh()
    assert {phrasing.faq_id for phrasing in serving.index.phrasings} == {public}
    assert client.get(f"/help/{inner}").status_code == 404
    assert "返金の社内基準は" not in client.get("/help").text
    assert "返金の社内基準は" in suzuki.get("/staff/faqs").text


def test_what_is_for_signed_in_customers_is_not_on_the_help_pages(house, client):
    known = add(house, "契約内容の変更方法は", audience="signed_in")
    serving = Serving(house, keeps=False)
    serving.refresh()
    assert {phrasing.faq_id for phrasing in serving.index.phrasings} == {known}
    assert client.get(f"/help/{known}").status_code == 404


def test_after_its_last_day_an_faq_is_no_longer_answered_and_listed_as_expired(house, clock, suzuki, session):
    other = add(house, "請求書はどこですか")
    ending = add(house, "年末のキャンペーンは", valid_until=today(session))
    serving = Serving(house, keeps=False)
    serving.refresh()
    assert {phrasing.faq_id for phrasing in serving.index.phrasings} == {other, ending}
    assert "年末のキャンペーンは" not in suzuki.get("/staff/faqs?show=expired").text
    clock.move(days=1)
    assert serving.refresh()
    assert {phrasing.faq_id for phrasing in serving.index.phrasings} == {other}
    assert "年末のキャンペーンは" in suzuki.get("/staff/faqs?show=expired").text
    assert "ボットはこのFAQでは答えません" in suzuki.get(f"/staff/faqs/{ending}").text


def test_an_owner_finds_the_faq_and_its_review_when_the_day_comes(house, suzuki, session, clock):
    faq_id = add(house, "請求書はどこですか")
    me = session.scalar(select(Staff.id).where(Staff.email == "suzuki@example.com"))
    day = today(session) + timedelta(days=3)
    answer = suzuki.post(f"/staff/faqs/{faq_id}/care", data={"owner": me, "review_on": str(day)})
    assert answer.status_code == 303
    assert "元に戻す" in suzuki.get(answer.headers["location"]).text
    assert "請求書はどこですか" in suzuki.get("/staff/faqs?show=mine").text
    assert "請求書はどこですか" not in suzuki.get("/staff/faqs?show=due").text
    clock.move(days=3)
    assert "請求書はどこですか" in suzuki.get("/staff/faqs?show=due").text


@pytest.mark.parametrize("form", [{"owner": "999"}, {"owner": "x"}, {"review_on": "tomorrow"}])
def test_an_owner_is_somebody_and_a_review_day_is_a_day(house, suzuki, form):
    assert suzuki.post(f"/staff/faqs/{add(house, '質問')}/care", data=form).status_code == 422


def test_an_agent_sets_no_owner(house, sign_in):
    assert sign_in("sato").post(f"/staff/faqs/{add(house, '質問')}/care").status_code == 403


def test_an_faq_that_nobody_was_shown_for_thirty_days_is_listed(house, sign_in, clock):
    shown, unseen = add(house, "請求書はどこですか"), add(house, "FAXで申し込めますか")
    clock.move(days=31)
    add(house, "新しい質問")
    with transaction(house.sessions) as writing:
        now = house.clock()
        contact = Contact(created_at=now)
        writing.add(contact)
        writing.flush()
        writing.add(
            Conversation(id="c", contact_id=contact.id, language="ja", created_at=now, updated_at=now)
        )
        writing.flush()
        episode = Episode(conversation_id="c", contact_id=contact.id, number=1, opened_at=house.clock())
        writing.add(episode)
        writing.flush()
        record(
            writing, episode.id, Kind.ANSWER_SHOWN, at=house.clock(), key="k", message_id=1, faq_id=shown,
            version_id=shown, confidence=0.9, threshold=0.7, index_version="x",
        )  # fmt: skip
    page = sign_in("suzuki").get("/staff/faqs?show=unseen").text
    assert f'href="/staff/faqs/{unseen}"' in page
    assert f'href="/staff/faqs/{shown}"' not in page
    assert "新しい質問" not in page


def test_two_versions_are_compared_word_by_word_and_in_what_they_are_about(house, suzuki):
    faq_id = add(house, "請求書はどこですか", category="請求")
    form = {
        "question_ja": "領収書はどこですか", "answer_ja": "請求書はどこですかへの答え", "category": "支払い",
        "tags": "経理、管理者", "audience": "staff", "phrasings_ja": "領収書がほしい", "based_on": 1,
    }  # fmt: skip
    assert suzuki.post(f"/staff/faqs/{faq_id}/versions", data=form).status_code == 303
    page = suzuki.get(f"/staff/faqs/{faq_id}/comparison").text
    for gone in ("請求書", "請求", "全員"):
        assert f"<del>{gone}</del>" in page
    for come in ("領収書", "支払い", "社内のみ", "経理", "管理者", "領収書がほしい"):
        assert f"<ins>{come}</ins>" in page
    assert "2つの版の内容は同じです" in suzuki.get(f"/staff/faqs/{faq_id}/comparison?old=1&new=1").text
    assert suzuki.get(f"/staff/faqs/{faq_id}/comparison?old=9").status_code == 404


def test_the_preview_shows_what_customers_read_and_saves_nothing(suzuki, session):
    form = {"question_ja": "手順は?", "answer_ja": "- **開く**\n- <b>押す</b>", "valid_until": "someday"}
    answer = suzuki.post("/staff/faqs/preview", data=form)
    assert answer.status_code == 200
    assert "<li><strong>開く</strong></li>" in answer.text
    assert "<b>押す" not in answer.text
    assert session.scalars(select(FaqVersion)).all() == []


def test_a_program_that_knows_no_audience_makes_nothing_public(house, suzuki):
    faq_id = add(house, "返金の社内基準は", audience="staff", category="返金")
    body = {"question_ja": "返金の社内基準は", "answer_ja": "30日以内です。"}
    version = suzuki.post(f"/api/faqs/{faq_id}/versions", json=body).json()
    assert (version["audience"], version["category"]) == ("staff", "返金")
    assert suzuki.post("/api/faqs", json=body | {"audience": "friends"}).status_code == 422


def test_a_day_that_is_none_is_refused_and_the_form_keeps_it(suzuki):
    form = {"question_ja": "質問", "answer_ja": "答え", "valid_until": "31/12", "tags": "請求"}
    answer = suzuki.post("/staff/faqs", data=form)
    assert answer.status_code == 422
    assert 'value="請求"' in answer.text
