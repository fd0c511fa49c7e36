"""The queue: what a row says, filters and order in the address, pages, where one lands after a decision."""

import re
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, update

from api.candidates.models import Candidate, Cluster, ClusterMember
from api.candidates.queue import Queue, queue_of, read_queue
from api.chat.models import Contact, Conversation
from api.database import transaction
from api.episodes.ledger import Kind
from api.episodes.models import Episode, Fact
from api.inquiries.models import Inquiry

LIST = "/staff/candidates"


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


@pytest.fixture
def several(add_candidate):
    """Five Japanese candidates, the most worth first."""
    return [add_candidate(((f"質問その{n}です", None),), impact=10.0 - n) for n in range(5)]


def shown(person, address=""):
    page = person.get(f"{LIST}?{address}")
    assert page.status_code == 200
    return [int(id_) for id_ in re.findall(r'<a id="c(\d+)"', page.text)]


def test_an_address_says_only_what_is_not_as_usual_and_reads_back():
    queue = Queue(q="請求書 宛名", lang="ja", least=5, unanswered=True, sort="trend", page=3)
    assert queue_of(queue.address) == queue
    assert Queue().address == ""
    nonsense = {"state": "x", "lang": "fr", "sort": "id;", "least": "-1", "page": "٣", "q": " a\0  b "}
    assert read_queue(nonsense) == Queue(q="a b")


def test_a_row_says_its_rank_and_what_its_inquiries_met_with(suzuki, password, invoice):
    page = suzuki.get(LIST).text
    assert re.findall(r'class="number rank">(\d+)<', page) == ["1", "2"]
    # Of the six, four have a reply by a person; nothing is known of the others.
    assert "未回答 2・有人 4" in page
    assert "未回答 2・有人 1" in page


def test_an_inquiry_that_the_bot_answered_is_not_among_the_unsolved(suzuki, house, session, password):
    inquiries = session.scalars(
        select(Inquiry).join(ClusterMember).where(Inquiry.reply.is_(None)).order_by(Inquiry.id)
    ).all()
    by_bot, by_person = (episode_with(house, inquiry) for inquiry in inquiries)
    record(house, by_bot, Kind.ANSWER_SHOWN)
    assert "未回答 1・有人 4" in suzuki.get(LIST).text
    record(house, by_person, Kind.ANSWER_SHOWN, Kind.HANDOFF_REQUESTED)
    page = suzuki.get(LIST).text
    assert "未回答 0・有人 5" in page
    assert "83 %" in page
    assert shown(suzuki, "unanswered=1") == []


def episode_with(house, inquiry):
    now = house.clock()
    with transaction(house.sessions) as session:
        contact = Contact(created_at=now)
        session.add(contact)
        session.flush()
        id_ = f"chat-{inquiry.id}"
        row = {"contact_id": contact.id, "language": "ja", "created_at": now, "updated_at": now}
        session.add(Conversation(id=id_, **row))
        session.flush()
        episode = Episode(conversation_id=id_, contact_id=contact.id, number=1, opened_at=now)
        session.add(episode)
        session.flush()
        session.execute(update(Inquiry).where(Inquiry.id == inquiry.id).values(episode_id=episode.id))
        return episode.id


def record(house, episode_id, *kinds):
    with transaction(house.sessions) as session:
        for kind in kinds:
            key = f"{episode_id}-{kind}"
            session.add(Fact(key=key, episode_id=episode_id, kind=kind, at=house.clock(), payload={}))


def test_the_queue_is_filtered_by_language_size_and_state(suzuki, password, invoice):
    assert shown(suzuki) == [password, invoice]
    assert shown(suzuki, "lang=en") == [invoice]
    assert shown(suzuki, "least=4") == [password]
    assert shown(suzuki, "unanswered=1") == [password, invoice]
    suzuki.post(f"/api/candidates/{password}/rejection", json={"revision": 0, "reason": "重複"})
    assert shown(suzuki) == [invoice]
    assert shown(suzuki, "state=rejected") == [password]
    assert shown(suzuki, "state=all") == [password, invoice]


def test_the_queue_is_sorted_as_asked(suzuki, house, password, invoice):
    with transaction(house.sessions) as session:
        session.execute(update(Candidate).where(Candidate.id == invoice).values(trend=2.0))
    assert shown(suzuki, "sort=worth") == [password, invoice]
    assert shown(suzuki, "sort=trend") == [invoice, password]
    assert shown(suzuki, "sort=newest") == sorted([password, invoice], reverse=True)
    with transaction(house.sessions) as session:
        session.execute(update(Cluster).where(Cluster.language == "en").values(size=99))
    assert shown(suzuki, "sort=size") == [invoice, password]


