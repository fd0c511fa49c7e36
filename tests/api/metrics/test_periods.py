"""Days are the manager's days, and bad dates get a clear answer."""

from datetime import UTC, datetime

import pytest


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), "2026-03-31"),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), "2026-04-01"),
        (datetime(2026, 3, 30, 15, 0, tzinfo=UTC), "2026-03-31"),
    ],
)
def test_an_episode_belongs_to_its_day_in_tokyo(telling, sign_in, moment, day):
    with telling() as stories:
        stories.episode(moment).asks()
    sato = sign_in("sato")
    counts = {
        asked: sato.get(f"/api/metrics?from={asked}&to={asked}").json()["episodes"]
        for asked in ("2026-03-30", "2026-03-31", "2026-04-01")
    }
    assert counts == {asked: int(asked == day) for asked in counts}


BAD = (
    "from=yesterday",
    "to=2026-13-01",
    "from=2026-10-02&to=2026-10-01",
    "from=0001-01-01&to=2026-01-01",
    "from=2020-01-01&to=2026-01-01",
    "to=9999-12-31",
    "days=0",
    "days=many",
)


def test_bad_dates_are_refused_with_one_clear_sentence(sign_in):
    sato = sign_in("sato")
    for path in ("/staff/dashboard", "/staff/dashboard.csv", "/api/metrics"):
        for query in BAD:
            answer = sato.get(f"{path}?{query}")
            assert answer.status_code == 422
            assert answer.json()["detail"].startswith("Give two days such as 2026-10-01")
            page = sato.get(f"{path}?{query}", headers={"accept": "text/html"})
            assert page.status_code == 422
            assert "日付は 2026-10-01 の形で" in page.text


def test_no_dates_mean_the_last_thirty_days(sign_in, clock, house):
    found = sign_in("sato").get("/api/metrics").json()
    assert found["to"] == str(clock().astimezone(house.settings.zone).date())
    first, last = (datetime.fromisoformat(found[key]) for key in ("from", "to"))
    assert (last - first).days == 29
