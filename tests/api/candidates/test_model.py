"""A model that the owner set up drafts; only masked text goes to it, and nothing comes of a failure."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from api.house import House
from api.settings import BadSetting, load_settings

KEY = "a key of the test"
ASK = {
    "revision": 0,
    "question_ja": "私の質問",
    "answer_ja": "私の答え",
    "question_en": "Mine",
    "answer_en": "Mine",
}
BUTTON = "日本語の下書きを頼む"


def completion(content: str, **more: object) -> bytes:
    choice = {"message": {"role": "assistant", "content": content}, "finish_reason": "stop"} | more
    return json.dumps({"choices": [choice]}).encode()


def draft(question: str = "パスワードを忘れたら?", answer: str = "**再設定**してください。") -> bytes:
    return completion(json.dumps({"question": question, "answer": answer}, ensure_ascii=False))


@dataclass
class Model:
    """Somebody's endpoint: what it answers, and what it was sent."""

    address: str = ""
    status: int = 200
    body: bytes = b""
    wait: float = 0.0
    got: list[tuple[str, dict[str, str], dict]] = field(default_factory=list)


@pytest.fixture
def model() -> Iterator[Model]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            there.got.append((self.path, dict(self.headers), body))
            time.sleep(there.wait)
            self.send_response(there.status)
            self.end_headers()
            try:
                self.wfile.write(there.body)
            except OSError:
                """Nobody waits any more."""

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    there = Model(address=f"http://127.0.0.1:{server.server_port}/v1", body=draft())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield there
    server.shutdown()
    server.server_close()


@pytest.fixture
def patience() -> float:
    """Seconds a model has: more than a busy machine needs, but where slowness is what is tested."""
    return 30.0


@pytest.fixture
def suzuki(client, house: House, model: Model, patience: float, sign_in):
    """An editor of a company that has a model."""
    settings = house.settings.model_copy(
        update={
            "drafting_url": model.address,
            "drafting_model": "writer-1",
            "drafting_key": KEY,
            "drafting_seconds": patience,
        }
    )
    client.app.state.house = replace(house, settings=settings)
    return sign_in("suzuki")


def ask(person, candidate: int, **more):
    return person.post(f"/staff/candidates/{candidate}/model-draft", data=ASK | {"write_in": "ja"} | more)


def untouched(person, candidate: int) -> bool:
    return (
        person.get(f"/api/candidates/{candidate}").json()["revision"] == 0
        and person.get("/api/faqs").json() == []
    )


def model_of(person, faq_id: int) -> str:
    """Return who wrote the draft that waits."""
    return person.get(f"/api/faqs/{faq_id}").json()["versions"][0]["drafts"][0]["model"]


def test_without_the_setting_there_is_no_button(sign_in, client, password):
    suzuki = sign_in("suzuki")
    assert BUTTON not in suzuki.get(f"/staff/candidates/{password}").text
    assert ask(suzuki, password).status_code == 404


def test_the_draft_stands_in_the_form_marked_and_nothing_is_saved(suzuki, password, model):
    assert BUTTON in suzuki.get(f"/staff/candidates/{password}").text
    answer = ask(suzuki, password)
    assert answer.status_code == 200
    assert 'value="パスワードを忘れたら?"' in answer.text
    assert "**再設定**してください。</textarea>" in answer.text
    assert "writer-1 の下書き" in answer.text
    assert 'value="Mine"' in answer.text
    assert untouched(suzuki, password)
    path, headers, body = model.got[0]
    assert path == "/v1/chat/completions"
    assert (headers["Authorization"], body["model"]) == (f"Bearer {KEY}", "writer-1")


