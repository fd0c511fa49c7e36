"""What a draft would have done to the inquiries that are there."""

import pytest
from sqlalchemy import func, select

from api.answers.serving import Serving
from api.faqs.models import FaqVersion
from api.replays.comparing import Label, Replayed, Result, Share, compare
from api.second_look.models import Replay
from faq_clustering.answering import Phrasing
from faq_clustering.answering.many import Questions, Verdict, decide_many, touched
from tests.api.replays.conftest import CARD

DRAFT = {"question_ja": "社員証をなくしたとき", "answer_ja": "総務へお申し出ください。"}


def phrasings(*texts: str) -> list[dict[str, str]]:
    return [{"language": "ja", "text": text} for text in texts]


def test_what_nobody_answered_is_newly_answered_and_typed_phrasings_are_named(suzuki, card):
    found = suzuki.post(
        "/api/replays", json=DRAFT | {"candidate_id": card, "phrasings": phrasings(*CARD[:2])}
    ).json()
    assert found["inquiries"] == 3
    assert found["newly"] >= 2
    assert found["typed"] == 2
    assert found["answered_after"] - found["answered_before"] == found["newly"]
    assert found["own"]["hits"] == found["own"]["of"] == found["newly"], "its own topic is right for it"
    assert found["troubles"] == []


def test_what_another_faq_answered_is_taken_from_it_and_known_to_be_wrong(suzuki, topic, faqs):
    password = faqs["password"].faq_id
    topic(("ログインできない", "パスワードの再設定"), state="linked", faq_id=password)
    # The same words in two FAQs: the bot can no longer tell and asks; with one word more it takes them.
    found = suzuki.post("/api/replays", json=DRAFT | {"phrasings": phrasings("ログインできない")}).json()
    assert found["answered_before"] == 2
    assert found["lost"] == 1
    assert found["right_before"] == {"hits": 2, "of": 2}
    assert found["right_after"] == {"hits": 1, "of": 1}


def test_what_staff_rejected_is_wrong_whoever_answers_it(suzuki, topic):
    topic(("天気を教えて", "今日の運勢", "好きな食べ物は", "歌を歌って", "眠いです"), state="rejected")
    body = DRAFT | {
        "phrasings": phrasings("天気を教えて", "今日の運勢", "好きな食べ物は", "歌を歌って", "眠いです")
    }
    found = suzuki.post("/api/replays", json=body).json()
    assert (found["wrong"], found["own"]) == (5, {"hits": 0, "of": 5})
    assert found["troubles"] == ["own"]


def test_a_new_version_gives_up_what_its_phrasings_no_longer_say(suzuki, topic, faqs):
    topic(("請求書をダウンロードしたい",))
    version = faqs["invoice"]
    body = {"faq_id": version.faq_id, "question_ja": "社員食堂の時間", "answer_ja": "11時から"}
    found = suzuki.post("/api/replays", json=body).json()
    assert (found["answered_before"], found["answered_after"], found["lost"]) == (1, 0, 1)


def test_it_changes_no_faq_and_no_answer(suzuki, card, session, faqs):
    before = session.scalar(select(func.count(FaqVersion.id)))
    suzuki.post("/api/replays", json=DRAFT | {"candidate_id": card, "phrasings": phrasings(*CARD)})
    assert session.scalar(select(func.count(FaqVersion.id))) == before
    replay = session.scalars(select(Replay)).one()
    assert not any(text in str(replay.result) for text in CARD), "no customer's words are kept"
    answer = suzuki.post("/api/answers/question", json={"text": CARD[0]})
    assert answer.json().get("faq_id") is None


def test_the_present_answers_are_remembered_until_something_changes(suzuki, card, topic):
    for _ in range(2):
        assert suzuki.post("/api/replays", json=DRAFT).json()["inquiries"] == 3
    topic(("新しい問い合わせです",))
    assert suzuki.post("/api/replays", json=DRAFT).json()["inquiries"] == 4


def test_what_cannot_be_published_cannot_be_replayed(suzuki, sign_in, card, faqs):
    assert suzuki.post("/api/replays", json={"question_ja": "答えがない"}).status_code == 422
    both = DRAFT | {"candidate_id": card, "faq_id": faqs["leave"].faq_id}
    assert suzuki.post("/api/replays", json=both).status_code == 422
    assert suzuki.post("/api/replays", json=DRAFT | {"candidate_id": 99}).status_code == 404
    assert suzuki.post("/api/replays", json=DRAFT | {"faq_id": 99}).status_code == 404
    assert sign_in("sato").post("/api/replays", json=DRAFT).status_code == 403


