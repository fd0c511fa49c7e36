"""A candidate's Japanese and English, each approved by itself."""

import pytest

FORM = {
    "revision": 0,
    "question_ja": "パスワードを忘れたときは?",
    "answer_ja": "再設定してください。",
    "question_en": "How do I reset my password?",
    "answer_en": "Use the form.",
    "draft_in": "en",
}


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def test_one_language_is_approved_now_and_the_other_from_the_candidate_later(suzuki, password):
    assert suzuki.post(f"/staff/candidates/{password}/approval", data=FORM).status_code == 303
    found = suzuki.get(f"/api/candidates/{password}").json()
    assert found["history"][0]["payload"]["languages"] == ["ja"]
    page = suzuki.get(f"/staff/candidates/{password}").text
    assert "FAQを見る</a> (日本語)" in page
    button = f'action="/staff/faqs/{found["faq_id"]}/languages/en/approval"'
    assert button in page
    assert "英語を承認して公開する" in page
    newest = suzuki.get(f"/api/faqs/{found['faq_id']}").json()["versions"][0]
    assert (newest["question_en"], newest["drafts"][0]["answer"]) == (None, "Use the form.")
    suzuki.post(f"/staff/faqs/{found['faq_id']}/languages/en/approval", data={"based_on": 1})
    assert button not in suzuki.get(f"/staff/candidates/{password}").text


def test_undoing_the_approval_ends_both_languages(suzuki, password):
    suzuki.post(f"/staff/candidates/{password}/approval", data=FORM)
    faq_id = suzuki.get(f"/api/candidates/{password}").json()["faq_id"]
    suzuki.post(f"/api/faqs/{faq_id}/languages/en/approval")
    suzuki.post(f"/staff/candidates/{password}/undo", data={"revision": 1})
    assert suzuki.get(f"/api/faqs/{faq_id}").json()["retired_at"] is not None


def test_a_refused_approval_keeps_the_tick(suzuki, password):
    answer = suzuki.post(f"/staff/candidates/{password}/approval", data=FORM | {"draft_in": ["ja", "en"]})
    assert answer.status_code == 422
    assert 'value="ja" checked' in answer.text
    assert suzuki.get(f"/api/candidates/{password}").json()["state"] == "open"


def test_an_erased_inquiry_does_not_hinder_the_approval_of_what_waited(suzuki, password, session):
    member = suzuki.get(f"/api/candidates/{password}").json()["typical"][0]["id"]
    body = FORM | {"drafts": ["ja"], "draft_in": None}
    body["phrasings"] = [{"language": "ja", "text": "忘れました", "inquiry_id": member}]
    faq_id = suzuki.post(f"/api/candidates/{password}/approval", json=body).json()["faq_id"]
    session.connection().exec_driver_sql(f"DELETE FROM inquiries WHERE id = {member}")
    session.commit()
    version = suzuki.post(f"/api/faqs/{faq_id}/languages/ja/approval").json()
    assert version["phrasings"] == [{"language": "ja", "text": "忘れました", "inquiry_id": None}]
