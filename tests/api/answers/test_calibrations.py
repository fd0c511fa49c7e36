"""What the bot promises is kept with its evidence, shown to staff, and can be rolled back."""

import threading
import time
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from api.answers.calibration_build import learn_beside
from api.answers.calibration_material import collect
from api.answers.calibration_share import USUAL, expected_share
from api.answers.models import KeptCalibration
from api.answers.serving import Serving
from api.chat.models import Contact, Conversation
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode
from api.faqs.store import newest_version
from tests.api.improving.conftest import Customer

PAGE = "/staff/answers/calibration"
API = "/api/answers/calibrations"


def draft(question: str, phrasings: list[str], answer: str = "答え") -> dict[str, Any]:
    return {
        "question_ja": question,
        "answer_ja": answer,
        "question_en": "",
        "answer_en": "",
        "phrasings": [{"language": "ja", "text": text} for text in phrasings],
    }


PASSWORD = draft("パスワードを忘れました", ["パスワードの再設定", "パスワードを思い出せない"])
INVOICE = draft("請求書はどこで見られますか", ["請求書をダウンロードしたい", "領収書がほしい"])
LEAVE = draft("有給休暇の申請方法を教えてください", ["休みを取りたい", "有給を申請したい"])


def ask(person, text: str) -> dict[str, Any]:
    answer = person.post("/api/answers/question", json={"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def until(reached, patience: float = 30) -> None:
    """Generous: the machine may be busy with other things."""
    end = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def suzuki(sign_in):
    suzuki = sign_in("suzuki")
    assert suzuki.post("/api/faqs", json=PASSWORD).status_code == 201
    until(lambda: ask(suzuki, "パスワードを忘れました")["kind"] == "answer")
    return suzuki


@pytest.fixture
def one(suzuki) -> int:
    """The one calibration there is."""
    (kept,) = suzuki.get(API).json()["calibrations"]
    return kept["id"]


@pytest.fixture
def two(house, suzuki) -> list[int]:
    """Two calibrations: of one FAQ, and of two."""
    assert suzuki.post("/api/faqs", json=INVOICE).status_code == 201
    until(lambda: len(suzuki.get(API).json()["calibrations"]) >= 2)
    return [one["id"] for one in suzuki.get(API).json()["calibrations"]]


def test_a_published_faq_is_answered_by_its_words_before_all_is_learnt_anew(suzuki):
    kept = len(suzuki.get(API).json()["calibrations"])
    before = ask(suzuki, "領収書がほしい")["index_version"]
    assert suzuki.post("/api/faqs", json=INVOICE).status_code == 201
    until(lambda: ask(suzuki, "領収書がほしい")["kind"] == "answer")
    assert len(suzuki.get(API).json()["calibrations"]) == kept
    assert ask(suzuki, "領収書がほしい")["index_version"] != before


def test_ten_quick_changes_are_learnt_from_once(house, suzuki):
    kept = len(suzuki.get(API).json()["calibrations"])
    for number in range(10):
        suzuki.post("/api/faqs", json=draft(f"質問その{number}はどうしますか", [f"その{number}のこと"]))
    until(lambda: len(suzuki.get(API).json()["calibrations"]) > kept)
    newest = suzuki.get(API).json()["calibrations"]
    assert len(newest) == kept + 1
    assert newest[0]["why"] == "faqs"
    assert newest[0]["languages"]["ja"]["labelled"] == 3 + 10 * 2


def test_too_few_labels_only_suggest_and_the_page_says_so(suzuki):
    assert ask(suzuki, "パスワードがわからない")["kind"] != "answer"
    (told,) = [one for one in suzuki.get(API).json()["calibrations"] if one["active"]]
    assert told["languages"]["ja"]["threshold"] is None
    assert told["languages"]["ja"]["only_suggests"] == "few_labels"
    page = suzuki.get(PAGE, headers={"accept": "text/html"}).text
    assert "提案のみ" in page
    assert "ラベル付きの例が 3 件です。50 件から計算します" in page


def test_without_faqs_the_page_says_what_to_do(sign_in):
    page = sign_in("sato").get(PAGE)
    assert page.status_code == 200
    assert "校正はまだありません" in page.text


def test_each_calibration_is_kept_with_its_evidence(two, suzuki, session):
    rows = session.scalars(select(KeptCalibration).order_by(KeptCalibration.id)).all()
    assert [row.languages["ja"]["labelled"] for row in rows] == [3, 6]
    assert [row.active for row in rows] == [False, True]
    assert [row.why for row in rows] == ["faqs", "faqs"]
    assert rows[0].right_weights
    assert rows[0].reliability
    assert {row.share for row in rows} == {USUAL}
    one = suzuki.get(f"{API}/{rows[0].id}").json()
    assert one["languages"]["ja"]["labelled"] == 3


def test_two_calibrations_are_compared_and_differences_marked(two, suzuki):
    page = suzuki.get(PAGE, params={"one": two[0], "other": two[1]}).text
    table = page.partition('id="compared"')[2].partition("</section>")[0]
    rows = [row for row in table.split("<tr") if "ラベル付きの例 · 日本語" in row]
    assert len(rows) == 1
    assert 'class="differs"' in rows[0]
    assert suzuki.get(PAGE, params={"one": two[0], "other": 999}).status_code == 404


def test_a_manager_pins_an_older_calibration_and_takes_it_back(two, sign_in, suzuki):
    mori, older = sign_in("mori"), two[-1]
    done = mori.post(f"{PAGE}/{older}/pin")
    assert done.status_code == 303
    page = mori.get(done.headers["location"]).text
    assert "森 千尋さんが固定しています" in page
    assert f"{PAGE}/{older}/unpin" in page
    until(lambda: ask(suzuki, "領収書がほしい")["index_version"].endswith(f"-p{older}"))
    # Approved words are answered whatever the threshold.
    assert ask(suzuki, "領収書がほしい")["kind"] == "answer"
    undone = mori.post(f"{PAGE}/{older}/unpin")
    assert undone.status_code == 303
    assert "固定しています" not in mori.get(undone.headers["location"]).text
    until(lambda: "-p" not in ask(suzuki, "領収書がほしい")["index_version"])


def test_pinned_thresholds_are_used_by_every_process_and_after_a_restart(house, two, sign_in, session):
    older = session.get(KeptCalibration, two[-1])
    older.languages = older.languages | {"ja": older.languages["ja"] | {"threshold": 0.0}}
    session.commit()
    assert sign_in("mori").post(f"{API}/{older.id}/pin").status_code == 201
    started = Serving(house)
    started.refresh()
    assert started.index.threshold("ja") == 0.0
    assert started.decide("パスワードがわからなくなりました", "ja").kind == "answer"
    assert started.decide("パスワードがわからなくなりました", "ja").threshold == 0.0


def test_a_new_calibration_is_kept_but_not_used_while_another_is_pinned(two, sign_in, suzuki):
    assert sign_in("mori").post(f"{API}/{two[-1]}/pin").json()["pinned_by"] == "森 千尋"
    assert suzuki.post("/api/faqs", json=LEAVE).status_code == 201
    until(lambda: len(suzuki.get(API).json()["calibrations"]) == 3)
    assert [one["active"] for one in suzuki.get(API).json()["calibrations"]] == [False, False, True]


@pytest.mark.parametrize(("method", "path"), [("POST", "{}/pin"), ("DELETE", "{}/pin"), ("GET", "{}")])
@pytest.mark.parametrize("unknown", [0, 999, 2**40])
def test_an_unknown_calibration_is_said_to_be_unknown(sign_in, method: str, path: str, unknown: int):
    answer = sign_in("mori").request(method, f"{API}/{path.format(unknown)}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no such calibration."


def test_pinning_twice_and_unpinning_what_is_not_pinned_are_refused(one, sign_in):
    mori = sign_in("mori")
    assert mori.delete(f"{API}/{one}/pin").status_code == 409
    assert mori.post(f"{API}/{one}/pin").status_code == 201
    assert mori.post(f"{API}/{one}/pin").status_code == 409


def test_agents_see_but_do_not_pin(one, sign_in):
    sato = sign_in("sato")
    assert "固定できるのはマネージャーだけです" in sato.get(PAGE).text
    assert f"{PAGE}/{one}/pin" not in sato.get(PAGE).text
    for person in (sato, sign_in("suzuki")):
        assert person.post(f"{API}/{one}/pin").status_code == 403
        assert person.post(f"{PAGE}/{one}/pin").status_code == 403


def test_strangers_see_nothing(client):
    assert client.get(API).status_code == 401
    assert client.post(f"{API}/1/pin").status_code == 401


def test_a_reader_during_swaps_sees_one_index(house, suzuki):
    serving = Serving(house)
    serving.refresh()
    known = {serving.version: 1}
    seen: list[tuple[str, int]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            index = serving.index
            seen.append((index.version, len({one.faq_id for one in index.phrasings})))

    reader = threading.Thread(target=read)
    reader.start()
    for number, one in enumerate((INVOICE, LEAVE), start=2):
        suzuki.post("/api/faqs", json=one)
        assert serving.refresh()
        known[serving.version] = number
        serving.recompute()
        known[serving.version] = number
    stop.set()
    reader.join()
    assert len(known) == 5
    assert {known[version] for version, _ in seen} >= {1}
    assert all(known[version] == faqs for version, faqs in seen)


def test_an_index_learnt_in_a_process_of_its_own_is_the_same(house, suzuki, monkeypatch):
    monkeypatch.setattr("api.answers.calibration_build.SMALL", 0)
    material = collect(house).material
    beside = learn_beside(material, lambda: False)
    monkeypatch.undo()
    here = learn_beside(material, lambda: False)
    assert beside.version == here.version
    assert np.allclose(beside.calibration.right, here.calibration.right)


def test_the_share_without_an_faq_is_counted_from_recent_traffic(house, session, clock):
    def episode(number: int, *kinds: tuple[Kind, dict[str, Any]], days: float = 1) -> None:
        opened = Episode(conversation_id="c1", contact_id=contact.id, number=number, opened_at=clock())
        session.add(opened)
        session.flush()
        for place, (kind, payload) in enumerate(kinds):
            at = clock() - timedelta(days=days) + timedelta(minutes=place)
            record(session, opened.id, kind, at=at, key=f"{number}-{place}", **payload)

    contact = Contact(created_at=clock())
    session.add(contact)
    session.flush()
    times = {"created_at": clock(), "updated_at": clock()}
    session.add(Conversation(id="c1", contact_id=contact.id, language="ja", **times))
    session.flush()
    shown, nothing, fetched = (
        (Kind.ANSWER_SHOWN, {}),
        (Kind.NOTHING_FOUND, {}),
        (Kind.HANDOFF_REQUESTED, {}),
    )
    for number in range(40):
        episode(number, shown)
    assert expected_share(session, clock()).value == USUAL
    for number in range(100, 106):
        episode(number, nothing)
    for number in range(200, 204):
        episode(number, shown, fetched)
    episode(300, nothing, fetched, (Kind.AGENT_REPLIED, {"faq_id": 1}))
    episode(301, nothing, shown)
    episode(302, (Kind.SMALL_TALK_REPLIED, {}))
    episode(303, nothing, days=29)
    share = expected_share(session, clock())
    assert (share.missing, share.questions) == (10, 52)
    assert share.value == pytest.approx(10 / 52)


def test_all_is_learnt_anew_after_twenty_outcomes_or_a_day_with_one(house, suzuki, clock):
    serving = Serving(house)
    serving.refresh()
    with house.sessions() as session:
        faq = newest_version(session, ask(suzuki, "パスワードの再設定")["candidates"][0]["faq_id"])
    Customer(house).says("パスワードがちがう").answered(faq).solved(faq)
    serving.look_at_outcomes()
    assert not serving.recompute_is_due()
    clock.move(hours=25)
    serving.look_at_outcomes()
    until(serving.recompute_is_due)
    serving.recompute()
    assert suzuki.get(API).json()["calibrations"][0]["why"] == "outcomes"
    assert suzuki.get(API).json()["calibrations"][0]["outcomes"] == 1
    for number in range(20):
        Customer(house).says(f"パスワードその{number}").answered(faq).solved(faq)
    serving.look_at_outcomes()
    until(serving.recompute_is_due)