def test_pages_have_fifty_rows_and_lead_on_with_their_filters(suzuki, add_candidate):
    ids = [add_candidate(((f"質問その{n}です", None),), impact=float(100 - n)) for n in range(51)]
    first = suzuki.get(f"{LIST}?lang=ja").text
    assert shown(suzuki, "lang=ja") == ids[:50]
    assert 'href="?lang=ja&amp;page=2" rel="next"' in first
    assert "51件中 1〜50件目" in first
    assert shown(suzuki, "lang=ja&page=2") == ids[50:]
    assert 'class="number rank">51<' in suzuki.get(f"{LIST}?page=2").text
    assert shown(suzuki, "page=99") == ids[50:], "beyond the end is the last page"


def test_a_candidate_page_knows_its_place_in_the_queue_one_came_from(suzuki, several):
    suzuki.get(f"{LIST}?lang=ja&sort=newest")
    page = suzuki.get(f"{LIST}/{several[1]}").text
    assert "5件中 4番目" in page
    assert f'href="{LIST}?lang=ja&amp;sort=newest#c{several[1]}"' in page
    assert f'href="{LIST}/{several[2]}" data-review-key="p"' in page
    assert f'href="{LIST}/{several[0]}" data-review-key="n"' in page


def test_after_a_decision_one_lands_on_the_next_in_the_queue_and_can_undo(suzuki, several):
    suzuki.get(LIST)
    form = {"revision": 0, "reason": "一時的な出来事"}
    answer = suzuki.post(f"{LIST}/{several[1]}/rejection", data=form)
    landed = suzuki.get(answer.headers["location"])
    assert landed.status_code == 303
    assert landed.headers["location"] == f"{LIST}/{several[2]}?decided={several[1]}"
    page = suzuki.get(landed.headers["location"]).text
    assert "「質問その1です」を見送りました" in page
    assert f'action="{LIST}/{several[1]}/undo"' in page
    assert "4件中 2番目" in page


def test_after_the_last_of_the_queue_one_goes_on_with_the_first(suzuki, several):
    suzuki.get(LIST)
    suzuki.post(f"{LIST}/{several[4]}/rejection", data={"revision": 0, "reason": "重複"})
    landed = suzuki.get(f"{LIST}?decided={several[4]}")
    assert landed.headers["location"] == f"{LIST}/{several[0]}?decided={several[4]}"


def test_when_nothing_is_left_the_list_says_so_with_the_undo(suzuki, password):
    suzuki.post(f"{LIST}/{password}/rejection", data={"revision": 0, "reason": "重複"})
    page = suzuki.get(f"{LIST}?decided={password}").text
    assert "を見送りました" in page
    assert "未対応の候補はありません" in page


def test_u_takes_back_my_last_decision_and_nobody_elses(suzuki, sign_in, several):
    mori = sign_in("mori")
    for person, id_ in ((suzuki, several[0]), (suzuki, several[1]), (mori, several[2])):
        person.post(f"/api/candidates/{id_}/rejection", json={"revision": 0, "reason": "重複"})
    answer = suzuki.post("/staff/queue/undo")
    assert answer.headers["location"] == f"{LIST}/{several[1]}"
    assert suzuki.post("/staff/queue/undo").headers["location"] == f"{LIST}/{several[0]}"
    assert suzuki.post("/staff/queue/undo").status_code == 409
    assert shown(suzuki, "state=rejected") == [several[2]]


def test_agents_see_the_queue_without_ticks_and_cannot_undo(sign_in, password):
    sato = sign_in("sato")
    page = sato.get(LIST).text
    assert 'name="candidate"' not in page
    assert sato.post("/staff/queue/undo").status_code == 403


def test_what_is_filtered_away_says_how_to_see_it(suzuki, password):
    page = suzuki.get(f"{LIST}?least=500").text
    assert "条件に合う候補はありません" in page
    assert "条件をゆるめるか、外してください" in page


# Two characters, kana, half-width kana, full width, mixed case, signs of SQL, two words, one character.
WORDS = ("配送", "コンビニ", "ｺﾝﾋﾞﾆ", "ＷＩＦＩ", "Wi", "100%", "a_b", "配送 WIFI", "便")


def test_a_search_finds_the_words_of_any_inquiry_of_a_candidate(suzuki, add_candidate):
    told = "配送がｺﾝﾋﾞﾆ便で届きません。wiFi と a_b は 100% 動きます"
    wanted = add_candidate((("荷物について", None), (told, None)))
    add_candidate((("a-bとパスワードを1000回試した", None), ("送配とコンピュータ", None)), impact=9)
    found = [(asked, shown(suzuki, urlencode({"q": asked}))) for asked in WORDS]
    assert found == [(asked, [wanted]) for asked in WORDS]
