"""A snoozed conversation rests: until its time, until its customer writes, or until its agent wakes it."""

from datetime import timedelta

import pytest


@pytest.fixture
def rest(sato, clock):
    """Snooze for some hours: `rest(hand_off, hours=3)`."""

    def snooze(hand_off: int, person=sato, **span: float):
        until = clock() + timedelta(**(span or {"hours": 3}))
        return person.put(f"/api/hand-offs/{hand_off}/snooze", json={"until": until.isoformat()})

    return snooze


def listed(person, show: str) -> list[int]:
    return [row["id"] for row in person.get("/api/hand-offs", params={"show": show}).json()]


def test_it_leaves_one_s_list_and_comes_back_by_itself(claimed, sato, rest, clock):
    assert rest(claimed).json()["snoozed"] is True
    assert (listed(sato, "mine"), listed(sato, "snoozed"), listed(sato, "all")) == ([], [claimed], [claimed])
    clock.move(hours=3, minutes=1)
    assert (listed(sato, "mine"), listed(sato, "snoozed")) == ([claimed], [])
    assert "スヌーズ終了" in sato.get("/staff/inbox?show=mine").text


def test_the_customer_s_message_wakes_it(claimed, hanako, sato, rest):
    rest(claimed)
    hanako.say("やはり急いでいます")
    assert (listed(sato, "mine"), listed(sato, "snoozed")) == ([claimed], [])
    # Having read it does not put it to sleep again.
    assert sato.post(f"/api/hand-offs/{claimed}/marks", json={"read": 99}).status_code == 204
    assert listed(sato, "mine") == [claimed]


def test_what_the_agent_had_not_seen_when_snoozing_keeps_it_awake(claimed, hanako, sato, clock):
    hanako.say("一つ目")
    seen = hanako.state()["messages"][-1]["seq"]
    hanako.say("二つ目")
    until = (clock() + timedelta(hours=1)).isoformat()
    answer = sato.put(f"/api/hand-offs/{claimed}/snooze", json={"until": until, "seen": seen})
    assert answer.json()["snoozed"] is False
    assert listed(sato, "mine") == [claimed]


@pytest.mark.parametrize("way", ["wake", "reply", "resolve", "release"])
def test_going_on_with_it_ends_the_rest(claimed, sato, rest, way):
    rest(claimed)
    path = f"/api/hand-offs/{claimed}"
    match way:
        case "wake":
            sato.delete(f"{path}/snooze")
        case "reply":
            sato.post(f"{path}/replies", json={"client_id": "one", "text": "お待たせしました"})
        case "resolve":
            sato.post(f"{path}/resolution")
        case "release":
            sato.delete(f"{path}/claim")
    assert listed(sato, "snoozed") == []
    assert sato.get(path).json()["snoozed_until"] is None


def test_only_who_has_it_lets_it_rest(claimed, sato, tanaka, rest, sign_in):
    assert rest(claimed, person=tanaka).status_code == 403
    assert tanaka.delete(f"/api/hand-offs/{claimed}/snooze").status_code == 403
    assert rest(claimed, person=sign_in("mori")).status_code == 200


def test_a_time_must_come_and_not_too_late(claimed, sato, rest):
    assert rest(claimed, hours=-1).json()["type"] == "about:blank#bad-snooze"
    assert rest(claimed, days=32).status_code == 422
    without_zone = {"until": "2026-11-24T09:00:00"}
    assert sato.put(f"/api/hand-offs/{claimed}/snooze", json=without_zone).status_code == 422
    assert listed(sato, "mine") == [claimed]


def test_a_waiting_and_a_closed_one_do_not_rest(hand_off, sato, rest):
    assert rest(hand_off).status_code == 403
    sato.post(f"/api/hand-offs/{hand_off}/claim")
    sato.post(f"/api/hand-offs/{hand_off}/resolution")
    assert rest(hand_off).status_code == 409


def test_the_form_offers_usual_times_and_takes_a_typed_one(claimed, sato, clock):
    page = sato.get(f"/staff/inbox/{claimed}").text
    assert "明日の9:00" in page
    tomorrow = (clock() + timedelta(days=1)).strftime("%Y-%m-%dT09:00")
    form = {"at": tomorrow, "seen": 99}
    assert sato.post(f"/staff/inbox/{claimed}/snooze", data=form).status_code == 303
    until = sato.get(f"/api/hand-offs/{claimed}").json()["snoozed_until"]
    # Typed in the time zone of the pages, Asia/Tokyo.
    assert until.startswith(f"{tomorrow[:10]}T00:00:00")
    wrong = sato.post(f"/staff/inbox/{claimed}/snooze", data={"at": "あした", "seen": 99})
    assert (wrong.status_code, "31日以内" in wrong.text) == (422, True)