def test_only_what_the_page_shows_is_sent_and_it_is_masked(suzuki, password, model):
    page = suzuki.get(f"/staff/candidates/{password}").text
    ask(suzuki, password)
    system, user = (message["content"] for message in model.got[0][2]["messages"])
    assert "パスワードを再発行してほしい" in user
    assert "090-1234-5678" not in user
    assert "高梨" not in user
    assert "私の答え" not in user + system
    # The page escapes quotation marks only.
    assert all(line in page for line in user.splitlines())
    assert KEY not in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"status": 429}, "断りました"),
        ({"status": 302}, "断りました"),
        ({"body": completion("", finish_reason="content_filter")}, "断りました"),
        ({"body": completion("申し訳ありませんが、できません。")}, "読めませんでした"),
        ({"body": b"<html>"}, "読めませんでした"),
        ({"body": b'{"choices": []}'}, "読めませんでした"),
        ({"body": completion('["question"]')}, "読めませんでした"),
        ({"body": completion('{"question": "q", "answer": ["a"]}')}, "読めませんでした"),
        ({"body": draft(answer=" ")}, "読めませんでした"),
        ({"body": draft(answer="長" * 4001)}, "長すぎます"),
        ({"body": b" " * 300_000}, "長すぎます"),
        ({"body": completion('{"question": "q", "ans', finish_reason="length")}, "長すぎます"),
    ],
)
def test_a_failure_is_told_in_a_sentence_and_changes_nothing(suzuki, password, model, said, sentence):
    for name, value in said.items():
        setattr(model, name, value)
    tells_and_changes_nothing(suzuki, password, sentence)


@pytest.mark.parametrize("patience", [0.5])
def test_a_model_that_takes_too_long_is_told_and_changes_nothing(suzuki, password, model):
    model.wait = 3.0
    tells_and_changes_nothing(suzuki, password, "時間内にAIモデルの答えがありませんでした")


def tells_and_changes_nothing(suzuki, password: int, sentence: str) -> None:
    answer = ask(suzuki, password)
    assert answer.status_code == 502
    assert sentence in answer.text
    assert 'value="私の質問"' in answer.text
    assert "の下書き</span>" not in answer.text
    assert untouched(suzuki, password)


def test_a_model_that_is_away_is_told(client, house, password, sign_in):
    update = {"drafting_url": "http://127.0.0.1:9/v1", "drafting_model": "writer-1"}
    client.app.state.house = replace(house, settings=house.settings.model_copy(update=update))
    answer = ask(sign_in("suzuki"), password)
    assert answer.status_code == 502
    assert "接続できません" in answer.text


def test_json_in_a_fence_is_read(suzuki, password, model):
    model.body = completion('```json\n{"question": "柵の中?", "answer": "はい。"}\n```')
    assert 'value="柵の中?"' in ask(suzuki, password).text


def test_the_mark_stays_with_a_kept_draft_until_a_person_edits_it(suzuki, password, model):
    model.body = draft("Forgot your password?", "Reset it.\n\nThe link is valid for an hour.")
    page = ask(suzuki, password, write_in="en").text
    mark = page.split('name="drafted_en" value="')[1].split('"')[0]
    form = ASK | {
        "question_en": "Forgot your password?",
        "answer_en": "Reset it.\r\n\r\nThe link is valid for an hour.",
        "drafted_en": mark,
        "draft_in": "en",
    }
    suzuki.post(f"/staff/candidates/{password}/approval", data=form)
    faq_id = suzuki.get(f"/api/candidates/{password}").json()["faq_id"]
    assert model_of(suzuki, faq_id) == "writer-1"
    assert "writer-1 の下書き" in suzuki.get(f"/staff/faqs/{faq_id}").text
    edit = suzuki.get(f"/staff/faqs/{faq_id}/edit").text
    again = edit.split('name="drafted_en" value="')[1].split('"')[0]
    suzuki.post(
        f"/staff/faqs/{faq_id}/versions", data=form | {"drafted_en": again, "question_ja": "別の質問"}
    )
    assert model_of(suzuki, faq_id) == "writer-1"
    changed = form | {"drafted_en": again, "answer_en": "Reset it here."}
    suzuki.post(f"/staff/faqs/{faq_id}/versions", data=changed)
    assert model_of(suzuki, faq_id) == ""


def test_agents_may_not_ask_it(suzuki, sign_in, password, model):
    assert ask(sign_in("sato"), password).status_code == 403
    assert model.got == []


def test_an_endpoint_without_a_model_stops_the_start(monkeypatch):
    monkeypatch.setenv("MADOGUCHI_DRAFTING_URL", "https://models.example.com/v1")
    with pytest.raises(BadSetting, match="MADOGUCHI_DRAFTING_MODEL"):
        load_settings()
    monkeypatch.setenv("MADOGUCHI_DRAFTING_URL", "ftp://models.example.com")
    with pytest.raises(BadSetting, match="MADOGUCHI_DRAFTING_URL"):
        load_settings()
