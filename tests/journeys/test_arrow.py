"""From an inquiry to a cluster, an FAQ, an answer, a person and a figure: over HTTP, with real Rasa."""

import time

import pytest

from tests.journeys.conftest import Madoguchi
from tests.journeys.people import Colleague, Customer, Outsider

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]

TOPICS = {
    "認証": (
        "新しいスマホに替えたら二段階認証のコードが出ません。どうすれば入れますか?",
        "管理者に「設定」>「セキュリティ」から二段階認証の初期化をご依頼ください。",
    ),
    "解約": (
        "今期いっぱいで契約を終わりにしたいです。解約の手続きを知りたい",
        "「契約」>「解約を申し込む」からお手続きください。締切は更新日の30日前です。",
    ),
    "レシート": (
        "撮ったレシートの金額がちゃんと読み取れないです",
        "明るい場所で真上から撮り直し、金額が違うときは手で直してください。",
    ),
}


def known_for(suzuki: Colleague, question: str) -> list[int]:
    """Return the FAQs that the index thinks of for a question."""
    decision = suzuki.post("/api/answers/question", json={"text": question, "language": "ja"}).json()
    return [candidate["faq_id"] for candidate in decision["candidates"]]


def test_every_part_is_ready_and_named(madoguchi: Madoguchi, kuro: Outsider):
    answer = kuro.get("/readyz")
    assert answer.json() == {
        "ready": True,
        "parts": {"postgresql": "ok", "answer_index": "ok", "bot": "ok", "bot_tracker_store": "ok"},
        "waiting_for_nobody": 0,
    }


@pytest.mark.parametrize("word", TOPICS)
def test_an_approved_candidate_is_answered_in_fresh_words(word: str, suzuki: Colleague, hanako: Customer):
    question, answer = TOPICS[word]
    listed = suzuki.get("/api/candidates", params={"q": word, "language": "ja"}).json()
    # The topic itself, not one that only mentions the word: it is among its keywords.
    candidates = [c for c in listed if word in "".join(c["keywords"])]
    assert candidates, f"clustering found nothing about {word}"
    found = suzuki.get(f"/api/candidates/{candidates[0]['id']}").json()
    draft = found["suggestion"] | {"answer_ja": answer, "revision": found["revision"]}
    approved = suzuki.post(f"/api/candidates/{found['id']}/approval", json=draft)
    assert approved.status_code == 201, approved.text
    faq_id = approved.json()["faq_id"]

    # The index follows within seconds; "ask the bot" tells when it has.
    end = time.monotonic() + 30
    while faq_id not in known_for(suzuki, question):
        assert time.monotonic() < end, "the index did not follow"
        time.sleep(0.2)
    reply = hanako.ask(question)
    if reply["content"]["act"] == "clarification":
        mine = [b for b in reply["content"]["buttons"] if b["choice"].get("faq_id") == faq_id]
        assert mine, reply
        said = hanako.press(mine[0])
        reply = hanako.wait_for(lambda m: m["author"] == "bot" and m["seq"] > said["seq"])
    assert reply["content"]["act"] == "answer", reply
    assert reply["text"] == answer


def test_a_foreign_question_is_offered_a_person_who_takes_over_and_gives_back(
    hanako: Customer, sato: Colleague, mori: Colleague
):
    before = mori.figure("escalation_rate")
    reply = hanako.ask("明日の大阪の天気は晴れますか?")
    assert reply["content"]["act"] == "nothing_found"
    offer = next(b for b in reply["content"]["buttons"] if b["choice"]["kind"] == "hand_off")
    hanako.press(offer)
    hanako.wait_for(lambda m: m["content"].get("act") == "hand_off")
    assert hanako.state()["hand_off"] == "waiting"

    waiting = sato.get("/api/hand-offs").json()
    mine = next(h for h in waiting if hanako.conversation.endswith(h["conversation_id"]))
    assert mine["reason"] == "no_answer"
    assert sato.post(f"/api/hand-offs/{mine['id']}/claim").status_code in {200, 201}
    assert hanako.state()["hand_off"] == "claimed"

    hanako.say("もしもし")
    sent = sato.post(
        f"/api/hand-offs/{mine['id']}/replies",
        json={"text": "担当の佐藤です。晴れの予報です。", "client_id": "r1"},
    )
    assert sent.status_code in {200, 201}, sent.text
    hanako.wait_for(lambda m: m["author"] == "agent" and "佐藤" in m["text"])
    assert [m["author"] for m in hanako.messages()][-2:] == ["customer", "agent"], "the bot spoke in between"

    assert sato.post(f"/api/hand-offs/{mine['id']}/resolution").status_code in {200, 201}
    assert hanako.state()["hand_off"] is None
    assert hanako.ask("こんにちは")["content"]["act"] == "small_talk"
    after = mori.figure("escalation_rate")
    assert after["numerator"] == before["numerator"] + 1


def test_solved_counts_as_confirmed(hanako: Customer, mori: Colleague):
    before = mori.figure("claimed_deflection")
    reply = hanako.ask("パスワードを忘れてしまいました")
    if reply["content"]["act"] == "clarification":
        said = hanako.press(reply["content"]["buttons"][0])
        reply = hanako.wait_for(lambda m: m["author"] == "bot" and m["seq"] > said["seq"])
    solved = next(b for b in reply["content"]["buttons"] if b["choice"]["kind"] == "solved")
    hanako.press(solved)
    hanako.wait_for(lambda m: m["content"].get("act") == "solved")
    after = mori.figure("claimed_deflection")
    assert after["numerator"] == before["numerator"] + 1


def test_not_solved_twice_offers_a_person(hanako: Customer):
    for _ in range(2):
        reply = hanako.ask("有給休暇を申請する方法を教えてください")
        if reply["content"]["act"] == "clarification":
            said = hanako.press(reply["content"]["buttons"][0])
            reply = hanako.wait_for(lambda m, s=said: m["author"] == "bot" and m["seq"] > s["seq"])
        wrong = next(b for b in reply["content"]["buttons"] if b["choice"]["kind"] == "not_solved")
        said = hanako.press(wrong)
        reply = hanako.wait_for(lambda m, s=said: m["author"] == "bot" and m["seq"] > s["seq"])
    assert any(b["choice"]["kind"] == "hand_off" for b in reply["content"]["buttons"])


def test_the_sample_fills_the_managers_page(mori: Colleague):
    claimed, verified = mori.figure("claimed_deflection"), mori.figure("verified_deflection")
    contained = mori.figure("containment")
    assert claimed["enough"]
    assert verified["value"] < claimed["value"] < contained["value"]


def test_an_outsider_sees_nothing(kuro: Outsider, hanako: Customer):
    assert kuro.get("/api/candidates").status_code == 401
    assert kuro.get("/api/hand-offs").status_code == 401
    assert kuro.get(hanako.conversation).status_code in {401, 403, 404}
    assert kuro.post(
        "/rasa/actions", json={"next_action": "action_answer", "sender_id": "x"}
    ).status_code in {
        401,
        403,
        422,
    }
