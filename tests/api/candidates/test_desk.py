"""What a reviewer sees: the list by impact, the evidence, a first wording."""

import re

import pytest

from api.candidates.models import Cluster
from api.candidates.suggestion import as_answer
from api.database import transaction


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def test_the_largest_impact_comes_first(suzuki, invoice, password):
    assert [candidate["id"] for candidate in suzuki.get("/api/candidates").json()] == [password, invoice]
    page = suzuki.get("/staff/candidates").text
    assert page.index("パスワードを忘れてしまいました") < page.index("Where can I download")
    assert "6.5" in page
    assert re.search(r"<title>直近8週の件数\(古い順\): [0-9, ]+ 6</title>", page)


def test_the_list_is_searched_by_what_customers_wrote_and_filtered(suzuki, invoice, password):
    assert [found["id"] for found in suzuki.get("/api/candidates?q=receipt").json()] == [invoice]
    assert [found["id"] for found in suzuki.get("/api/candidates?q=再設定").json()] == [password]
    assert [found["id"] for found in suzuki.get("/api/candidates?language=en").json()] == [invoice]
    assert suzuki.get("/api/candidates?q=%25").json() == []
    assert "条件に合う候補はありません" in suzuki.get("/staff/candidates?q=zzz").text


def test_before_the_first_run_the_page_says_what_to_do(suzuki):
    page = suzuki.get("/staff/candidates").text
    assert "madoguchi cluster" in page
    assert "候補はまだありません" in page


def test_a_topic_that_is_gone_is_not_asked_about(suzuki, password, house):
    with transaction(house.sessions) as session:
        session.query(Cluster).update({"gone": True})
    assert suzuki.get("/api/candidates").json() == []


def test_the_evidence_is_masked_and_says_what_people_replied(suzuki, password):
    found = suzuki.get(f"/api/candidates/{password}").json()
    texts = [member["text"] for member in found["typical"]]
    assert len(texts) == 5, "the same question twice is shown once"
    assert "090-1234-5678" not in suzuki.get(f"/staff/candidates/{password}").text
    assert len(found["newest"]) == 4
    assert "60分有効" in found["replies"][0]["reply"]


def test_the_first_wording_is_what_the_replies_have_in_common_without_their_greetings(suzuki, password):
    suggestion = suzuki.get(f"/api/candidates/{password}").json()["suggestion"]
    assert suggestion["question_ja"] == "パスワードを忘れてしまいました"
    assert suggestion["answer_ja"].startswith("ログイン画面の「パスワードを忘れた方」")
    assert suggestion["question_en"] is None
    phrasings = [phrasing["text"] for phrasing in suggestion["phrasings"]]
    assert "パスワードが思い出せず、ログインできません。" in phrasings
    page = suzuki.get(f"/staff/candidates/{password}").text
    assert "担当者の返信から作った下書きです" in page


def test_faqs_that_mean_the_same_are_offered_for_a_link(suzuki, password):
    for question in ("請求書の見方", "パスワードを忘れました"):
        suzuki.post("/api/faqs", json={"question_ja": question, "answer_ja": "答え"})
    suzuki.post("/api/answers/question", json={"text": "x"})
    near = suzuki.get(f"/api/candidates/{password}").json()["similar_faqs"]
    assert {faq["question"] for faq in near} == {"請求書の見方", "パスワードを忘れました"}


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("田中様、お問い合わせありがとうございます。設定から変更できます。", "設定から変更できます。"),
        (
            "お世話になっております。\nご連絡ありがとうございます。設定を開いてください。",
            "設定を開いてください。",
        ),
        ("Hi Anna,\nThanks for reaching out. Open the settings.", "Open the settings."),
        ("設定を開いてください。よろしくお願いいたします。", "設定を開いてください。"),
        ("ありがとうございます", "ありがとうございます"),
    ],
)
def test_a_reply_becomes_an_answer_without_the_courtesies_of_a_letter(reply, answer):
    assert as_answer(reply) == answer
