"""Numbers beyond a database's, characters that no database keeps: problem details, never a 500."""

import json

import pytest

HUGE = 2**40


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def test_a_number_that_no_candidate_can_have_is_refused(suzuki, password):
    for answer in (
        suzuki.get(f"/api/candidates/{HUGE}"),
        suzuki.post(f"/api/candidates/{password}/link", json={"revision": 0, "faq_id": HUGE}),
        suzuki.get(f"/api/faqs/{HUGE}"),
    ):
        assert answer.status_code == 422
        assert answer.json()["type"] == "about:blank#cannot-be-kept"
        assert answer.headers["content-type"] == "application/problem+json"
    page = suzuki.get(f"/staff/candidates/{HUGE}", headers={"accept": "text/html"})
    assert page.status_code == 422
    assert "保存できない文字" in page.text


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"], ids=["nul", "half a surrogate pair"])
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_saved(suzuki, password, text):
    draft = {"revision": 0, "question_ja": text, "answer_ja": "答え"}
    headers = {"content-type": "application/json"}
    answer = suzuki.post(f"/api/candidates/{password}/approval", content=json.dumps(draft), headers=headers)
    assert answer.status_code == 422, answer.text
    assert suzuki.get(f"/api/candidates/{password}").json()["state"] == "open"
    assert suzuki.get("/api/faqs").json() == []


def test_a_form_with_such_a_text_is_a_page_with_a_sentence(suzuki):
    form = {"question_ja": "a\x00b", "answer_ja": "答え"}
    page = suzuki.post("/staff/faqs", data=form, headers={"accept": "text/html"})
    assert page.status_code == 422
    assert "保存できない文字" in page.text
