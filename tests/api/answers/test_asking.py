"""Staff ask the bot and see what it would do, and why."""

import json
import os
import re
import subprocess
import sys

import pytest
from sqlalchemy import delete

from api.answers.asking import apart, because
from api.answers.calibration_store import kept_calibrations
from api.answers.models import KeptCalibration
from api.answers.serving import Serving
from api.database import transaction
from api.faqs.drafts import Draft, Wording
from api.faqs.publishing import publish
from api.settings import ROOT
from faq_clustering.answering import Explanation
from faq_clustering.answering.values import Decision

PASSWORD = "パスワードを忘れました"
FAQS = {
    PASSWORD: ("パスワードの再設定", "パスワードを思い出せない"),
    "請求書はどこで見られますか": ("請求書をダウンロードしたい", "領収書がほしい"),
    "有給休暇の申請方法を教えてください": ("休みを取りたい", "有給を申請したい"),
}


@pytest.fixture
def faqs(house):
    """Three FAQs, published and embedded before the server starts."""
    ids = {}
    with transaction(house.sessions) as session:
        for question, phrasings in FAQS.items():
            draft = Draft(
                question_ja=question,
                answer_ja=f"**{question}**の答え",
                phrasings=tuple(Wording(language="ja", text=text) for text in phrasings),
            )
            ids[question] = publish(session, None, draft, author_id=None, now=house.clock()).faq_id
    Serving(house).refresh()
    return ids


@pytest.fixture
def sato(faqs, sign_in):
    return sign_in("sato")


def question(person, **body):
    return person.post("/api/answers/question", json=body)


