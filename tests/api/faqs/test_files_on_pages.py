"""A file of FAQs is looked through first, then written whole or not at all, and can be taken back."""

import pytest
from sqlalchemy import func, select

from api.faqs.models import Faq, FaqVersion

FILE = "質問,答え,タグ\n請求書はどこですか,請求の画面です。,請求\n休みを取りたい,申請の画面から送れます。,\n"
WRONG = FILE + "答えがない質問,,\n"


def hand_in(person, text: str, name: str = "faqs.csv", encoding: str = "utf-8") -> str:
    answer = person.post("/staff/faqs/imports", files={"file": (name, text.encode(encoding))})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def faqs(session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Faq))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_nothing_is_written_before_it_was_looked_at(suzuki, session, encoding):
    there = hand_in(suzuki, FILE, encoding=encoding)
    page = suzuki.get(there).text
    assert "請求書はどこですか" in page
    assert "2 件を取り込む" in page
    assert faqs(session) == 0
    assert suzuki.post(f"{there}/acceptance").status_code == 303
    assert faqs(session) == 2
    assert session.scalars(select(FaqVersion).order_by(FaqVersion.id)).first().tags == ["請求"]


def test_importing_again_changes_nothing(suzuki, session):
    suzuki.post(f"{hand_in(suzuki, FILE)}/acceptance")
    again = hand_in(suzuki, FILE)
    assert "すべて反映済み" in suzuki.get(again).text
    suzuki.post(f"{again}/acceptance")
    assert faqs(session) == 2
    assert session.scalar(select(func.max(FaqVersion.number))) == 1


def test_one_file_is_written_once(suzuki, session):
    there = hand_in(suzuki, FILE)
    assert suzuki.post(f"{there}/acceptance").status_code == 303
    assert suzuki.post(f"{there}/acceptance").status_code == 409
    assert faqs(session) == 2


def test_a_wrong_row_stops_the_whole_file_unless_only_the_right_rows_are_asked_for(suzuki, session):
    there = hand_in(suzuki, WRONG)
    page = suzuki.get(there).text
    assert "質問と答えの片方しかない" in page
    assert suzuki.post(f"{there}/acceptance").status_code == 422
    assert faqs(session) == 0
    assert suzuki.post(f"{there}/acceptance", data={"only_right": "true"}).status_code == 303
    assert faqs(session) == 2
    assert "質問と答えの片方しかない" in suzuki.get(there).text


def test_a_column_that_the_file_lacks_keeps_what_is_there(suzuki, full, session):
    there = hand_in(suzuki, f"id,答え\n{full['password']},新しい答え\n")
    suzuki.post(f"{there}/acceptance")
    first, second = session.scalars(
        select(FaqVersion).where(FaqVersion.faq_id == full["password"]).order_by(FaqVersion.number)
    )
    assert second.answer_ja == "新しい答え"
    assert (second.answer_en, second.category, second.audience) == (
        first.answer_en, first.category, first.audience,
    )  # fmt: skip
    assert {p.text for p in second.phrasings} == {p.text for p in first.phrasings}


def test_a_change_made_after_the_export_is_not_overwritten(suzuki, full):
    exported = suzuki.get("/staff/faqs/export?format=csv").text
    form = {"question_en": "Where is my invoice?", "answer_en": "Under Billing.", "based_on": 1}
    assert suzuki.post(f"/staff/faqs/{full['invoice']}/versions", data=form).status_code == 303
    page = suzuki.get(hand_in(suzuki, exported)).text
    assert "書き出した後に、このFAQが変更されています" in page


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("質問,答え\nあ,い\nあ,う\n", "前の行にもあります"),
        ("質問,答え,公開範囲\nあ,い,だれでも\n", "everyone、signed_in"),
        ("質問,答え,有効期限\nあ,い,来年\n", "2027-03-31"),
        ("質問,答え,担当者\nあ,い,kuro@example.com\n", "このメールアドレスの担当者はいません"),
        ("質問,答え,状態\nあ,い,下書き\n", "published か retired"),
        ("質問,答え\nあ,い,う,え\n", "見出しより列が多く"),
        ('{"question_ja": "あ", "answer_ja": "い"}\n[1]\n', "JSONオブジェクトではありません"),
    ],
)
def test_each_row_says_what_is_wrong_with_it(suzuki, rows, said):
    assert said in suzuki.get(hand_in(suzuki, rows)).text


@pytest.mark.parametrize(
    ("content", "slug"),
    [(b"PK\x03\x04", "not-a-text"), (b"", "empty-file"), (b"a,b\n1,2\n", "no-faq-columns")],
)
def test_a_file_that_holds_no_faqs_is_refused_as_a_whole(suzuki, content, slug):
    answer = suzuki.post("/staff/faqs/imports", files={"file": ("x.csv", content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_import_is_taken_back_but_for_what_was_changed_since(suzuki, full, session):
    changed = f"{full['password']},パスワードを忘れたときは?,新しい"
    rows = f"id,質問,答え\n{changed}\n,追加の質問,追加の答え\n,別の質問,別の答え\n"
    there = hand_in(suzuki, rows)
    suzuki.post(f"{there}/acceptance")
    changed = session.scalar(select(FaqVersion.faq_id).where(FaqVersion.question_ja == "別の質問"))
    form = {"question_ja": "別の質問", "answer_ja": "直した答え"}
    suzuki.post(f"/staff/faqs/{changed}/versions", data=form)
    assert suzuki.post(f"{there}/undo").status_code == 303
    session.expire_all()
    answers = session.scalars(
        select(FaqVersion.answer_ja).where(FaqVersion.faq_id == full["password"]).order_by(FaqVersion.number)
    ).all()
    assert answers[0] == answers[-1]
    added = session.scalar(select(FaqVersion.faq_id).where(FaqVersion.question_ja == "追加の質問"))
    assert session.get_one(Faq, added).retired_at is not None
    assert session.get_one(Faq, changed).retired_at is None
    assert f'href="/staff/faqs/{changed}"' in suzuki.get(there).text
    assert suzuki.post(f"{there}/undo").status_code == 409


def test_agents_read_files_but_hand_in_none(sign_in, full):
    sato = sign_in("sato")
    assert sato.get("/staff/faqs/export?format=md").status_code == 200
    assert sato.post("/staff/faqs/imports", files={"file": ("x.csv", FILE.encode())}).status_code == 403


def test_a_plain_markdown_page_is_an_faq(suzuki, session):
    there = hand_in(
        suzuki, "# 領収書はもらえますか\n- tags: 請求\n\nはい。\n\n- 請求の画面を開きます\n", "x.md"
    )
    suzuki.post(f"{there}/acceptance")
    version = session.scalars(select(FaqVersion)).one()
    assert (version.question_ja, version.tags) == ("領収書はもらえますか", ["請求"])
    assert version.answer_ja == "はい。\n\n- 請求の画面を開きます"
