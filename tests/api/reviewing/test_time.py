"""The time spent reviewing is logged as facts, and the freed hours pay for it."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from api.database import transaction
from api.reviewing.models import ReviewBeat


def beat(**changed: object) -> dict[str, object]:
    return {"id": uuid4().hex, "about": "candidate", "about_id": 7, "seconds": 30} | changed


def test_a_beat_says_who_spent_how_long_on_what(sign_in, session):
    assert sign_in("sato").post("/staff/review-time", data=beat()).status_code == 204
    row = session.scalars(select(ReviewBeat)).one()
    assert (row.about, row.about_id, row.seconds) == ("candidate", 7, 30)


def test_a_beat_sent_twice_counts_once(sign_in, session):
    sato, one = sign_in("sato"), beat()
    assert [sato.post("/staff/review-time", data=one).status_code for _ in range(2)] == [204, 204]
    assert len(session.scalars(select(ReviewBeat)).all()) == 1


def test_an_faq_that_is_being_written_has_no_number_yet(sign_in, session):
    one = beat(about="faq")
    del one["about_id"]
    assert sign_in("suzuki").post("/staff/review-time", data=one).status_code == 204
    assert session.scalars(select(ReviewBeat.about_id)).one() is None


@pytest.mark.parametrize(
    "changed", [{"seconds": 31}, {"seconds": 0}, {"about": "inbox"}, {"id": "short"}, {"about_id": -1}]
)
def test_what_no_page_would_send_is_refused(sign_in, session, changed):
    assert sign_in("sato").post("/staff/review-time", data=beat(**changed)).status_code == 422
    assert session.scalars(select(ReviewBeat)).all() == []


def test_nobody_logs_time_without_signing_in_or_from_another_site(client, sign_in):
    assert client.post("/staff/review-time", data=beat()).status_code == 401
    sato = sign_in("sato")
    del sato.headers["X-CSRF-Token"]
    assert sato.post("/staff/review-time", data=beat()).status_code == 403


@pytest.mark.parametrize("change", [update(ReviewBeat).values(seconds=1), delete(ReviewBeat)])
def test_what_is_logged_is_never_changed(sign_in, house, change):
    sign_in("sato").post("/staff/review-time", data=beat())
    with pytest.raises(SQLAlchemyError, match="append-only"), transaction(house.sessions) as session:
        session.execute(change)


def test_erasing_may_delete_it(sign_in, house, session):
    sign_in("sato").post("/staff/review-time", data=beat())
    with transaction(house.sessions) as erasing:
        erasing.execute(text("SET LOCAL madoguchi.erasing = 'on'"))
        erasing.execute(delete(ReviewBeat))
    assert session.scalars(select(ReviewBeat)).all() == []


def test_the_freed_hours_subtract_it_and_their_figure_opens_it(sign_in, clock):
    sato, mori = sign_in("sato"), sign_in("mori")
    for _ in range(12):
        sato.post("/staff/review-time", data=beat())
    mori.post("/staff/review-time", data=beat(about="faq", about_id=3, seconds=30))
    freed = mori.get("/api/metrics").json()["freed"]
    assert freed["review_hours"] == pytest.approx(390 / 3600)
    assert freed["net"] == pytest.approx(freed["gross"] - 390 / 3600)
    assert "freed_hours.review_hours" in mori.get("/staff/dashboard.csv").text
    assert "/staff/dashboard/review-time?" in mori.get("/staff/dashboard").text
    opened = mori.get("/staff/dashboard/review-time").text
    assert "6.5 分" in opened
    assert "佐藤 美咲" in opened
    assert "FAQ候補 7" in opened
    assert "/staff/faqs/3" in opened


def test_time_of_another_week_is_not_in_this_ones_figure(sign_in, clock):
    sato = sign_in("sato")
    sato.post("/staff/review-time", data=beat())
    clock.move(days=7)
    sato = sign_in("sato")
    sato.post("/staff/review-time", data=beat(seconds=12))
    assert sato.get("/api/metrics?days=3").json()["freed"]["review_hours"] == pytest.approx(12 / 3600)
    weeks = sato.get("/staff/dashboard/review-time?days=14").text
    assert "0.5 分" in weeks
    assert "0.2 分" in weeks


def test_the_pages_say_that_the_figure_is_a_lower_bound(sign_in):
    suzuki = sign_in("suzuki")
    assert "JavaScriptが無効の間は記録されません" in suzuki.get("/staff/faqs/new").text
    assert "記録された分だけ" in suzuki.get("/staff/dashboard").text
    assert "記録はまだありません" in suzuki.get("/staff/dashboard/review-time").text
