"""Not now: a candidate sleeps until a date or until it has grown, and wakes by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from api.candidates.models import Candidate, Cluster
from api.candidates.snoozing import awake, is_asleep
from api.database import transaction
from tests.api.candidates.decisions.people import kinds, said, seen, taken_back


@pytest.fixture
def asleep(house):
    """The candidates that sleep now; the condition for lists and the one for a page agree."""

    def found():
        now = house.clock()
        with house.sessions() as session:
            rows = session.execute(select(Candidate, Cluster).join(Cluster)).all()
            up = set(session.scalars(select(Candidate.id).join(Cluster).where(awake(now))))
        sleeping = {candidate.id for candidate, cluster in rows if is_asleep(candidate, cluster, now)}
        assert sleeping == {candidate.id for candidate, _ in rows} - up
        return sleeping

    return found


def test_a_candidate_sleeps_until_its_time_and_wakes_by_itself(house, clock, suzuki, password, asleep):
    until = (house.clock() + timedelta(days=2)).isoformat()
    answer = said(suzuki, password, "snooze", until=until)
    assert answer.status_code == 201, answer.text
    assert asleep() == {password}
    clock.move(hours=47)
    assert asleep() == {password}
    clock.move(hours=1)
    assert asleep() == set()
    assert seen(suzuki, password)["state"] == "open"


def test_it_wakes_when_it_has_grown(house, suzuki, password, asleep):
    said(suzuki, password, "snooze", grows_by=2)
    assert seen(suzuki, password)["snoozed_until_size"] == 8
    for size, sleeps in ((7, {password}), (8, set())):
        with transaction(house.sessions) as writing:
            writing.execute(update(Cluster).values(size=size))
        assert asleep() == sleeps


def test_of_a_time_and_a_size_the_first_wakes_it(house, clock, suzuki, password, asleep):
    said(suzuki, password, "snooze", grows_by=5, until=(house.clock() + timedelta(days=9)).isoformat())
    assert asleep() == {password}
    clock.move(days=10)
    assert asleep() == set()


def test_undo_wakes_it_also_after_a_reload(suzuki, password, asleep):
    answer = suzuki.post(f"/staff/candidates/{password}/snooze", data={"revision": 0, "until": "week"})
    assert answer.status_code == 303
    assert "保留にしました" in suzuki.get(answer.headers["location"]).text
    page = suzuki.get(f"/staff/candidates/{password}").text
    assert "保留をやめる" in page
    assert kinds(suzuki, password) == [("snoozed", True)]
    undone = suzuki.post(f"/staff/candidates/{password}/undo", data={"revision": 1})
    assert undone.status_code == 303
    assert asleep() == set()
    assert kinds(suzuki, password) == [("snoozed", False)]


@pytest.mark.parametrize(("form", "days"), [({"until": "tomorrow"}, 1), ({"until": "month"}, 30)])
def test_presets_end_at_the_beginning_of_a_day(house, suzuki, password, form, days):
    suzuki.post(f"/staff/candidates/{password}/snooze", data={"revision": 0} | form)
    with house.sessions() as session:
        until = session.get(Candidate, password).snoozed_until.astimezone(house.settings.zone)
    today = house.clock().astimezone(house.settings.zone).date()
    assert (until.date() - today, until.hour, until.minute) == (timedelta(days=days), 0, 0)


def test_a_snooze_without_an_end_in_the_past_or_too_far_away_is_refused(house, suzuki, password, asleep):
    now = house.clock()
    for wrong in (
        {},
        {"until": (now - timedelta(hours=1)).isoformat()},
        {"until": (now + timedelta(days=400)).isoformat()},
        {"grows_by": 0},
    ):
        answer = said(suzuki, password, "snooze", **wrong)
        assert (answer.status_code, answer.json()["type"]) == (422, "about:blank#bad-wake-time")
    page = suzuki.post(f"/staff/candidates/{password}/snooze", data={"revision": 0, "day": "いつか"})
    assert page.status_code == 422
    assert "保留にするか(1年以内)" in page.text
    assert asleep() == set()


def test_what_sleeps_is_not_snoozed_again_but_may_be_decided(suzuki, password):
    said(suzuki, password, "snooze", grows_by=5)
    assert said(suzuki, password, "snooze", grows_by=9).json()["type"].endswith("#already-decided")
    assert said(suzuki, password, "rejection", kind="spam").status_code == 201
    # Taken back, it sleeps again: the newest decision goes first.
    assert taken_back(suzuki, password, "rejection").status_code == 200
    assert taken_back(suzuki, password, "snooze").status_code == 200
    assert taken_back(suzuki, password, "snooze").json()["type"].endswith("#nothing-to-undo")
    assert kinds(suzuki, password) == [("rejected", False), ("snoozed", False)]
