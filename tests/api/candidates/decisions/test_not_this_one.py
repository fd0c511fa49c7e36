"""Inquiries that do not belong: taken out, or moved where they do."""

import pytest

from api.candidates.assigning import assign_new
from api.candidates.clustering import cluster_now
from api.database import transaction
from api.inquiries.models import Inquiry
from tests.api.candidates.asked import receive
from tests.api.candidates.decisions.conftest import candidate_of
from tests.api.candidates.decisions.people import kinds, members, moved, said, seen, taken_back


@pytest.fixture
def strays(received):
    return set(received["password"][:2])


def removed(person, candidate_id, inquiry_ids):
    answer = said(person, candidate_id, "removal", inquiry_ids=sorted(inquiry_ids))
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_what_is_taken_out_is_in_no_candidate(suzuki, session, topics, received, strays):
    assert removed(suzuki, topics["password"], strays)["size"] == 6
    assert members(session, topics["password"]) == set(received["password"]) - strays
    assert [candidate_of(session, one) for one in strays] == [None, None]


def test_the_next_run_does_not_bring_it_back_also_when_inquiries_were_added(
    house, suzuki, session, topics, received, strays
):
    password = topics["password"]
    removed(suzuki, password, strays)
    for added in (
        ["パスワードを忘れて入れません"],
        ["パスワードを忘れたのですが", "パスワードを忘れた人です"],
    ):
        receive(house, added, days_ago=1)
        assert cluster_now(house).left_out == 0
        assert members(session, password) >= set(received["password"]) - strays
        assert not members(session, password) & strays


def test_one_that_came_after_the_run_does_not_join_again_by_itself(house, suzuki, session, topics):
    (late,) = receive(house, ["パスワードを忘れて、ログインできません"])
    assign_new(house)
    assert late in members(session, topics["password"])
    removed(suzuki, topics["password"], [late])
    assign_new(house)
    assert candidate_of(session, late) is None


def test_undo_brings_it_back_and_releases_it(house, suzuki, session, topics, received, strays):
    password = topics["password"]
    removed(suzuki, password, strays)
    cluster_now(house)
    assert taken_back(suzuki, password, "removal").status_code == 200
    for _ in range(2):
        assert members(session, password) == set(received["password"])
        cluster_now(house)
    assert kinds(suzuki, password) == [("removed", False)]


def test_by_form_with_a_notice_that_undoes_it(suzuki, topics, strays):
    password = topics["password"]
    page = suzuki.get(f"/staff/candidates/{password}").text
    assert 'name="inquiry"' in page
    form = {"revision": 0, "inquiry": sorted(strays)}
    answer = suzuki.post(f"/staff/candidates/{password}/removal", data=form)
    assert answer.status_code == 303
    after = suzuki.get(answer.headers["location"]).text
    assert "この候補から外しました" in after
    # The notice's and the history's, which is there after a reload too.
    assert after.count(f'action="/staff/candidates/{password}/undo"') == 2
    assert suzuki.get(f"/staff/candidates/{password}").text.count(f"/{password}/undo") == 1


def test_nothing_ticked_and_everything_ticked_are_refused_in_words(suzuki, topics, received):
    password = topics["password"]
    nothing = suzuki.post(f"/staff/candidates/{password}/removal", data={"revision": 0})
    assert nothing.status_code == 422
    assert "この候補の問い合わせを選んでください" in nothing.text
    everything = {"revision": 0, "inquiry": list(received["password"])}
    refused = suzuki.post(f"/staff/candidates/{password}/removal", data=everything)
    assert "少なくとも1件はこの候補に残してください" in refused.text
    nowhere = {"revision": 0, "inquiry": received["password"][0], "to": ""}
    assert suzuki.post(f"/staff/candidates/{password}/move", data=nowhere).status_code == 422
    assert kinds(suzuki, password) == []


def test_a_move_takes_effect_at_once_and_stands_in_both_histories(suzuki, session, topics, received, strays):
    password, invoice = topics["password"], topics["invoice"]
    assert moved(suzuki, password, strays, invoice).status_code == 201
    assert members(session, invoice) == {*received["invoice"], *strays}
    assert (seen(suzuki, password)["size"], seen(suzuki, invoice)["size"]) == (6, 10)
    assert kinds(suzuki, password) == kinds(suzuki, invoice) == [("moved", True)]
    assert f'href="/staff/candidates/{password}"' in suzuki.get(f"/staff/candidates/{invoice}").text


def test_the_next_run_keeps_a_move_also_when_inquiries_were_added(
    house, suzuki, session, topics, received, strays
):
    password, invoice = topics["password"], topics["invoice"]
    moved(suzuki, password, strays, invoice)
    for added in (["パスワードを忘れて入れません"], ["請求書の宛名を直してください"]):
        receive(house, added, days_ago=1)
        assert cluster_now(house).left_out == 0
        assert members(session, invoice) >= {*received["invoice"], *strays}
        assert members(session, password) >= set(received["password"]) - strays
        assert not members(session, password) & strays


def test_undoing_a_move_releases_it(house, suzuki, session, topics, received, strays):
    password, invoice = topics["password"], topics["invoice"]
    moved(suzuki, password, strays, invoice)
    cluster_now(house)
    assert taken_back(suzuki, invoice, "move").status_code == 200
    for _ in range(2):
        assert members(session, password) == set(received["password"])
        assert members(session, invoice) == set(received["invoice"])
        cluster_now(house)


def test_one_that_was_split_off_by_mistake_is_moved_back_and_the_split_holds_for_the_rest(
    house, suzuki, session, topics, received
):
    password = topics["password"]
    off = list(received["password"][4:])
    new = said(suzuki, password, "split", parts=[off]).json()[1]["id"]
    assert moved(suzuki, new, off[:1], password).status_code == 201
    assert cluster_now(house).left_out == 0
    assert members(session, password) == {*received["password"][:4], off[0]}
    assert members(session, new) == set(off[1:])


def test_an_erased_inquiry_is_not_brought_back(house, suzuki, session, topics, received, strays):
    password, (gone, left) = topics["password"], sorted(strays)
    removed(suzuki, password, strays)
    with transaction(house.sessions) as writing:
        writing.delete(writing.get(Inquiry, gone))
    assert taken_back(suzuki, password, "removal").status_code == 200
    assert members(session, password) == set(received["password"]) - {gone}
    assert left in members(session, password)
