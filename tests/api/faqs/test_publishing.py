"""An FAQ's history: every change is a version, and each can come back."""

import pytest
from sqlalchemy import select

from api.faqs.models import FaqVersion

PASSWORD_FAQ = {
    "question_ja": "パスワードを忘れたときは?",
    "answer_ja": "ログイン画面から**再設定**できます。",
    "phrasings": [
        {"language": "ja", "text": "パスワードを忘れました"},
        {"language": "ja", "text": "パスワードを忘れました。"},
        {"language": "en", "text": "forgot my password"},
    ],
}


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


@pytest.fixture
def faq_id(suzuki) -> int:
    answer = suzuki.post("/api/faqs", json=PASSWORD_FAQ)
    assert answer.status_code == 201, answer.text
    return answer.json()["faq_id"]


def test_a_new_faq_is_version_one_with_phrasings_that_differ(suzuki, faq_id):
    version = suzuki.get(f"/api/faqs/{faq_id}").json()["versions"][0]
    assert version["number"] == 1
    assert version["author"] == "鈴木 健"
    assert [phrasing["text"] for phrasing in version["phrasings"]] == [
        "パスワードを忘れました",
        "forgot my password",
    ]


def test_an_edit_is_a_new_version_and_keeps_the_old_one(suzuki, faq_id, session):
    form = {
        "question_ja": "パスワードを忘れたときは?",
        "answer_ja": "管理者へどうぞ。",
        "note": "手順の変更",
        "based_on": 1,
        "phrasings_ja": "パスワードを忘れました\n入れません",
    }
    answer = suzuki.post(f"/staff/faqs/{faq_id}/versions", data=form)
    assert answer.status_code == 303
    versions = session.scalars(select(FaqVersion).order_by(FaqVersion.number)).all()
    assert [version.answer_ja for version in versions] == [
        "ログイン画面から**再設定**できます。",
        "管理者へどうぞ。",
    ]
    page = suzuki.get(answer.headers["location"]).text
    assert "手順の変更" in page
    assert "入れません" in page
    assert "元に戻す" in page


def test_a_roll_back_is_a_new_version_that_says_what_the_old_one_said(suzuki, faq_id):
    suzuki.post(
        f"/api/faqs/{faq_id}/versions", json=PASSWORD_FAQ | {"answer_ja": "まちがい", "phrasings": []}
    )
    assert suzuki.post(f"/staff/faqs/{faq_id}/versions/1/restoration").status_code == 303
    versions = suzuki.get(f"/api/faqs/{faq_id}").json()["versions"]
    assert [version["number"] for version in versions] == [3, 2, 1]
    assert versions[0]["answer_ja"] == versions[2]["answer_ja"]
    assert len(versions[0]["phrasings"]) == 2
    assert versions[0]["note"] == "版 1 に戻しました。"


def test_of_two_editors_the_second_is_told(suzuki, faq_id, sign_in):
    mori = sign_in("mori")
    edited = PASSWORD_FAQ | {"based_on": 1, "answer_ja": "森の答え"}
    assert mori.post(f"/api/faqs/{faq_id}/versions", json=edited).status_code == 201
    answer = suzuki.post(f"/api/faqs/{faq_id}/versions", json=edited | {"answer_ja": "鈴木の答え"})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#changed-meanwhile")
    assert suzuki.get(f"/api/faqs/{faq_id}").json()["versions"][0]["answer_ja"] == "森の答え"


def test_a_retired_faq_keeps_its_history_and_can_come_back(suzuki, faq_id):
    assert suzuki.post(f"/api/faqs/{faq_id}/retirement").status_code == 204
    assert suzuki.get("/api/faqs").json() == []
    assert suzuki.post(f"/api/faqs/{faq_id}/versions", json=PASSWORD_FAQ).status_code == 409
    page = suzuki.get(f"/staff/faqs/{faq_id}").text
    assert "鈴木 健" in page
    assert "公開を再開する" in page
    assert suzuki.post(f"/staff/faqs/{faq_id}/retirement/undo").status_code == 303
    assert [faq["id"] for faq in suzuki.get("/api/faqs").json()] == [faq_id]


@pytest.mark.parametrize(
    ("draft", "slug"),
    [
        ({}, "question-missing"),
        ({"question_ja": "質問だけ"}, "half-written"),
        ({"question_ja": "あ", "answer_ja": "い", "answer_en": "only an answer"}, "half-written"),
        ({"question_ja": "あ" * 301, "answer_ja": "い"}, "faq-too-long"),
    ],
)
def test_an_unfinished_faq_is_refused_with_the_reason(suzuki, draft, slug):
    answer = suzuki.post("/api/faqs", json=draft)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith(slug)


def test_a_refused_form_keeps_what_was_typed(suzuki):
    answer = suzuki.post("/staff/faqs", data={"question_ja": "質問だけ", "phrasings_ja": "言い回し"})
    assert answer.status_code == 422
    assert "質問だけ" in answer.text
    assert "言い回し" in answer.text
    assert 'role="alert"' in answer.text


def test_agents_read_but_do_not_publish(faq_id, sign_in):
    sato = sign_in("sato")
    assert sato.get(f"/staff/faqs/{faq_id}").status_code == 200
    assert "編集する" not in sato.get(f"/staff/faqs/{faq_id}").text
    for path in ("/api/faqs", f"/api/faqs/{faq_id}/versions"):
        assert sato.post(path, json=PASSWORD_FAQ).status_code == 403
    for path in ("retirement", "versions/1/restoration"):
        assert sato.post(f"/staff/faqs/{faq_id}/{path}").status_code == 403


def test_outsider_kuro_sees_nothing(client, faq_id):
    assert client.get(f"/api/faqs/{faq_id}").status_code == 401
    assert client.get("/staff/faqs", headers={"accept": "text/html"}).status_code == 303


def test_an_answer_on_the_page_cannot_bring_html(suzuki):
    draft = {"question_en": "<i>Why?</i>", "answer_en": "<script>alert(1)</script> [x](javascript:alert(1))"}
    faq_id = suzuki.post("/api/faqs", json=draft).json()["faq_id"]
    page = suzuki.get(f"/staff/faqs/{faq_id}").text
    assert "<script>alert" not in page
    assert "<i>" not in page
    assert 'href="javascript:alert' not in page


def test_the_list_finds_words_anywhere_and_says_when_there_is_nothing(suzuki):
    assert "FAQはまだありません" in suzuki.get("/staff/faqs").text
    suzuki.post("/api/faqs", json=PASSWORD_FAQ)
    assert "パスワードを忘れたときは" in suzuki.get("/staff/faqs?q=forgot").text
    nothing = suzuki.get("/staff/faqs?q=100%25").text
    assert "パスワードを忘れたときは" not in nothing
    assert "条件に合うFAQはありません" in nothing


def test_a_faq_that_is_not_there_is_not_found(suzuki):
    assert suzuki.get("/api/faqs/999").status_code == 404
    assert suzuki.get("/staff/faqs/999").status_code == 404
    assert suzuki.post("/api/faqs/999/retirement").status_code == 404
