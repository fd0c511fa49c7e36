"""Who works on a candidate now: seen by the others, hindering nobody, ending by itself."""

import re

import pytest

LIST = "/staff/candidates"
BY_SUZUKI = "鈴木 健さんが対応中"


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


@pytest.fixture
def mori(sign_in):
    return sign_in("mori")


def open_page(person, candidate_id):
    """Open a candidate and return which visit holds it."""
    found = re.search(r'data-visit="([^"]+)"', person.get(f"{LIST}/{candidate_id}").text)
    return found[1] if found else None


def test_who_opens_a_candidate_has_it_in_work_and_others_see_the_name(suzuki, mori, password):
    open_page(suzuki, password)
    assert BY_SUZUKI in mori.get(LIST).text
    assert "鈴木 健さんもこの候補を開いています" in mori.get(f"{LIST}/{password}").text
    again = suzuki.post(f"/staff/queue/in-work/{password}", data={"visit": "later"}).text
    assert "森 千尋さんもこの候補を開いています" in again
    assert "鈴木" not in again


def test_nobody_is_hindered(suzuki, mori, password):
    open_page(suzuki, password)
    answer = mori.post(f"/api/candidates/{password}/rejection", json={"revision": 0, "reason": "重複"})
    assert answer.status_code == 201


def test_it_ends_after_ten_minutes_unless_the_page_is_still_open(suzuki, mori, clock, password):
    visit = open_page(suzuki, password)
    clock.move(minutes=9)
    suzuki.post(f"/staff/queue/in-work/{password}", data={"visit": visit})
    clock.move(minutes=9)
    assert BY_SUZUKI in mori.get(LIST).text
    clock.move(minutes=2)
    assert BY_SUZUKI not in mori.get(LIST).text


def test_who_leaves_gives_it_back_but_an_older_page_does_not(suzuki, mori, password):
    older, newer = open_page(suzuki, password), open_page(suzuki, password)
    suzuki.post(f"/staff/queue/in-work/{password}/end", data={"visit": older})
    assert BY_SUZUKI in mori.get(LIST).text
    suzuki.post(f"/staff/queue/in-work/{password}/end", data={"visit": newer})
    assert BY_SUZUKI not in mori.get(LIST).text


def test_a_decision_ends_it(suzuki, mori, password, invoice):
    open_page(suzuki, password)
    answer = suzuki.post(f"{LIST}/{password}/rejection", data={"revision": 0, "reason": "重複"})
    suzuki.get(answer.headers["location"])
    suzuki.post(f"{LIST}/{password}/undo", data={"revision": 1})
    assert BY_SUZUKI not in mori.get(f"{LIST}?lang=ja").text


def test_what_i_have_in_work_is_found_by_a_filter(suzuki, mori, password, invoice):
    open_page(suzuki, password)
    open_page(mori, invoice)
    page = suzuki.get(f"{LIST}?mine=1").text
    assert re.findall(r'<a id="c(\d+)"', page) == [str(password)]


def test_an_agent_looks_and_holds_nothing(sign_in, mori, password):
    sato = sign_in("sato")
    assert open_page(sato, password) is None
    assert sato.post(f"/staff/queue/in-work/{password}", data={"visit": "mine"}).status_code == 200
    assert "佐藤" not in mori.get(f"{LIST}/{password}").text


def test_outsider_kuro_sees_nobody(client, password):
    assert client.post(f"/staff/queue/in-work/{password}").status_code == 401
