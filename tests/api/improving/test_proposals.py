"""Questions the bot missed become phrasings in one click, and can be taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select

from api.chat.models import Conversation
from api.improving.models import ProposedPhrasing

PATH = "/api/answers/improve/proposals"
QUESTION = "暗証番号がわからなくなった"


def listed(person, state: str = "open", **more) -> list[dict]:
    answer = person.get(PATH, params={"state": state, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def proposal(customer, faqs, suzuki) -> dict:
    """A missed question that an agent answered with the FAQ about passwords."""
    customer().says(QUESTION).nothing().wants_a_person().agent_answers(faqs["password"])
    (found,) = listed(suzuki)
    return found


@pytest.mark.parametrize("miss", ["nothing_found", "not_solved", "none_of_these", "hand_off"])
def test_a_missed_question_that_an_agent_answered_with_an_faq_is_proposed(customer, faqs, suzuki, miss):
    asked = customer().says(QUESTION)
    match miss:
        case "nothing_found":
            asked.nothing()
        case "not_solved":
            asked.answered(faqs["leave"]).not_solved(faqs["leave"])
        case "none_of_these":
            asked.asked_which(faqs["leave"], faqs["invoice"]).none_of_these()
        case "hand_off":
            asked.answered(faqs["leave"])
    asked.wants_a_person()
    assert listed(suzuki) == []
    asked.agent_answers(faqs["password"])
    (found,) = listed(suzuki)
    assert (found["text"], found["faq_id"]) == (QUESTION, faqs["password"].faq_id)
    assert (found["miss"], found["source"], found["state"]) == (miss, "agent", "open")
    assert found["conversation_id"] == asked.id


def test_a_choice_of_the_customer_proposes_too_unless_it_did_not_solve(customer, faqs, suzuki):
    asked = customer().says(QUESTION).asked_which(faqs["leave"], faqs["password"])
    asked.chooses(faqs["password"])
    other = customer().says("書類の場所").asked_which(faqs["leave"], faqs["invoice"])
    other.chooses(faqs["invoice"]).not_solved(faqs["invoice"])
    (found,) = listed(suzuki)
    assert (found["text"], found["miss"], found["source"]) == (QUESTION, None, "choice")


def test_what_the_bot_answered_outright_needs_no_phrasing(customer, faqs, suzuki):
    asked = customer().says(QUESTION).answered(faqs["password"])
    asked.solved(faqs["password"])
    again = customer().says(QUESTION).answered(faqs["password"]).wants_a_person()
    again.agent_answers(faqs["password"])
    assert listed(suzuki) == []


def test_a_proposal_is_masked_and_on_one_line(customer, faqs, suzuki):
    letter = "お世話になっております。\n暗証番号を忘れました。\n連絡先は090-1234-5678です。"
    customer().says(letter).nothing().wants_a_person().agent_answers(faqs["password"])
    (found,) = listed(suzuki)
    assert "暗証番号を忘れました" in found["text"]
    assert "090" not in found["text"]
    assert "お世話に" not in found["text"]
    assert "\n" not in found["text"]


def test_what_is_known_or_proposed_already_is_not_proposed(customer, faqs, suzuki):
    for words in ("ログインできない。", "パスワードを忘れました", QUESTION, f"{QUESTION}。", "あ" * 501):
        customer().says(words).nothing().wants_a_person().agent_answers(faqs["password"])
        listed(suzuki)
    assert [found["text"] for found in listed(suzuki)] == [QUESTION]


def test_accepting_publishes_a_version_with_the_phrasing_and_undo_takes_it_back(
    proposal, faqs, suzuki, phrasings
):
    before = phrasings(faqs["password"])
    answer = suzuki.post(f"{PATH}/{proposal['id']}/acceptance")
    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["decided_by"]) == ("accepted", "鈴木 健")
    assert phrasings(faqs["password"]) == [*before, QUESTION]
    newest = suzuki.get(f"/api/faqs/{faqs['password'].faq_id}").json()["versions"][0]
    assert (newest["number"], newest["author"]) == (2, "鈴木 健")
    assert (listed(suzuki), len(listed(suzuki, "accepted"))) == ([], 1)
    undone = suzuki.delete(f"{PATH}/{proposal['id']}/acceptance")
    assert (undone.status_code, undone.json()["state"]) == (200, "open")
    assert phrasings(faqs["password"]) == before
    assert len(listed(suzuki)) == 1


def test_undo_takes_only_what_was_added(proposal, faqs, suzuki, phrasings):
    suzuki.post(f"{PATH}/{proposal['id']}/acceptance")
    newest = suzuki.get(f"/api/faqs/{faqs['password'].faq_id}").json()["versions"][0]
    edited = newest | {"phrasings": [*newest["phrasings"], {"language": "ja", "text": "入れない"}]}
    suzuki.post(f"/api/faqs/{faqs['password'].faq_id}/versions", json=edited)
    suzuki.delete(f"{PATH}/{proposal['id']}/acceptance")
    assert phrasings(faqs["password"])[-1] == "入れない"
    assert QUESTION not in phrasings(faqs["password"])


def test_what_an_editor_added_meanwhile_is_no_longer_open_and_survives_an_undo(
    proposal, faqs, suzuki, phrasings
):
    newest = suzuki.get(f"/api/faqs/{faqs['password'].faq_id}").json()["versions"][0]
    edited = newest | {"phrasings": [*newest["phrasings"], {"language": "ja", "text": f"{QUESTION}。"}]}
    suzuki.post(f"/api/faqs/{faqs['password'].faq_id}/versions", json=edited)
    assert listed(suzuki) == []
    accepted = suzuki.post(f"{PATH}/{proposal['id']}/acceptance").json()
    assert (accepted["state"], accepted["version_id"]) == ("accepted", None)
    suzuki.delete(f"{PATH}/{proposal['id']}/acceptance")
    assert phrasings(faqs["password"])[-1] == f"{QUESTION}。"


def test_a_dismissed_proposal_stays_away_until_that_is_undone(proposal, customer, faqs, suzuki, phrasings):
    before = phrasings(faqs["password"])
    assert suzuki.post(f"{PATH}/{proposal['id']}/dismissal").json()["state"] == "dismissed"
    customer().says(QUESTION).nothing().wants_a_person().agent_answers(faqs["password"])
    assert listed(suzuki) == []
    assert suzuki.delete(f"{PATH}/{proposal['id']}/dismissal").json()["state"] == "open"
    assert len(listed(suzuki)) == 1
    assert phrasings(faqs["password"]) == before


def test_two_who_accept_at_once_add_both_phrasings(customer, faqs, suzuki, sign_in, phrasings):
    for words in (QUESTION, "合言葉を変更する手順"):
        customer().says(words).nothing().wants_a_person().agent_answers(faqs["password"])
    people = (suzuki, sign_in("mori"))
    ids = [found["id"] for found in listed(suzuki)]
    with ThreadPoolExecutor(2) as both:
        answers = both.map(
            lambda pair: pair[0].post(f"{PATH}/{pair[1]}/acceptance"), zip(people, ids, strict=True)
        )
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {QUESTION, "合言葉を変更する手順"} <= set(phrasings(faqs["password"]))


def test_a_decided_proposal_cannot_be_decided_again(proposal, faqs, suzuki, phrasings):
    suzuki.post(f"{PATH}/{proposal['id']}/acceptance")
    after = phrasings(faqs["password"])
    for verdict in ("acceptance", "dismissal"):
        answer = suzuki.post(f"{PATH}/{proposal['id']}/{verdict}")
        assert (answer.status_code, answer.json()["type"]) == (409, "about:blank#proposal-decided")
    wrong_kind = suzuki.delete(f"{PATH}/{proposal['id']}/dismissal")
    assert wrong_kind.json()["type"] == "about:blank#nothing-to-undo"
    assert phrasings(faqs["password"]) == after
    assert suzuki.get(f"/api/faqs/{faqs['password'].faq_id}").json()["versions"][0]["number"] == 2


def test_a_retired_faq_learns_nothing(proposal, faqs, suzuki, phrasings):
    before = phrasings(faqs["password"])
    suzuki.post(f"/api/faqs/{faqs['password'].faq_id}/retirement")
    assert listed(suzuki) == []
    answer = suzuki.post(f"{PATH}/{proposal['id']}/acceptance")
    assert (answer.status_code, answer.json()["type"]) == (409, "about:blank#faq-retired")
    suzuki.delete(f"/api/faqs/{faqs['password'].faq_id}/retirement")
    assert phrasings(faqs["password"]) == before
    assert [found["state"] for found in listed(suzuki)] == ["open"]


@pytest.mark.parametrize("unknown", [999, 0, -1, 2**40])
def test_an_unknown_proposal_is_not_found(suzuki, unknown):
    for verdict in ("acceptance", "dismissal"):
        for ask in (suzuki.post, suzuki.delete):
            answer = ask(f"{PATH}/{unknown}/{verdict}")
            assert (answer.status_code, answer.json()["type"]) == (404, "about:blank#no-such-proposal")
    assert suzuki.post(f"/staff/answers/improve/proposals/{unknown}/acceptance").status_code == 404
    assert suzuki.get("/staff/answers/improve", params={"done": unknown}).status_code == 404


def test_agents_read_and_editors_decide(proposal, sign_in, client):
    sato = sign_in("sato")
    assert [found["id"] for found in listed(sato)] == [proposal["id"]]
    for verdict in ("acceptance", "dismissal"):
        assert sato.post(f"{PATH}/{proposal['id']}/{verdict}").status_code == 403
        assert sato.delete(f"{PATH}/{proposal['id']}/{verdict}").status_code == 403
        assert sato.post(f"/staff/answers/improve/proposals/{proposal['id']}/{verdict}").status_code == 403
    page = sato.get("/staff/answers/improve").text
    assert QUESTION in page
    assert '<button class="primary">加える</button>' not in page
    assert [found["state"] for found in listed(sato)] == ["open"]
    assert client.get(PATH).status_code == client.get("/staff/answers/improve").status_code == 401


def test_the_page_accepts_with_a_plain_form_and_offers_undo(proposal, faqs, suzuki, phrasings):
    here = f"/staff/answers/improve/proposals/{proposal['id']}"
    page = suzuki.get("/staff/answers/improve").text
    assert f'action="{here}/acceptance"' in page
    assert f'href="/staff/dashboard/episodes/{proposal["episode_id"]}"' in page
    answer = suzuki.post(f"{here}/acceptance", data={"q": "番号"})
    assert answer.status_code == 303
    after = suzuki.get(answer.headers["location"]).text
    assert f"「{QUESTION}」をFAQ「パスワードを忘れました」に加えました" in after
    assert f'action="{here}/undo"' in after
    assert 'name="q" value="番号"' in after
    assert suzuki.post(f"{here}/undo").status_code == 303
    assert QUESTION not in phrasings(faqs["password"])


def test_a_search_finds_proposals_by_their_words(proposal, suzuki):
    assert len(listed(suzuki, q="暗証")) == 1
    assert listed(suzuki, q="請求") == []


def test_an_erased_conversation_takes_its_proposals_with_it(proposal, session, suzuki):
    session.connection().exec_driver_sql("SET LOCAL madoguchi.erasing = 'on'")
    session.execute(delete(Conversation))
    session.commit()
    assert listed(suzuki) == []
    assert session.scalars(select(ProposedPhrasing)).all() == []
