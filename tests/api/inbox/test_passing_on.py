"""A conversation goes to a colleague or back to the queue: who may, who is told, and what is counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from api.database import transaction
from api.episodes.ledger import expire_quiet_episodes, facts_of
from api.episodes.models import Episode
from api.episodes.summary import summarise
from api.staff.models import Staff


@pytest.fixture
def ids(session) -> dict[str, int]:
    """Staff ids by login."""
    return {email.split("@")[0]: id for id, email in session.execute(select(Staff.id, Staff.email))}


@pytest.fixture
def mori(sign_in):
    return sign_in("mori")


def transfer(person, hand_off: int, to: int, note: str = ""):
    return person.post(f"/api/hand-offs/{hand_off}/transfer", json={"staff_id": to, "note": note})


def of_people(facts) -> list[tuple[str, dict]]:
    return [fact for fact in facts() if fact[0] in {"agent_claimed", "agent_released"}]


def test_a_colleague_takes_over_and_everybody_hears_of_it(claimed, hanako, sato, tanaka, ids, facts):
    answer = transfer(sato, claimed, ids["tanaka"], "折り返しは17時以降")
    assert (answer.status_code, answer.json()["agent"]) == (201, "田中 翔")
    assert "田中 翔" in hanako.heard("system")[-1]["text"]
    assert hanako.state()["agent"] == "田中 翔"
    assert [row["id"] for row in tanaka.get("/api/hand-offs", params={"show": "mine"}).json()] == [claimed]
    (note,) = tanaka.get(f"/api/hand-offs/{claimed}/notes").json()
    assert (note["text"], note["agent"]) == ("折り返しは17時以降", "佐藤 美咲")
    assert of_people(facts) == [
        ("agent_claimed", {"staff_id": ids["sato"]}),
        ("agent_released", {"staff_id": ids["sato"], "to": ids["tanaka"]}),
        ("agent_claimed", {"staff_id": ids["tanaka"], "by": ids["sato"]}),
    ]
    reply = {"client_id": "one", "text": "はい"}
    assert sato.post(f"/api/hand-offs/{claimed}/replies", json=reply).status_code == 403
    assert tanaka.post(f"/api/hand-offs/{claimed}/replies", json=reply).status_code == 201


def test_released_it_waits_again_from_when_the_customer_asked(claimed, hanako, sato, tanaka, ids, facts):
    before = sato.get(f"/api/hand-offs/{claimed}").json()["requested_at"]
    released = sato.delete(f"/api/hand-offs/{claimed}/claim").json()
    assert (released["state"], released["agent"], released["requested_at"]) == ("waiting", None, before)
    assert hanako.state()["hand_off"] == "waiting"
    assert tanaka.post(f"/api/hand-offs/{claimed}/claim").status_code == 201
    assert [payload for _, payload in of_people(facts)] == [
        {"staff_id": ids["sato"]},
        {"staff_id": ids["sato"], "to": None},
        {"staff_id": ids["tanaka"]},
    ]


def test_the_handle_time_is_all_of_their_time_but_not_the_waiting(claimed, sato, tanaka, clock, session, ids):
    clock.move(minutes=2)
    sato.delete(f"/api/hand-offs/{claimed}/claim")
    clock.move(minutes=4)
    tanaka.post(f"/api/hand-offs/{claimed}/claim")
    clock.move(minutes=1)
    transfer(tanaka, claimed, ids["sato"])
    clock.move(minutes=3)
    sato.post(f"/api/hand-offs/{claimed}/resolution")
    episode = session.scalars(select(Episode)).one()
    summary = summarise(
        id=episode.id,
        conversation_id=episode.conversation_id,
        contact_id=episode.contact_id,
        opened_at=episode.opened_at,
        sample=False,
        facts=facts_of(session, episode.id),
        now=datetime.now(UTC) + timedelta(days=1),
        quiet=timedelta(hours=24),
    )
    assert [one.handle_seconds for one in summary.hand_offs] == [(2 + 1 + 3) * 60]


def test_a_manager_stands_in_but_a_colleague_does_not(claimed, tanaka, mori, ids, facts):
    assert transfer(tanaka, claimed, ids["tanaka"]).status_code == 403
    assert tanaka.delete(f"/api/hand-offs/{claimed}/claim").status_code == 403
    assert transfer(mori, claimed, ids["tanaka"]).status_code == 201
    assert mori.delete(f"/api/hand-offs/{claimed}/claim").status_code == 200


def test_wrong_calls_are_refused_and_change_nothing(claimed, hand_off, sato, ids, session, facts):
    counted = facts()
    assert transfer(sato, claimed, ids["sato"]).status_code == 409
    assert transfer(sato, claimed, 999).json()["type"] == "about:blank#no-such-colleague"
    assert transfer(sato, claimed, 2**40).status_code == 404
    assert transfer(sato, claimed, ids["tanaka"], "長" * 4001).status_code == 422
    session.execute(Staff.__table__.update().where(Staff.id == ids["tanaka"]).values(active=False))
    session.commit()
    assert transfer(sato, claimed, ids["tanaka"]).status_code == 404
    assert sato.post(f"/api/hand-offs/{claimed}/transfer", json={}).status_code == 422
    assert facts() == counted
    sato.post(f"/api/hand-offs/{claimed}/resolution")
    assert transfer(sato, claimed, ids["mori"]).status_code == 409
    assert sato.delete(f"/api/hand-offs/{claimed}/claim").status_code == 409


def test_nobody_passes_on_what_nobody_has(hand_off, sato, mori, ids):
    assert transfer(sato, hand_off, ids["tanaka"]).status_code == 403
    assert mori.delete(f"/api/hand-offs/{hand_off}/claim").status_code == 403


def test_the_forms_do_the_same_without_scripts(claimed, sato, tanaka, ids, hanako):
    to = {"to": ids["tanaka"], "note": "よろしく"}
    assert sato.post(f"/staff/inbox/{claimed}/transfer", data=to).status_code == 303
    page = tanaka.get(f"/staff/inbox/{claimed}").text
    assert "佐藤 美咲さんから田中 翔さんに引き継ぎました" in page
    assert "社内メモ 佐藤 美咲" in page
    assert tanaka.post(f"/staff/inbox/{claimed}/release", data={"note": ""}).status_code == 303
    assert "田中 翔さんが待機中に戻しました" in sato.get(f"/staff/inbox/{claimed}").text
    assert hanako.state()["hand_off"] == "waiting"


def test_colleagues_are_listed_with_what_they_have(claimed, sato):
    found = {one["name"]: one["open"] for one in sato.get("/api/hand-offs/agents").json()}
    assert (found["佐藤 美咲"], found["田中 翔"]) == (1, 0)


@pytest.mark.parametrize("way", ["hand over", "put back"])
def test_what_was_passed_on_never_expires_while_its_customer_waits(
    claimed, hanako, sato, ids, clock, house, facts, episodes, way
):
    if way == "hand over":
        transfer(sato, claimed, ids["tanaka"])
    else:
        sato.delete(f"/api/hand-offs/{claimed}/claim")
    clock.move(hours=72)
    with transaction(house.sessions) as session:
        assert expire_quiet_episodes(session, now=clock(), quiet=timedelta(hours=24)) == 0
    token = hanako.http.post("/widget/session", json={}).json()["visitor_token"]
    hanako.http.headers["Authorization"] = f"Bearer {token}"
    hanako.say("まだですか")
    assert episodes() == 1
    assert "episode_expired" not in [kind for kind, _ in facts()]
