"""Is it one of the FAQs? What they share, what differs, what is answered today."""

import re
import time

import pytest

from api.candidates.differing import difference, marked, words_of

FAQ = {
    "question_ja": "パスワードを忘れたときは?",
    "answer_ja": "**再設定**してください。",
    "phrasings": [
        {"language": "ja", "text": "パスワードを忘れてしまいました"},
        {"language": "ja", "text": "管理者のアカウントのパスワードを忘れた"},
    ],
}


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


@pytest.fixture
def faq_id(suzuki) -> int:
    suzuki.post("/api/answers/question", json={"text": "こんにちは"})
    made = suzuki.post("/api/faqs", json=FAQ).json()["faq_id"]
    end = time.monotonic() + 30
    while suzuki.post("/api/answers/question", json={"text": FAQ["question_ja"]}).json()["kind"] != "answer":
        assert time.monotonic() < end
        time.sleep(0.1)
    return made


def words(page: str, kind: str) -> list[str]:
    found = re.search(rf"<dt[^>]*>{kind}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return re.findall(r">([^<>]+)</", found[1]) if found else []


def test_the_difference_names_what_both_say_and_what_one_says(suzuki, password, faq_id):
    page = suzuki.get(f"/staff/candidates/{password}/faqs").text
    assert "パスワード" in words(page, "共通の言葉")
    assert "ログイン" in words(page, "候補だけの言葉")
    assert "管理者" in "".join(words(page, "FAQだけの言葉"))
    assert "<strong>再設定</strong>してください。" in page


def test_it_counts_what_the_bot_answers_with_it_today(suzuki, password, faq_id):
    page = suzuki.get(f"/staff/candidates/{password}/faqs").text
    # Two of the six repeat an approved phrasing, apart from the closing sign.
    assert "問い合わせ 6 件のうち、いま 2 件に" in page
    beside = page.split('class="sides"')[1]
    assert "<mark>再発行</mark>" in beside
    assert "パスワードを忘れてしまいました</p>" not in beside.split("<ul")[1]


def test_one_press_links_whatever_else_is_chosen(suzuki, password, faq_id):
    other = suzuki.post("/api/faqs", json={"question_ja": "請求書", "answer_ja": "設定"}).json()["faq_id"]
    page = suzuki.get(f"/staff/candidates/{password}/faqs").text
    assert f'<button name="this_faq_id" value="{faq_id}"' in page
    ticked = re.findall(r'name="phrasing" value="(\d+)"', page)
    form = {"revision": 0, "phrasing": ticked, "this_faq_id": faq_id, "other_faq_id": other}
    assert suzuki.post(f"/staff/candidates/{password}/link", data=form).status_code == 303
    assert suzuki.get(f"/api/candidates/{password}").json()["faq_id"] == faq_id


def test_agents_see_the_difference_and_no_button(sign_in, password, faq_id):
    page = sign_in("sato").get(f"/staff/candidates/{password}/faqs").text
    assert "共通の言葉" in page
    assert "this_faq_id" not in page


def test_without_a_near_faq_it_says_so(suzuki, password):
    assert "近いFAQはありません" in suzuki.get(f"/staff/candidates/{password}/faqs").text


def test_an_faq_of_the_other_language_is_not_compared_by_words(suzuki, password):
    suzuki.post("/api/answers/question", json={"text": "こんにちは"})
    english = {"question_en": "How do I reset my password?", "answer_en": "Use the form."}
    suzuki.post("/api/faqs", json=english)
    end = time.monotonic() + 30
    while "reset my password" not in (page := suzuki.get(f"/staff/candidates/{password}/faqs").text):
        assert time.monotonic() < end
        time.sleep(0.2)
    assert "言葉は比べられません" in page
    assert "共通の言葉" not in page


def test_english_words_are_compared_whatever_their_ending():
    asked = words_of(
        ["Where are my invoices?", "I need an invoice for March", "invoice with tax number"], "en"
    )
    said = words_of(["Download an invoice", "invoice as PDF"], "en")
    found = difference(asked, said, words_of(["March comes last."], "en"))
    assert found.shared == ("invoice",)
    assert "download" in " ".join(found.only_faq).lower()
    pieces = marked("Invoice with tax number", said, "en")
    assert "".join(piece.text for piece in pieces) == "Invoice with tax number"
    assert [piece.text for piece in pieces if piece.new] == ["tax number"]


def test_a_word_is_not_marked_inside_another():
    pieces = marked("A taxi with tax", words_of(["taxi"], "en"), "en")
    assert pieces == (("A taxi with ", False), ("tax", True))


def test_a_text_without_new_words_is_one_piece():
    said = words_of(["パスワードを忘れた"], "ja")
    assert marked("パスワードを忘れた", said, "ja") == (("パスワードを忘れた", False),)
