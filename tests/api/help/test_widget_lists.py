"""What the widget suggests on opening, and finds while a customer types."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.database import transaction
from api.faqs.publishing import retire
from api.help.shelf import fold
from tests.api.chat.customer import until
from tests.api.help.conftest import KEY

PAGE = "https://shop.example/plans"


def suggested(reader: TestClient, **query: str) -> list[str]:
    answer = reader.get("/widget/suggestions", params=query, headers=KEY)
    assert answer.status_code == 200, answer.text
    return [one["question"] for one in answer.json()]


def found(reader: TestClient, q: str, language: str = "ja") -> list[str]:
    answer = reader.get("/widget/faqs", params={"q": q, "language": language}, headers=KEY)
    assert answer.status_code == 200, answer.text
    return [one["question"] for one in answer.json()]


def test_the_pages_own_questions_come_first_then_the_weeks_then_the_newest(reader: TestClient, faqs, shown):
    shown(faqs["invoice"], 3, page="https://shop.example/other")
    shown(faqs["password"], 1, page=f"{PAGE}?utm=mail#top")
    shown(faqs["leave"], 50, page=PAGE, days=8)
    assert suggested(reader, page_url=f"{PAGE}?x=1") == [
        "パスワードを忘れました",
        "請求書はどこで見られますか",
        "有給休暇を申請したい",
    ]
    assert suggested(reader)[0] == "請求書はどこで見られますか"


def test_suggestions_are_in_the_language_asked_for(reader: TestClient):
    assert suggested(reader, language="en") == ["How do I request a day off?", "How do I reset my password?"]


def test_a_suggestion_names_the_faq_and_its_version(reader: TestClient, faqs):
    one = reader.get("/widget/suggestions", headers=KEY).json()[0]
    assert one == {
        "faq_id": faqs["leave"].faq_id,
        "version_id": faqs["leave"].id,
        "question": "有給休暇を申請したい",
    }


@pytest.mark.parametrize(
    "typed",
    ["パスワード", "ﾊﾟｽﾜｰﾄﾞ", "ぱすわーど", "ぱすw", "ログインでき", "パスワード　忘れ", "忘れ パスワード"],
)
def test_questions_and_phrasings_are_found_as_they_are_typed(reader: TestClient, typed: str):
    assert found(reader, typed) == ["パスワードを忘れました"]


def test_the_answer_comes_as_safe_html(reader: TestClient, faqs):
    (one,) = reader.get("/widget/faqs", params={"q": "パスワード"}, headers=KEY).json()
    assert one["answer_html"] == "<p><strong>再設定</strong>の画面から&lt;b&gt;変更&lt;/b&gt;できます。</p>"
    assert one["version_id"] == faqs["password"].id


def test_nothing_typed_and_nothing_meant_find_nothing(reader: TestClient):
    for typed in ("", "  ", "w", "月の裏側には何がありますか", "%", "_", "x" * 4000):
        assert found(reader, typed) == []


def test_english_is_found_in_any_case(reader: TestClient):
    assert found(reader, "RESET", "en") == ["How do I reset my password?"]
    assert found(reader, "パスワード", "en") == []


def test_a_retired_faq_is_soon_gone(reader: TestClient, house, faqs, monkeypatch):
    assert found(reader, "休み") == ["有給休暇を申請したい"]
    monkeypatch.setattr("api.help.shelving.FRESH", 0.0)
    with transaction(house.sessions) as session:
        retire(session, faqs["leave"].faq_id, by=None, now=house.clock())
    assert found(reader, "休み") == []


def test_both_need_the_widgets_key(reader: TestClient):
    for path in ("/widget/suggestions", "/widget/faqs?q=x"):
        assert reader.get(path).status_code == 403


def test_other_words_are_found_by_the_answer_index(faqs, client: TestClient):
    # Enough characters, and no phrasing that holds them.
    assert until(lambda: found(client, "パスワードを忘れてしまいました"), 60) == ["パスワードを忘れました"]
    page = client.get("/help", params={"q": "パスワードを忘れてしまったのですが"}).text
    assert "パスワードを忘れました" in page


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=50))
def test_folding_is_done_once(text: str):
    assert fold(fold(text)) == fold(text)
