"""Decisions on candidates: what they make, how they are undone, and who may make them."""

import time

import pytest

APPROVAL = {
    "revision": 0,
    "question_ja": "パスワードを忘れたときは?",
    "answer_ja": "ログイン画面から再設定してください。",
    "phrasings": [
        {"language": "ja", "text": "パスワードを忘れてしまいました"},
        {"language": "ja", "text": "パスワードの再設定方法"},
    ],
}


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def decided(person, text: str) -> dict:
    answer = person.post("/api/answers/question", json={"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def wait_for_index(person) -> None:
    """Let the process come up: the first index and the model."""
    decided(person, "こんにちは")


def test_an_approval_is_answered_without_a_restart(suzuki, password):
    wait_for_index(suzuki)
    page = suzuki.get(f"/staff/candidates/{password}").text
    ticked = [part.split('"')[0] for part in page.split('name="phrasing" value="')[1:]]
    form = {
        "revision": 0,
        "question_ja": "パスワードを忘れたときは?",
        "answer_ja": "再設定してください。",
        "phrasing": ticked[:3],
    }
    answer = suzuki.post(f"/staff/candidates/{password}/approval", data=form)
    assert answer.status_code == 303
    end = time.monotonic() + 30
    while (found := decided(suzuki, "パスワードを忘れたときは?"))["kind"] != "answer":
        assert time.monotonic() < end, found
        time.sleep(0.1)
    assert found["candidates"][0]["answer"] == "再設定してください。"
    after = suzuki.get(answer.headers["location"]).text
    assert "を承認しました" in after
    assert "元に戻す" in after


def test_an_approval_says_for_whom_and_until_when(suzuki, password):
    form = {"revision": 0, "question_ja": "社内の手順", "answer_ja": "手引きにあります。"}
    about = {"category": "社内", "tags": "手順, 担当者", "audience": "staff", "valid_until": "2099-03-31"}
    answer = suzuki.post(f"/staff/candidates/{password}/approval", data=form | about)
    assert answer.status_code == 303, answer.text
    faq_id = suzuki.get(f"/api/candidates/{password}").json()["faq_id"]
    newest = suzuki.get(f"/api/faqs/{faq_id}").json()["versions"][0]
    assert (newest["category"], newest["audience"], newest["valid_until"]) == ("社内", "staff", "2099-03-31")
    assert newest["tags"] == ["手順", "担当者"]


def test_undoing_an_approval_takes_the_faq_out_of_the_answers(suzuki, password):
    wait_for_index(suzuki)
    approved = suzuki.post(f"/api/candidates/{password}/approval", json=APPROVAL).json()
    assert (approved["state"], approved["revision"]) == ("approved", 1)
    assert approved["decided_by"] == "鈴木 健"
    undone = suzuki.post(f"/staff/candidates/{password}/undo", data={"revision": 1})
    assert undone.status_code == 303
    now = suzuki.get(f"/api/candidates/{password}").json()
    assert (now["state"], now["faq_id"]) == ("open", None)
    assert [line["undone_at"] is None for line in now["history"]] == [False]
    assert suzuki.get(f"/api/faqs/{approved['faq_id']}").json()["retired_at"] is not None
    time.sleep(2)
    assert decided(suzuki, "パスワードを忘れてしまいました")["kind"] == "none"


def test_of_two_reviewers_the_second_is_told(suzuki, password, sign_in):
    mori = sign_in("mori")
    assert mori.post(f"/api/candidates/{password}/approval", json=APPROVAL).status_code == 201
    answer = suzuki.post(f"/api/candidates/{password}/rejection", json={"revision": 0, "reason": "重複"})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#changed-meanwhile")
    assert len(suzuki.get("/api/faqs").json()) == 1
    again = suzuki.post(f"/api/candidates/{password}/approval", json=APPROVAL | {"revision": 1})
    assert again.json()["type"].endswith("#already-decided")


def test_a_link_teaches_the_faq_new_phrasings_and_undo_takes_only_those(suzuki, password):
    faq = {"question_ja": "ログインできないとき", "answer_ja": "再設定してください。"}
    faq_id = suzuki.post("/api/faqs", json=faq).json()["faq_id"]
    body = {"revision": 0, "faq_id": faq_id}
    linked = suzuki.post(f"/api/candidates/{password}/link", json=body).json()
    assert (linked["state"], linked["faq_id"]) == ("linked", faq_id)
    version = suzuki.get(f"/api/faqs/{faq_id}").json()["versions"][0]
    assert version["number"] == 2
    assert version["candidate_id"] == password
    assert "パスワードの再設定方法を教えてください" in [phrasing["text"] for phrasing in version["phrasings"]]

    edited = faq | {
        "answer_ja": "直した答え",
        "phrasings": [*version["phrasings"], {"language": "ja", "text": "入れない"}],
    }
    suzuki.post(f"/api/faqs/{faq_id}/versions", json=edited)
    undone = suzuki.delete(f"/api/candidates/{password}/link", params={"revision": 1})
    assert undone.json()["state"] == "open"
    newest = suzuki.get(f"/api/faqs/{faq_id}").json()["versions"][0]
    assert newest["answer_ja"] == "直した答え"
    assert [phrasing["text"] for phrasing in newest["phrasings"]] == ["入れない"]


def test_a_link_by_form_takes_the_ticked_members_only(suzuki, password):
    faq = {"question_ja": "ログインできないとき", "answer_ja": "再設定してください。"}
    faq_id = suzuki.post("/api/faqs", json=faq).json()["faq_id"]
    member = suzuki.get(f"/api/candidates/{password}").json()["typical"][0]
    form = {"revision": 0, "other_faq_id": faq_id, "phrasing": [member["id"], 99999]}
    assert suzuki.post(f"/staff/candidates/{password}/link", data=form).status_code == 303
    phrasings = suzuki.get(f"/api/faqs/{faq_id}").json()["versions"][0]["phrasings"]
    assert [phrasing["inquiry_id"] for phrasing in phrasings] == [member["id"]]


def test_a_rejection_needs_a_reason_and_can_be_undone(suzuki, password):
    refused = suzuki.post(f"/staff/candidates/{password}/rejection", data={"revision": 0, "reason": " "})
    assert refused.status_code == 422
    assert "理由を入力してください" in refused.text
    form = {"revision": 0, "reason": "個別の確認が必要"}
    assert suzuki.post(f"/staff/candidates/{password}/rejection", data=form).status_code == 303
    assert suzuki.get("/api/candidates").json() == []
    assert "個別の確認が必要" in suzuki.get(f"/staff/candidates/{password}").text
    wrong_kind = suzuki.delete(f"/api/candidates/{password}/approval", params={"revision": 1})
    assert wrong_kind.json()["type"].endswith("#nothing-to-undo")
    assert suzuki.delete(f"/api/candidates/{password}/rejection", params={"revision": 1}).status_code == 200
    assert [candidate["id"] for candidate in suzuki.get("/api/candidates").json()] == [password]


def test_a_refused_approval_keeps_what_was_typed(suzuki, password):
    form = {"revision": 0, "question_ja": "質問だけ書きました", "phrasing": []}
    answer = suzuki.post(f"/staff/candidates/{password}/approval", data=form)
    assert answer.status_code == 422
    assert 'value="質問だけ書きました"' in answer.text
    assert "checked" not in answer.text


def test_agents_read_but_do_not_decide(sign_in, password):
    sato = sign_in("sato")
    page = sato.get(f"/staff/candidates/{password}")
    assert page.status_code == 200
    assert "承認して公開する" not in page.text
    assert sato.post(f"/api/candidates/{password}/approval", json=APPROVAL).status_code == 403
    for way in ("approval", "link", "rejection", "undo"):
        assert sato.post(f"/staff/candidates/{password}/{way}", data={"revision": 0}).status_code == 403
    assert sato.post("/staff/candidates/run").status_code == 403


def test_outsider_kuro_sees_nothing(client, password):
    assert client.get(f"/api/candidates/{password}").status_code == 401
    assert client.post(f"/api/candidates/{password}/approval", json=APPROVAL).status_code == 401


def test_a_candidate_that_is_not_there_is_not_found(suzuki):
    assert suzuki.get("/staff/candidates/999").status_code == 404
    assert suzuki.post("/api/candidates/999/approval", json=APPROVAL).status_code == 404
