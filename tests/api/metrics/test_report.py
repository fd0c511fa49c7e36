"""The monthly report: whole months, figures as on the other pages, definitions at the end."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from api.metrics.report.months import BadMonth, before, month_of, offered

PAGE = "/staff/dashboard/report"
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)


def test_it_says_what_the_dashboard_says(telling, clock, sign_in, house):
    with telling() as stories:
        stories.many(120, now=clock(), days=25, seed=13)
    mori = sign_in("mori")
    month = f"{clock().astimezone(house.settings.zone):%Y-%m}"
    shown = mori.get(f"{PAGE}?month={month}").text
    first, last = re.search(r"<p>(\d{4}-\d\d-\d\d) 〜 (\d{4}-\d\d-\d\d)", shown).groups()
    assert first == f"{month}-01"
    figures = mori.get("/api/metrics", params={"from": first, "to": last}).json()["metrics"]
    for figure in figures:
        if figure["slug"] in {"verified_deflection", "claimed_deflection", "containment"} and figure["value"]:
            assert f"{figure['value'] * 100:.1f} %" in shown, figure["slug"]
    assert shown.index("無人完結から自己解決(確定)まで") < shown.index("<h2>数え方")
    assert "自己解決率(確定)" in shown[shown.index("<h2>数え方") :]


def test_a_month_is_whole_and_not_in_the_future():
    assert (str(month_of(None, now=NOW, zone=TOKYO).first), month_of(None, now=NOW, zone=TOKYO).days) == (
        "2026-10-01",
        31,
    )
    assert str(month_of("2026-11", now=NOW, zone=TOKYO).last) == "2026-11-30"
    assert month_of("2024-02", now=NOW, zone=TOKYO).days == 29
    assert str(before(month_of("2026-01", now=NOW, zone=TOKYO)).first) == "2025-12-01"
    assert offered(NOW, TOKYO)[::12] == ["2026-11", "2025-11"]
    for wrong in ("2026-12", "2026-13", "november", "1999-12"):
        with pytest.raises(BadMonth):
            month_of(wrong, now=NOW, zone=TOKYO)


def test_an_empty_month_and_a_stranger(client, sign_in):
    mori = sign_in("mori")
    assert "ほかの月を選んでください" in mori.get(f"{PAGE}?month=2024-02").text
    assert mori.get(f"{PAGE}?month=2999-01").status_code == 422
    assert client.get(PAGE).status_code == 401
