"""The supervisor's view says what the ledger and the dashboard say."""

import pytest

from tests.api.inbox.conftest import Customer


@pytest.fixture
def mori(sign_in):
    return sign_in("mori")


def overview(person) -> dict:
    answer = person.get("/api/hand-offs/overview")
    assert answer.status_code == 200, answer.text
    return answer.json()


def reply(person, hand_off: int, client_id: str = "one") -> None:
    person.post(f"/api/hand-offs/{hand_off}/replies", json={"client_id": client_id, "text": "はい"})


def test_waits_loads_and_first_responses(client, clock, sato, mori):
    numbers = []
    for _ in range(3):
        Customer(client.app).ask_for_a_person()
        numbers.append(mori.get("/api/hand-offs", params={"show": "all"}).json()[-1]["id"])
    sato.post(f"/api/hand-offs/{numbers[0]}/claim")
    clock.move(seconds=30)
    reply(sato, numbers[0])
    reply(sato, numbers[0], "two")
    clock.move(seconds=60)
    sato.post(f"/api/hand-offs/{numbers[1]}/claim")
    reply(sato, numbers[1])
    sato.post(f"/api/hand-offs/{numbers[1]}/resolution")
    seen = overview(mori)
    assert (seen["waiting"], seen["longest_wait_seconds"]) == (1, 90)
    assert (seen["requested"], seen["in_time"], seen["target_seconds"]) == (3, 1, 60)
    (agent,) = seen["agents"]
    assert {key: agent[key] for key in ("name", "open", "replied", "resolved")} == {
        "name": "佐藤 美咲",
        "open": 1,
        "replied": 3,
        "resolved": 1,
    }
    assert agent["first_response_seconds"] == (30 + 90) / 2


def test_the_service_level_is_the_dashboard_s(claimed, sato, mori, clock, house):
    reply(sato, claimed)
    today = clock().astimezone(house.settings.zone).date().isoformat()
    shown = mori.get("/api/metrics", params={"from": today, "to": today}).json()
    figures = shown["metrics"]
    level = next(one for one in figures if one["slug"] == "service_level")
    seen = overview(mori)
    assert (level["numerator"], level["denominator"]) == (seen["in_time"], seen["requested"])


def test_an_empty_day_claims_nothing(mori):
    seen = overview(mori)
    assert (seen["service_level"], seen["longest_wait_seconds"], seen["agents"]) == (None, None, [])
    page = mori.get("/staff/inbox/overview").text
    assert "今日はまだ誰も対応していません" in page


def test_it_is_for_managers(sato, mori, client):
    assert sato.get("/api/hand-offs/overview").status_code == 403
    assert sato.get("/staff/inbox/overview").status_code == 403
    assert client.get("/api/hand-offs/overview").status_code == 401
    assert "/staff/inbox/overview" in mori.get("/staff/inbox").text
    assert "/staff/inbox/overview" not in sato.get("/staff/inbox").text
