"""Japanese and English of one FAQ, each approved, shown and withdrawn by itself."""

import json
import time

import pytest

BOTH = {
    "question_ja": "パスワードを忘れたときは?",
    "answer_ja": "再設定してください。",
    "question_en": "How do I reset my password?",
    "answer_en": "Use the form.",
}
FORM = BOTH | {"phrasings_ja": "パスワードを忘れました", "phrasings_en": "forgot my password"}


@pytest.fixture
def half(suzuki) -> int:
    """An FAQ whose Japanese is published and whose English waits."""
    answer = suzuki.post("/staff/faqs", data=FORM | {"draft_in": "en"})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].split("/")[-1].split("?")[0])


def newest(person, faq_id: int) -> dict:
    return person.get(f"/api/faqs/{faq_id}").json()["versions"][0]


def decided(person, text: str) -> dict:
    answer = person.post("/api/answers/question", json={"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def until(person, text: str, kind: str) -> dict:
    end = time.monotonic() + 30
    while (found := decided(person, text))["kind"] != kind:
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def test_a_draft_is_kept_and_no_customer_is_told_of_it(suzuki, client, half):
    version = newest(suzuki, half)
    assert (version["question_ja"], version["question_en"]) == (BOTH["question_ja"], None)
    assert version["drafts"] == [
        {
            "language": "en",
            "question": BOTH["question_en"],
            "answer": BOTH["answer_en"],
            "phrasings": [{"language": "en", "text": "forgot my password", "inquiry_id": None}],
            "model": "",
        }
    ]
    assert "How do I reset" not in client.get("/help/en").text
    assert client.get(f"/help/en/{half}").headers["location"] == f"/help/{half}"
    assert BOTH["answer_ja"] in client.get(f"/help/{half}").text
    # The bot falls back on the language that is published.
    until(suzuki, BOTH["question_ja"], "answer")
    assert decided(suzuki, BOTH["question_en"])["kind"] != "answer"


def test_the_other_language_is_approved_later_by_itself(suzuki, sign_in, half):
    mori = sign_in("mori")
    page = suzuki.get(f"/staff/faqs/{half}").text
    assert "英語を承認して公開する" in page
    assert "下書き" in page
    answer = mori.post(f"/staff/faqs/{half}/languages/en/approval", data={"based_on": 1})
    assert answer.headers["location"] == f"/staff/faqs/{half}?saved=2"
    found = until(suzuki, BOTH["question_en"], "answer")
    assert found["candidates"][0]["answer"] == BOTH["answer_en"]
    version = newest(suzuki, half)
    assert (version["drafts"], version["question_ja"]) == ([], BOTH["question_ja"])
    assert [phrasing["text"] for phrasing in version["phrasings"]] == [
        "パスワードを忘れました",
        "forgot my password",
    ]
    after = suzuki.get(answer.headers["location"]).text
    assert "英語: 公開" in after
    assert "英語を承認しました。" in after
    languages = after.split('id="languages"')[1].split("</section>")[0]
    japanese, english = languages.split("</li>")[:2]
    assert "鈴木 健" in japanese
    assert "版 1" in japanese
    assert "森 千尋" in english
    assert "版 2" in english


def test_undo_makes_the_approved_language_a_draft_again(suzuki, half):
    suzuki.post(f"/staff/faqs/{half}/languages/en/approval", data={"based_on": 1})
    suzuki.post(f"/staff/faqs/{half}/versions/1/restoration")
    version = newest(suzuki, half)
    assert (version["number"], version["question_en"]) == (3, None)
    assert version["drafts"][0]["answer"] == BOTH["answer_en"]
    assert "英語: 公開終了(下書きへ)" in suzuki.get(f"/staff/faqs/{half}").text


def test_retiring_one_language_leaves_the_other(suzuki, client):
    faq_id = suzuki.post("/api/faqs", json=BOTH).json()["faq_id"]
    until(suzuki, BOTH["question_en"], "answer")
    assert suzuki.delete(f"/api/faqs/{faq_id}/languages/ja/approval").status_code == 200
    version = newest(suzuki, faq_id)
    assert (version["question_ja"], version["question_en"]) == (None, BOTH["question_en"])
    assert client.get(f"/help/en/{faq_id}").status_code == 200
    end = time.monotonic() + 30
    while BOTH["answer_ja"] in json.dumps(decided(suzuki, BOTH["question_ja"]), ensure_ascii=False):
        assert time.monotonic() < end
        time.sleep(0.1)
    last = suzuki.delete(f"/api/faqs/{faq_id}/languages/en/approval")
    assert (last.status_code, last.json()["type"]) == (422, "about:blank#nothing-published")
    assert newest(suzuki, faq_id)["number"] == 2


def test_what_cannot_be_is_refused_and_changes_nothing(suzuki, sign_in, half):
    stale = suzuki.post(f"/staff/faqs/{half}/languages/en/approval", data={"based_on": 0})
    assert stale.status_code == 409
    assert suzuki.post(f"/api/faqs/{half}/languages/ja/approval").json()["type"].endswith("#no-draft")
    assert suzuki.delete(f"/api/faqs/{half}/languages/en/approval").json()["type"].endswith("#not-published")
    sato = sign_in("sato")
    assert sato.post(f"/staff/faqs/{half}/languages/en/approval", data={"based_on": 1}).status_code == 403
    both = suzuki.post("/staff/faqs", data=FORM | {"draft_in": ["ja", "en"]})
    assert both.status_code == 422
    assert "少なくとも1つの言語を公開してください" in both.text
    assert newest(suzuki, half)["number"] == 1


def test_a_half_written_draft_is_kept_but_not_published(suzuki):
    form = FORM | {"answer_en": "", "draft_in": "en"}
    location = suzuki.post("/staff/faqs", data=form).headers["location"]
    faq_id = int(location.split("/")[-1].split("?")[0])
    refused = suzuki.post(f"/api/faqs/{faq_id}/languages/en/approval")
    assert refused.json()["type"].endswith("#half-written")


def test_the_form_shows_the_draft_and_a_new_wording_of_it_publishes_nothing(suzuki, half):
    page = suzuki.get(f"/staff/faqs/{half}/edit").text
    assert BOTH["question_en"] in page
    assert 'name="draft_in" value="en" checked' in page
    form = FORM | {"answer_en": "Ask for a link.", "draft_in": "en", "based_on": 1}
    location = suzuki.post(f"/staff/faqs/{half}/versions", data=form).headers["location"]
    version = newest(suzuki, half)
    assert (version["answer_en"], version["drafts"][0]["answer"]) == (None, "Ask for a link.")
    after = suzuki.get(location).text
    assert "版 2 を保存しました。 英語: 下書きを保存" in after
    compared = suzuki.get(f"/staff/faqs/{half}/comparison").text
    assert "<ins>" in compared
    assert "Ask" in compared


def test_who_knows_nothing_of_drafts_keeps_them_and_publishes_what_is_given(suzuki, half):
    japanese = {"question_ja": BOTH["question_ja"], "answer_ja": "新しい答え"}
    suzuki.post(f"/api/faqs/{half}/versions", json=japanese)
    version = newest(suzuki, half)
    assert (version["answer_ja"], version["drafts"][0]["answer"]) == ("新しい答え", BOTH["answer_en"])
    assert version["drafts"][0]["phrasings"][0]["text"] == "forgot my password"
    given = suzuki.post(f"/api/faqs/{half}/versions", json=BOTH).json()
    assert (given["question_en"], given["drafts"]) == (BOTH["question_en"], [])


def test_an_edit_of_the_phrasings_leaves_the_draft(suzuki, half):
    suzuki.post(f"/staff/faqs/{half}/versions", data=FORM | {"phrasings_ja": "", "draft_in": "en"})
    assert newest(suzuki, half)["phrasings"] == []
    assert newest(suzuki, half)["drafts"][0]["question"] == BOTH["question_en"]


def test_the_list_finds_what_waits(suzuki, half):
    suzuki.post("/api/faqs", json={"question_ja": "請求書は?", "answer_ja": "設定にあります。"})
    page = suzuki.get("/staff/faqs?show=drafts").text
    assert BOTH["question_ja"] in page
    assert "英語は下書き" in page
    assert "請求書は?" not in page
    suzuki.post(f"/api/faqs/{half}/languages/en/approval")
    assert "承認を待つ下書きはありません。" in suzuki.get("/staff/faqs?show=drafts").text


@pytest.mark.parametrize("kind", ["csv", "jsonl", "md"])
def test_a_file_carries_the_draft_there_and_back(suzuki, half, kind):
    written = suzuki.get("/staff/faqs/export", params={"format": kind}).content
    same = suzuki.post("/staff/faqs/imports", files={"file": (f"faqs.{kind}", written)})
    assert "変更はありません" in suzuki.get(same.headers["location"]).text
    approved = {
        "csv": (b",en,", b",,"),
        "jsonl": (b'"drafts": ["en"]', b'"drafts": []'),
        "md": (b"- drafts: en", b"- drafts:"),
    }[kind]
    assert written.count(approved[0]) == 1
    handed = suzuki.post("/staff/faqs/imports", files={"file": (f"faqs.{kind}", written.replace(*approved))})
    suzuki.post(handed.headers["location"] + "/acceptance")
    assert newest(suzuki, half)["question_en"] == BOTH["question_en"]
    suzuki.post(handed.headers["location"] + "/undo")
    assert newest(suzuki, half)["drafts"][0]["question"] == BOTH["question_en"]


def test_a_file_that_knows_no_such_language_is_refused(suzuki):
    written = b"question_ja,answer_ja,drafts\nq,a,fr\n"
    handed = suzuki.post("/staff/faqs/imports", files={"file": ("faqs.csv", written)})
    assert "ja か en" in suzuki.get(handed.headers["location"]).text.split("<tbody")[1]