def test_before_the_first_faq_there_is_nothing_to_compare_with(sign_in):
    answer = sign_in("suzuki").post("/api/replays", json=DRAFT)
    assert answer.status_code == 409
    assert "No FAQ answers yet" in answer.json()["detail"]


TEXTS = [
    "パスワードを忘れました",
    "E-203 と出る",
    "…",
    "休みを取りたいのですが",
    "まったく別の話",
    "請求書の再発行",
    "社員証をなくしました",
    "カードを紛失しました",
    "社員証をなくしたとき",
]


def alone(index, asked):
    return [
        (one.kind, one.faq_id, one.reason == "approved_words")
        for one in (
            index.decide(text, vector, asked.language)
            for text, vector in zip(asked.texts, asked.vectors, strict=True)
        )
    ]


@pytest.fixture
def asked(house):
    return Questions.of(TEXTS, house.embedder.encode(TEXTS), "ja")


@pytest.fixture
def index(house, faqs):
    serving = Serving(house, keeps=False)
    serving.refresh()
    return serving.index


def test_many_are_decided_as_each_alone(index, asked):
    assert [tuple(one) for one in decide_many(index, asked)] == alone(index, asked)


def with_card(index, house, faq_id, *texts):
    said = [Phrasing(faq_id=faq_id, version_id=0, language="ja", text=text) for text in texts]
    return index.with_faq(faq_id, said, house.embedder.encode(list(texts)), version="draft")


@pytest.mark.parametrize("candidates", [24, 1], ids=["all are looked at", "only the nearest is"])
def test_what_a_draft_does_not_touch_is_decided_as_before(house, index, asked, monkeypatch, candidates):
    # More FAQs than are looked at closely: the usual case of a desk that has grown.
    monkeypatch.setattr("faq_clustering.answering.desk.CANDIDATES", candidates)
    after = with_card(index, house, -1, "社員証をなくしたとき", "カードを紛失した")
    anew = touched(index, after, -1, asked)
    before, now = alone(index, asked), alone(after, asked)
    changed = [old != new for old, new in zip(before, now, strict=True)]
    assert any(changed)
    assert not any(differs and not looked for differs, looked in zip(changed, anew, strict=True))
    assert anew.all() == (candidates == 24)


def test_a_typed_phrasing_of_the_version_before_is_decided_anew(house, index, asked, faqs, monkeypatch):
    monkeypatch.setattr("faq_clustering.answering.desk.CANDIDATES", 1)
    faq = faqs["password"].faq_id
    after = with_card(index, house, faq, "社員食堂の時間")
    assert touched(index, after, faq, asked)[0]
    assert alone(after, asked)[0] != alone(index, asked)[0]


@pytest.mark.parametrize(
    ("before", "after", "own", "troubles"),
    [
        (Share(hits=95, of=100), Share(hits=80, of=100), Share(hits=9, of=9), ["overall"]),
        (Share(hits=95, of=100), Share(hits=94, of=100), Share(hits=3, of=6), ["own"]),
        (Share(hits=70, of=100), Share(hits=75, of=100), Share(hits=9, of=9), []),
        (Share(hits=9, of=10), Share(hits=5, of=10), Share(hits=1, of=4), []),
        (Share(hits=0, of=0), Share(hits=0, of=0), Share(hits=0, of=0), []),
    ],
)
def test_a_draft_breaks_the_target_by_enough_labels_only(before, after, own, troubles):
    result = Result.of_json(
        {
            **compare([], -1, without_vector=0, seconds=0).as_json(),
            "right_before": {"hits": before.hits, "of": before.of},
            "right_after": {"hits": after.hits, "of": after.of},
            "own": {"hits": own.hits, "of": own.of},
        }
    )
    assert result.troubles(0.85) == troubles


def test_an_outcome_speaks_before_the_reviewers_own_topic():
    row = Replayed(
        inquiry_id=1,
        label=Label(right=5),
        own_topic=True,
        before=Verdict("answer", 5),
        after=Verdict("answer", -1),
    )
    found = compare([row], -1, without_vector=0, seconds=0)
    assert (found.counts["taken"], found.counts["wrong"]) == (1, 1)
    assert found.taken_from == [(5, 1)]
