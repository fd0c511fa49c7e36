"""What is published is what the running process answers with, without a restart."""

import time

import pytest

HOW_TO = {
    "パスワードを忘れました": (
        "How do I reset my password?",
        ["パスワードの再設定", "パスワードを思い出せない"],
    ),
    "請求書はどこで見られますか": (
        "Where are my invoices?",
        ["請求書をダウンロードしたい", "領収書がほしい"],
    ),
    "有給休暇の申請方法を教えてください": ("How do I request leave?", ["休みを取りたい", "有給を申請したい"]),
}


def draft(question: str) -> dict[str, object]:
    english, phrasings = HOW_TO[question]
    return {
        "question_ja": question,
        "answer_ja": f"{question}の答え",
        "question_en": english,
        "answer_en": f"Answer to {english}",
        "phrasings": [{"language": "ja", "text": text} for text in phrasings],
    }


def ask(person, text: str) -> dict:
    answer = person.post("/api/answers/question", json={"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def asked_until(person, text: str, kind: str) -> None:
    """Ask until the decision is `kind`. Generous: the machine may be busy with other things."""
    end = time.monotonic() + 30
    while ask(person, text)["kind"] != kind:
        assert time.monotonic() < end, ask(person, text)
        time.sleep(0.05)


@pytest.fixture
def suzuki(sign_in):
    suzuki = sign_in("suzuki")
    for question in HOW_TO:
        assert suzuki.post("/api/faqs", json=draft(question)).status_code == 201
    asked_until(suzuki, "有給休暇の申請方法を教えてください", "answer")
    return suzuki


def test_without_faqs_nothing_is_answered(sign_in):
    decided = ask(sign_in("sato"), "パスワードを忘れました")
    assert decided["kind"] == "none"
    assert decided["candidates"] == []


def test_a_published_faq_answers_in_the_language_asked(suzuki):
    decided = ask(suzuki, "パスワードを忘れました")
    assert decided["kind"] == "answer"
    assert decided["candidates"][0]["answer"] == "パスワードを忘れましたの答え"
    assert decided["confidence"] >= 0.99
    english = ask(suzuki, "How do I reset my password?")
    assert english["candidates"][0]["answer"] == "Answer to How do I reset my password?"


def test_courtesies_around_a_question_do_not_hide_it(suzuki):
    decided = ask(suzuki, "お世話になっております。\nパスワードを忘れました。\nよろしくお願いいたします。")
    assert decided["kind"] == "answer"


def test_a_new_version_is_served_without_a_restart(suzuki):
    faq = ask(suzuki, "領収書がほしい")["candidates"][0]
    before = ask(suzuki, "領収書がほしい")["index_version"]
    changed = draft("請求書はどこで見られますか") | {"answer_ja": "新しい答え"}
    version = suzuki.post(f"/api/faqs/{faq['faq_id']}/versions", json=changed).json()
    end = time.monotonic() + 30
    while (decided := ask(suzuki, "領収書がほしい"))["index_version"] == before:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert decided["candidates"][0]["version_id"] == version["id"]
    assert decided["candidates"][0]["answer"] == "新しい答え"


def test_a_retired_faq_is_not_answered_with_any_more(suzuki):
    faq_id = ask(suzuki, "領収書がほしい")["candidates"][0]["faq_id"]
    suzuki.post(f"/api/faqs/{faq_id}/retirement")
    end = time.monotonic() + 30
    while faq_id in [choice["faq_id"] for choice in ask(suzuki, "領収書がほしい")["candidates"]]:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_page_of_health_says_the_index_is_there(suzuki):
    assert suzuki.get("/readyz").json()["parts"]["answer_index"] == "ok"


def test_only_staff_may_look_into_the_index(client):
    assert client.post("/api/answers/question", json={"text": "パスワード"}).status_code == 401