def asked(person, **body):
    answer = question(person, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(person, **query) -> str:
    answer = person.get("/staff/answers/ask", params=query, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_decision_comes_with_its_reason_and_what_was_considered(sato, faqs):
    found = asked(sato, text="パスワードを忘れました。")
    assert (found["kind"], found["reason"]) == ("answer", "approved_words")
    assert found["candidates"][0]["answer"] == f"**{PASSWORD}**の答え"
    first = found["considered"][0]
    assert first["faq_id"] == faqs[PASSWORD]
    assert first["matches"][0]["text"] == PASSWORD
    assert first["matches"][0]["cosine"] == pytest.approx(1, abs=0.05)
    assert first["nearest"] == first["matches"][0]["cosine"]
    assert len(found["considered"]) == 3
    assert first["lead"] > 0


def test_few_labels_only_suggest_and_that_is_said(sato):
    found = asked(sato, text="パスワードがわからなくなった")
    assert found["only_suggests"]
    assert found["threshold"] > 1
    assert found["labelled"] == 9 < found["labels_needed"]
    assert found["kind"] != "answer"


def test_candidates_are_told_where_nothing_is_offered(sato):
    found = asked(sato, text="今日の天気はどうですか")
    assert (found["kind"], found["candidates"]) == ("none", [])
    assert len(found["considered"]) == 3


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"text": ""}, "Type a question."),
        ({"text": " \n"}, "Type a question."),
        ({"text": "あ" * 4001}, "A question may have 4,000 characters."),
        ({"text": "質問", "language": "fr"}, "The language must be ja or en"),
        ({}, "body.text: Field required"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(sato, body, detail):
    answer = question(sato, **body)
    assert answer.status_code == 422
    assert detail in answer.json()["detail"]


def test_a_question_of_4000_characters_is_decided(sato):
    assert asked(sato, text="あ" * 4000)["kind"] in ("answer", "ask", "none")
    assert asked(sato, text="質問", language="")["language"] == "ja"


def test_the_page_says_what_the_bot_would_do_and_why(sato, faqs):
    html = shown(sato, q=PASSWORD)
    assert "このまま回答します" in html
    assert "承認済みの言い回しと同じ" in html
    assert f'href="/staff/faqs/{faqs[PASSWORD]}"' in html
    assert f"<strong>{PASSWORD}</strong>の答え" in html
    assert "担当者につなぎます" in shown(sato, q="今日の天気はどうですか")
    assert "9 件" in shown(sato, q="パスワードがわからなくなった")


def test_the_empty_page_gives_questions_to_try(sato):
    html = shown(sato)
    assert PASSWORD in html
    assert re.search(r'href="/staff/answers/ask\?q=%E3%83%91', html)


def test_without_faqs_the_page_says_the_next_step(sign_in):
    sato = sign_in("sato")
    assert "/staff/candidates" in shown(sato)
    assert "公開中のFAQがない" in shown(sato, q=PASSWORD)


def test_a_wrong_question_is_told_on_the_page_and_kept(sato):
    answer = sato.get("/staff/answers/ask", params={"q": "あ" * 4001}, headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert "質問は4,000文字までです。" in answer.text
    assert "あ" * 4001 in answer.text
    swapped = sato.get(
        "/staff/answers/ask",
        params={"q": PASSWORD, "language": "fr"},
        headers={"accept": "text/html", "hx-request": "true"},
    )
    assert swapped.status_code == 422
    assert "言語は" in swapped.headers["x-notice"].encode().decode("unicode_escape")


def test_what_is_typed_is_shown_as_text(sato):
    html = shown(sato, q='<script>alert("x")</script>')
    assert '<script>alert("x")' not in html
    assert "&lt;script&gt;" in html


def test_the_page_is_there_in_english(sato):
    sato.post("/staff/language", data={"language": "en", "to": "/staff/answers/ask"})
    html = shown(sato, q=PASSWORD)
    assert "Ask the bot" in html
    assert "same as an approved phrasing" in html


def test_strangers_may_not_ask(client):
    assert client.get("/staff/answers/ask?q=x").status_code in (303, 401)


def test_nothing_is_recorded(sato, session, house):
    tables = ("conversations", "messages", "facts", "episodes", "inquiries", "vectors")
    counts = [count(house, table) for table in tables]
    asked(sato, text="どこにもない質問です")
    shown(sato, q="どこにもない質問です")
    assert [count(house, table) for table in tables] == counts


def count(house, table: str) -> int:
    with house.engine.connect() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def explained(reason: str, confidence: float, threshold: float, labelled: int = 60) -> Explanation:
    decision = Decision(
        kind="ask", faq_id=None, version_id=None, confidence=confidence, threshold=threshold,
        ask_threshold=0.4, choices=(), matched_phrasing=None, index_version="v", reason=reason,
        likeliest=None,
    )  # fmt: skip
    return Explanation(decision=decision, labelled=labelled)


def test_two_numbers_that_differ_are_never_shown_alike():
    assert apart(0.91, 0.88) == ("0.91", "0.88")
    assert apart(0.8761, 0.8774) == ("0.876", "0.877")
    assert apart(0.88, 0.88) == ("0.8800", "0.8800")


def test_too_few_labels_are_told_apart_from_a_target_out_of_reach():
    assert because(explained("no_promise", 0.9, 2.0, labelled=49))[0] == "because_few_labels"
    assert because(explained("no_promise", 0.9, 2.0, labelled=50))[0] == "because_no_promise"
    assert because(explained("confident", 0.91, 0.88))[1]["threshold"] == "0.88"


def madoguchi(house, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "ask", *words],
        cwd=ROOT,
        env=os.environ | {"MADOGUCHI_DATABASE_URL": house.database_url, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_command_says_the_same_without_a_server(house, faqs):
    done = madoguchi(house, PASSWORD)
    assert done.returncode == 0, done.stderr
    assert "このまま回答します" in done.stdout
    assert "承認済みの言い回しと同じ" in done.stdout
    assert PASSWORD in done.stdout
    person = madoguchi(house, "今日の天気はどうですか")
    assert person.returncode == 0
    assert "担当者につなぎます" in person.stdout


def test_the_command_leaves_no_calibration_behind(house, faqs):
    with transaction(house.sessions) as session:
        session.execute(delete(KeptCalibration))
    assert madoguchi(house, PASSWORD).returncode == 0
    with transaction(house.sessions) as session:
        assert kept_calibrations(session) == []


def test_the_command_speaks_json_and_english(house, faqs):
    done = madoguchi(house, "--json", "--language", "en", PASSWORD)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["language"], found["considered"][0]["faq_id"]) == ("en", faqs[PASSWORD])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [((" ",), "Type a question"), (("あ" * 4001,), "4,000"), (("--language", "fr", "質問"), "ja or en")],
)
def test_bad_input_ends_the_command_with_one_sentence(house, words, sentence):
    done = madoguchi(house, *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
