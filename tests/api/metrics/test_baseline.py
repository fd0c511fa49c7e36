"""Before the bot beside since the bot, from imported history."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.metrics.baseline.weeks import whole_weeks

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO)
PAGE = "/staff/dashboard/baseline"
WHO = ("佐藤美咲", "渡辺", "佐藤　美咲", "")
"""The first and the third are one person, and of the fourth nobody is named."""


def tickets(house, n: int, *, first: datetime, days: float, minutes: int, reply: int) -> None:
    from api.inquiries.importing import import_file

    lines = ["id,本文,受信日時,対応時間(分),初回返信日時,担当者"]
    for i in range(n):
        at = first + timedelta(days=days * i / n)
        replied = at + timedelta(minutes=reply)
        who = WHO[i % len(WHO)]
        lines.append(
            f"{first:%m%d}-{i},質問その{i}です,{at.isoformat()},{minutes},{replied.isoformat()},{who}"
        )
    import_file(house, "\n".join(lines).encode(), name=f"{first:%m%d}.csv")


def test_weeks_before_stand_beside_weeks_since(house, clock, telling, sign_in):
    clock.now = MONDAY + timedelta(days=7)
    with telling() as stories:
        # The bot began on a Wednesday: its first week is on neither side.
        stories.episode(MONDAY - timedelta(days=12)).asks().answered().says("solved")
        for _ in range(6):
            stories.episode(MONDAY - timedelta(days=5)).asks().person().helped(wait=60, minutes=8)
    tickets(house, 80, first=MONDAY - timedelta(days=42, hours=10), days=28, minutes=10, reply=90)
    tickets(house, 10, first=MONDAY - timedelta(days=7), days=7, minutes=6, reply=30)
    found = sign_in("sato").get("/api/metrics/baseline").json()
    before, since = found["before"], found["since"]
    assert (found["began"], before["weeks"], since["weeks"]) == ("2026-11-11", 4, 2)
    assert (before["contacts_a_week"], before["minutes"], before["response_seconds"]) == (20, 10, 5400)
    assert since["contacts"] == 16
    assert since["with_minutes"] == 16
    assert (before["handlers"], before["handled"], before["each_a_week"]) == (2, 60, 7.5)
    # Of the 6 that the bot passed on, Sato of the inbox helped; of the 10 imported 8 name somebody.
    assert (since["handlers"], since["handled"], since["each_a_week"]) == (2, 14, 3.5)
    shown = sign_in("mori").get(PAGE).text
    assert "20.0" in shown
    assert "対応した担当者" in shown
    assert "2 人" in shown
    assert "差のすべてがボットの効果とは言えません" in shown


def test_without_history_it_says_how_to_import_it(client, sign_in, telling, long_ago):
    assert client.get(PAGE).status_code == 401
    mori = sign_in("mori")
    for _ in range(2):
        shown = mori.get(PAGE).text
        assert "初回返信日時(replied)" in shown
        assert 'href="/staff/inquiries"' in shown
        with telling() as stories:
            stories.episode(long_ago).asks().answered()
    assert mori.get("/api/metrics/baseline").json() == {"began": None, "before": None, "since": None}
    assert 'hx-get="/staff/dashboard/baseline"' in mori.get("/staff/dashboard").text


def test_the_week_of_the_beginning_is_on_neither_side():
    began, today = date(2026, 11, 11), date(2026, 11, 30)
    before, since = whole_weeks(began, date(2026, 10, 14), today)
    assert before == (date(2026, 10, 19), date(2026, 11, 8))
    assert since == (date(2026, 11, 16), date(2026, 11, 29))
    assert whole_weeks(began, date(2026, 11, 4), today) is None
    assert whole_weeks(date(2026, 11, 24), date(2026, 1, 1), today) is None
    longest, _ = whole_weeks(began, date(2020, 1, 1), today)
    assert (longest[1] - longest[0]).days == 26 * 7 - 1
