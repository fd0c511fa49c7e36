"""Resolving with a topic and a wrap-up, and files in replies."""

import base64

import pytest

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def resolve(person, hand_off: int, **said: str):
    return person.post(f"/api/hand-offs/{hand_off}/resolution", json=said)


def test_topic_and_wrap_up_are_kept_and_the_fact_names_the_topic(claimed, sato, facts):
    answer = resolve(sato, claimed, topic="請求書の 再発行", wrap_up="高梨様へ再送。\r\n解決。").json()
    assert (answer["topic"], answer["wrap_up"]) == ("請求書の 再発行", "高梨様へ再送。\n解決。")
    kind, payload = facts()[-1]
    assert (kind, payload["topic"]) == ("conversation_resolved", "請求書の 再発行")
    assert "wrap_up" not in payload
    page = sato.get(f"/staff/inbox/{claimed}").text
    assert "分類: 請求書の 再発行" in page
    assert "高梨様へ再送。" in page


def test_the_bot_serves_again_afterwards(claimed, hanako, sato, turns):
    resolve(sato, claimed, topic="x")
    hanako.say("請求書はどこですか")
    assert turns() == 1


@pytest.mark.parametrize("said", [{"topic": "長" * 121}, {"wrap_up": "長" * 2001}])
def test_what_is_too_long_resolves_nothing(claimed, sato, said):
    assert resolve(sato, claimed, **said).json()["type"] == "about:blank#wrap-up-too-long"
    assert sato.post(f"/staff/inbox/{claimed}/resolution", data=said).status_code == 422
    assert sato.get(f"/api/hand-offs/{claimed}").json()["state"] == "claimed"


def test_the_topics_to_choose_from_are_the_faqs_questions(claimed, sato, sign_in):
    faq = {"question_ja": "請求書はどこで見られますか", "answer_ja": "請求の画面です。"}
    sign_in("suzuki").post("/api/faqs", json=faq)
    page = sato.get(f"/staff/inbox/{claimed}").text
    assert '<option value="請求書はどこで見られますか">' in page


def test_an_agent_sends_a_picture(claimed, hanako, sato):
    path = f"/api/hand-offs/{claimed}"
    kept = sato.post(f"{path}/attachments", files={"file": ("画面.png", PIXEL, "image/png")})
    assert (kept.status_code, kept.json()["media_type"]) == (201, "image/png")
    reply = {"client_id": "one", "text": "", "files": [kept.json()["id"]]}
    assert sato.post(f"{path}/replies", json=reply).status_code == 201
    (heard,) = hanako.heard("agent")
    (shown,) = heard["content"]["attachments"]
    assert (shown["name"], sato.get(shown["url"]).status_code) == ("画面.png", 200)
    assert sato.post(f"{path}/replies", json=reply | {"client_id": "two"}).status_code == 422


def test_a_form_sends_a_picture_without_scripts(claimed, hanako, sato):
    form = {"client_id": "one", "text": "こちらです", "csrf": sato.headers["X-CSRF-Token"]}
    files = {"files": ("画面.png", PIXEL, "image/png")}
    path = f"/staff/inbox/{claimed}/replies"
    assert sato.post(path, data=form, files=files).status_code == 303
    assert hanako.heard("agent")[0]["content"]["attachments"][0]["name"] == "画面.png"
    wrong = {"files": ("bad.png", b"<script>", "image/png")}
    refused = sato.post(path, data=form | {"client_id": "two", "text": "もう一枚"}, files=wrong)
    assert (refused.status_code, "もう一枚" in refused.text) == (415, True)


def test_only_who_has_it_uploads(claimed, tanaka):
    files = {"file": ("画面.png", PIXEL, "image/png")}
    assert tanaka.post(f"/api/hand-offs/{claimed}/attachments", files=files).status_code == 403
