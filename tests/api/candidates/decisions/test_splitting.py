"""One candidate that is several topics: at once, in later runs, and back again."""

import pytest

from api.candidates.clustering import cluster_now
from api.candidates.models import Candidate, ClusterRun, DivisibleTopic
from api.database import transaction
from tests.api.candidates.asked import receive
from tests.api.candidates.decisions.people import kinds, members, merged, said, seen, taken_back


@pytest.fixture
def halves(received):
    return received["password"][:4], received["password"][4:]


def parted(person, candidate_id, *parts):
    answer = said(person, candidate_id, "split", parts=[list(part) for part in parts])
    assert answer.status_code == 201, answer.text
    return [one["id"] for one in answer.json()]


def test_a_split_makes_two_candidates_at_once(suzuki, session, topics, halves):
    here, new = parted(suzuki, topics["password"], halves[1])
    assert here == topics["password"]
    assert (members(session, here), members(session, new)) == (set(halves[0]), set(halves[1]))
    assert {seen(suzuki, one)["state"] for one in (here, new)} == {"open"}
    assert seen(suzuki, here)["size"] == seen(suzuki, new)["size"] == 4
    assert seen(suzuki, new)["question"] in {one["text"] for one in seen(suzuki, new)["typical"]}


def test_the_next_run_keeps_a_split_also_when_inquiries_were_added(house, suzuki, session, topics, halves):
    here, new = parted(suzuki, topics["password"], halves[1])
    for added in (
        ["パスワードを忘れて入れません"],
        ["パスワードの再設定のしかた", "再設定のメールが来ません"],
    ):
        receive(house, added, days_ago=1)
        assert cluster_now(house).left_out == 0
        assert members(session, here) >= set(halves[0])
        assert members(session, new) >= set(halves[1])
        assert not members(session, here) & members(session, new)


def test_undoing_a_split_makes_it_one_again_and_releases_it(house, suzuki, session, topics, received, halves):
    here, new = parted(suzuki, topics["password"], halves[1])
    cluster_now(house)
    assert taken_back(suzuki, new, "split").status_code == 200
    for _ in range(2):
        assert members(session, here) == set(received["password"])
        assert members(session, new) == set()
        cluster_now(house)
    assert seen(suzuki, new)["merged_into"] == here
    assert kinds(suzuki, here) == kinds(suzuki, new) == [("split", False)]
    again = taken_back(suzuki, new, "split")
    assert again.json()["type"].endswith("#nothing-to-undo")


def test_what_was_split_can_be_merged_again_and_that_holds(house, suzuki, session, topics, received, halves):
    here, new = parted(suzuki, topics["password"], halves[1])
    assert merged(suzuki, here, new).status_code == 201
    assert cluster_now(house).left_out == 0
    assert members(session, here) == set(received["password"])
    # And the other way round: undone, the split holds again.
    taken_back(suzuki, here, "merge")
    assert cluster_now(house).left_out == 0
    assert (members(session, here), members(session, new)) == (set(halves[0]), set(halves[1]))
    assert kinds(suzuki, here) == [("merged", False), ("split", True)]


def test_the_parts_the_last_run_offers_are_shown_and_taken(house, suzuki, session, topics, received, halves):
    password = topics["password"]
    with transaction(house.sessions) as writing:
        run = writing.query(ClusterRun).first()
        cluster = writing.get(Candidate, password).cluster_id
        # The last inquiry lies between the parts: it goes to the nearest.
        writing.query(DivisibleTopic).delete()
        parts = [list(halves[0]), list(halves[1][:-1])]
        writing.add(DivisibleTopic(run_id=run.id, cluster_id=cluster, cosine=0.3, parts=parts))
    page = suzuki.get(f"/staff/candidates/{password}/split").text
    assert "分けた結果の確認" in page
    part = page.split('name="part" value="')[1].split('"')[0]
    found = suzuki.get(f"/api/candidates/{password}/split").json()
    assert sum(one["size"] for one in found) == 8
    answer = suzuki.post(f"/staff/candidates/{password}/split", data={"revision": 0, "part": part})
    assert answer.status_code == 303
    assert "分けました" in suzuki.get(answer.headers["location"]).text
    assert members(session, password) == set(received["password"]) - {int(one) for one in part.split(",")}


def test_ticked_inquiries_are_previewed_as_a_part(suzuki, topics, halves):
    form = {"revision": 0, "inquiry": list(halves[1][:3])}
    page = suzuki.post(f"/staff/candidates/{topics['password']}/split/preview", data=form).text
    assert f'name="part" value="{",".join(map(str, halves[1][:3]))}"' in page
    assert page.index("5 件") < page.index("3 件")


def test_inquiries_of_the_same_words_go_together(house, suzuki, session, received, topics):
    (copy,) = receive(house, ["ﾊﾟｽﾜｰﾄﾞを忘れました"], days_ago=1)
    cluster_now(house)
    _, new = parted(suzuki, topics["password"], received["password"][:1])
    assert members(session, new) == {received["password"][0], copy}
    assert cluster_now(house).left_out == 0


def test_a_split_that_leaves_nothing_or_names_others_is_refused(suzuki, session, topics, received):
    password = topics["password"]
    for parts, problem in (
        ([list(received["password"])], "nothing-left"),
        ([[received["password"][0]], [received["password"][0]]], "two-parts-needed"),
        ([[received["invoice"][0]]], "groups-changed"),
    ):
        answer = said(suzuki, password, "split", parts=parts)
        assert answer.json()["type"].endswith(f"#{problem}")
    assert members(session, password) == set(received["password"])
    assert kinds(suzuki, password) == []
