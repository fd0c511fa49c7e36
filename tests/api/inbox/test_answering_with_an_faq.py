"""Answering a customer with an FAQ: which are offered, what the reply says, and what is remembered of it."""

import time

import pytest

PASSWORD = {
    "question_ja": "パスワードを忘れました",
    "answer_ja": "**再設定**の画面から変更できます。",
    "question_en": "How do I reset my password?",
    "answer_en": "Use the **reset** page.",
}
INVOICE = {"question_ja": "請求書はどこで見られますか", "answer_ja": "請求の画面にあります。"}
LEAVE = {"question_ja": "有給休暇を申請したい", "answer_ja": "申請の画面から送れます。"}


@pytest.fixture
def versions(sign_in) -> list[dict]:
    """Three FAQs: password, invoice, leave; the index knows them."""
    suzuki = sign_in("suzuki")
    published = [suzuki.post("/api/faqs", json=faq).json() for faq in (PASSWORD, INVOICE, LEAVE)]
    end = time.monotonic() + 60
    while not known(suzuki, published[-1]):
        assert time.monotonic() < end
        time.sleep(0.1)
    return published


def known(person, version) -> bool:
    answer = person.post("/api/answers/question", json={"text": version["question_ja"]}).json()
    return [one["faq_id"] for one in answer["candidates"][:1]] == [version["faq_id"]]


def offered(person, hand_off: int, q: str = "") -> list[dict]:
    answer = person.get(f"/api/hand-offs/{hand_off}/faqs", params={"q": q})
    assert answer.status_code == 200, answer.text
    return answer.json()


def reply(person, hand_off: int, **more):
    body = {"client_id": "one", "text": "こちらをご覧ください。"} | more
    return person.post(f"/api/hand-offs/{hand_off}/replies", json=body)


def replied(facts) -> list[dict]:
    return [payload for kind, payload in facts() if kind == "agent_replied"]


def test_the_faq_nearest_to_the_question_comes_first(versions, claimed, hanako, sato):
    hanako.say("お世話になっております。パスワードを思い出せないのですが")
    first = offered(sato, claimed)[0]
    assert (first["version_id"], first["answer"]) == (versions[0]["id"], PASSWORD["answer_ja"])
    assert len(offered(sato, claimed)) == 3


def test_a_search_finds_by_words_first(versions, claimed, hanako, sato):
    hanako.say("パスワードを思い出せないのですが")
    assert offered(sato, claimed, "請求")[0]["question"] == INVOICE["question_ja"]


def test_the_answer_is_in_the_customer_s_language(versions, claimed, hanako, sato):
    hanako.say("I cannot remember my password any more")
    first = offered(sato, claimed)[0]
    assert (first["answer"], first["language"]) == (PASSWORD["answer_en"], "en")
    other = next(one for one in offered(sato, claimed) if one["question"] == INVOICE["question_ja"])
    assert other["language"] == "ja"


def test_a_retired_faq_is_not_offered(versions, claimed, hanako, sato, sign_in):
    hanako.say("パスワードを思い出せないのですが")
    sign_in("suzuki").post(f"/api/faqs/{versions[0]['faq_id']}/retirement")
    assert versions[0]["faq_id"] not in [one["faq_id"] for one in offered(sato, claimed)]
    assert versions[0]["faq_id"] not in [one["faq_id"] for one in offered(sato, claimed, "パスワード")]


def test_without_scripts_a_chosen_faq_fills_the_reply(versions, claimed, hanako, sato):
    hanako.say("パスワードを思い出せないのですが")
    page = sato.get(f"/staff/inbox/{claimed}/faqs").text
    assert f'href="/staff/inbox/{claimed}/faqs?version={versions[0]["id"]}"' in page
    chosen = sato.get(f"/staff/inbox/{claimed}/faqs", params={"version": versions[0]["id"]}).text
    assert f">{PASSWORD['answer_ja']}</textarea>" in chosen
    assert f'name="version_id" value="{versions[0]["id"]}"' in chosen


def test_the_fact_of_the_reply_names_the_faq(versions, claimed, hanako, sato, facts):
    form = {"client_id": "one", "text": "再設定できます。", "version_id": versions[0]["id"]}
    assert sato.post(f"/staff/inbox/{claimed}/replies", data=form).status_code == 303
    (fact,) = replied(facts)
    assert (fact["faq_id"], fact["version_id"]) == (versions[0]["faq_id"], versions[0]["id"])
    assert f'href="/staff/faqs/{versions[0]["faq_id"]}"' in sato.get(f"/staff/inbox/{claimed}").text
    (heard,) = hanako.heard("agent")
    assert heard["text"] == "再設定できます。"
    assert "faq_id" not in heard["content"]


def test_a_reply_without_an_faq_names_none(claimed, sato, facts):
    form = {"client_id": "one", "text": "確認します。", "version_id": ""}
    assert sato.post(f"/staff/inbox/{claimed}/replies", data=form).status_code == 303
    assert "faq_id" not in replied(facts)[0]


@pytest.mark.parametrize("version_id", [999, 0, -1, 2**40])
def test_an_faq_that_is_not_there_is_not_found_and_nothing_is_sent(claimed, sato, hanako, facts, version_id):
    answer = reply(sato, claimed, version_id=version_id)
    assert (answer.status_code, answer.json()["type"]) == (404, "about:blank#no-such-faq")
    page = sato.get(f"/staff/inbox/{claimed}/faqs", params={"version": version_id})
    assert page.status_code == 404
    assert replied(facts) == hanako.heard("agent") == []


def test_what_cannot_be_sent_keeps_the_faq_it_was_taken_from(versions, claimed, sato):
    form = {"client_id": "one", "text": " ", "version_id": versions[1]["id"]}
    page = sato.post(f"/staff/inbox/{claimed}/replies", data=form)
    assert page.status_code == 422
    assert f'name="version_id" value="{versions[1]["id"]}"' in page.text


def test_without_faqs_the_page_says_what_to_do(claimed, sato):
    assert "使えるFAQが見つかりません" in sato.get(f"/staff/inbox/{claimed}/faqs").text


def test_an_outsider_finds_no_faqs(client, hand_off):
    assert client.get(f"/api/hand-offs/{hand_off}/faqs").status_code == 401
    assert client.get(f"/staff/inbox/{hand_off}/faqs").status_code == 401
