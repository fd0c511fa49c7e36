"""The map of the last run: its page and its document."""

import pytest
from sqlalchemy import select

from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import keep_together
from api.candidates.models import Candidate, ClusterMember
from api.database import transaction
from api.inquiries.models import Inquiry
from api.staff.models import Staff
from tests.api.candidates.asked import receive


@pytest.fixture
def sato(sign_in):
    return sign_in("sato")


@pytest.fixture
def mapped(house, received):
    """A run with three topics for sure."""
    with transaction(house.sessions) as writing:
        by = writing.scalars(select(Staff.id)).first()
        for ids in received.values():
            keep_together(writing, ids, by=by, now=house.clock())
    cluster_now(house)
    return received


def test_before_the_first_run_the_page_says_what_to_do(sato):
    assert "地図はまだありません" in sato.get("/staff/candidates/map").text
    assert sato.get("/api/candidates/map").status_code == 404


def test_the_map_is_for_staff_only(client, mapped):
    assert client.get("/api/candidates/map").status_code == 401
    assert client.get("/staff/candidates/map", headers={"accept": "text/html"}).status_code in {303, 401}


def test_the_document_names_every_cluster_by_its_candidate(sato, mapped, session):
    answer = sato.get("/api/candidates/map")
    assert answer.headers["content-encoding"] == "gzip"
    document = answer.json()
    assert document["title"] == "話題の地図"
    assert document["counts"]["points"] == 24
    assert {one["id"] for one in document["clusters"]} == set(session.scalars(select(Candidate.id)))
    of = dict(
        session.execute(
            select(ClusterMember.inquiry_id, Candidate.id).join(
                Candidate, Candidate.cluster_id == ClusterMember.cluster_id
            )
        ).all()
    )
    ids = sorted(id_ for topic in mapped.values() for id_ in topic)
    shown = [document["clusters"][place]["id"] for place in document["points"]["cluster"]]
    assert shown == [of[id_] for id_ in ids]
    assert len({*zip(document["points"]["x"], document["points"]["y"], strict=True)}) > 20


def test_a_map_that_did_not_change_is_not_sent_again(sato, house, mapped):
    first = sato.get("/api/candidates/map")
    again = sato.get("/api/candidates/map", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    cluster_now(house)
    assert (
        sato.get("/api/candidates/map", headers={"if-none-match": first.headers["etag"]}).status_code == 200
    )


def test_texts_are_masked_and_short(sato, house, mapped):
    receive(house, ["連絡先は090-1234-5678です。\n" + "請求書の宛名を直したいです。" * 20])
    cluster_now(house)
    texts = sato.get("/api/candidates/map").json()["points"]["text"]
    assert max(map(len, texts)) == 80
    assert not any("1234" in text or "\n" in text for text in texts)


def test_an_erased_inquiry_is_on_no_map(sato, house, mapped):
    first = sato.get("/api/candidates/map")
    with transaction(house.sessions) as writing:
        writing.delete(writing.get(Inquiry, mapped["cancel"][0]))
    now = sato.get("/api/candidates/map", headers={"if-none-match": first.headers["etag"]})
    assert now.json()["counts"]["points"] == 23


def test_the_page_and_what_draws_it_come_from_this_server(sato, mapped):
    page = sato.get("/staff/candidates/map").text
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    module = sato.get("/staff/candidates/map/page/map.js")
    assert "javascript" in module.headers["content-type"]
    assert sato.get("/staff/candidates/map/page/..%2Fhtml.py").status_code == 404
    assert "/staff/candidates/map" in sato.get("/staff/candidates").text
