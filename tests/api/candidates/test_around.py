"""Where on the map a candidate lies."""

import re

import numpy as np
import pytest
from sqlalchemy import select

from api.candidates.around import HEIGHT, WIDTH, around
from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import keep_together
from api.candidates.models import Candidate, ClusterMember
from api.database import transaction
from api.staff.models import Staff
from tests.api.candidates.asked import receive


@pytest.fixture
def sato(sign_in):
    return sign_in("sato")


@pytest.fixture
def mapped(house, received, session) -> dict[str, int]:
    """A run with three topics; the candidate of each."""
    with transaction(house.sessions) as writing:
        by = writing.scalars(select(Staff.id)).first()
        for ids in received.values():
            keep_together(writing, ids, by=by, now=house.clock())
    cluster_now(house)
    of = dict(
        session.execute(
            select(ClusterMember.inquiry_id, Candidate.id).join(
                Candidate, Candidate.cluster_id == ClusterMember.cluster_id
            )
        ).all()
    )
    return {topic: of[ids[0]] for topic, ids in received.items()}


def dots(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)h0", path)]


def drawn(page: str, kind: str) -> list[tuple[float, float]]:
    return dots(re.search(rf'class="{kind}" d="([^"]*)"', page)[1])


def test_the_map_shows_its_own_inquiries_and_names_the_topics_next_to_it(sato, mapped):
    page = sato.get(f"/staff/candidates/{mapped['password']}/around").text
    assert len(drawn(page, "own")) == 8
    for other in ("invoice", "cancel"):
        assert f'href="/staff/candidates/{mapped[other]}"' in page
    assert "この候補の問い合わせ 8 件と、隣り合う話題 2 件" in page
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn(page, "own"))


def test_the_page_of_the_candidate_leads_to_it_and_does_not_carry_it(sato, mapped):
    page = sato.get(f"/staff/candidates/{mapped['password']}").text
    assert f'href="/staff/candidates/{mapped["password"]}/around"' in page
    assert 'class="own"' not in page


def test_what_joined_since_is_counted(sato, mapped, house, session):
    (new,) = receive(house, ["パスワードをまた忘れました"])
    cluster = session.get(Candidate, mapped["password"]).cluster_id
    session.add(ClusterMember(inquiry_id=new, cluster_id=cluster, strength=1.0))
    session.connection().exec_driver_sql(f"UPDATE clusters SET size = 9 WHERE id = {cluster}")
    session.commit()
    page = sato.get(f"/staff/candidates/{mapped['password']}/around").text
    assert "ほかの 1 件は前回の実行より後" in page


def test_without_a_map_the_page_says_so(sato, password):
    assert "地図はまだありません" in sato.get(f"/staff/candidates/{password}/around").text


def test_a_candidate_newer_than_the_map_is_said_to_be_so(sato, mapped, add_candidate):
    new = add_candidate((("新しい話題です", None),))
    assert "まだ地図にありません" in sato.get(f"/staff/candidates/{new}/around").text


def test_outsider_kuro_sees_no_map(client, password):
    assert client.get(f"/staff/candidates/{password}/around").status_code == 401


def test_up_on_the_map_is_up_on_the_drawing_and_the_nearest_come_first():
    places = np.array([[0, 0], [0, 1], [5, 0.5], [50, 0.5]], np.float32)
    found = around(7, [7, 7, 8, 9], places)
    (_, low), (_, high) = dots(found.own)
    assert high < low
    assert [near.candidate_id for near in found.near] == [8, 9]
    assert found.near[0].x < found.near[1].x


def test_one_inquiry_alone_can_be_drawn():
    found = around(7, [7], np.zeros((1, 2), np.float32))
    assert dots(found.own) == [(WIDTH / 2, HEIGHT / 2)]
    assert found.near == ()
