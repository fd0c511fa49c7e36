"""Two periods side by side: what differs is said, what may be chance is not, and each number opens."""

import csv
import io
import random
import re
from datetime import timedelta
from html import unescape

import pytest

PAGE = "/staff/dashboard/comparison"
LINK = re.compile(r'<a href="(/staff/dashboard/episodes\?[^"]+)">([\d,]+)</a>')
TOTAL = re.compile(r"data-count>([\d,]+)<")


@pytest.fixture
def solved(telling, clock):
    """So many days ago, so many contacts were helped and so many gave up."""

    def tell(days: int, *, yes: int, no: int) -> None:
        with telling() as stories:
            for one in [True] * yes + [False] * no:
                story = stories.episode(clock() - timedelta(days=days)).asks()
                story.answered().says("solved") if one else story.nothing().expired()

    return tell


def metric(answer: dict, slug: str) -> dict:
    return next(one for one in answer["metrics"] if one["after"]["slug"] == slug)


def test_a_rise_beyond_chance_is_said_and_open_to_its_episodes(solved, sign_in):
    solved(45, yes=60, no=60)
    solved(10, yes=100, no=20)
    sato = sign_in("sato")
    html = sato.get(f"{PAGE}?days=30").text
    assert (
        "自己解決率(確定)は 50.0 % から 83.3 % に上がりました(差 +33.3 ポイント、95 %区間 +21.6〜+43.8)"
        in html
    )
    opened = {unescape(href): n for href, n in LINK.findall(html)}
    assert len(opened) > 30
    for href, n in opened.items():
        assert TOTAL.search(sato.get(href).text)[1] == n, href


def test_what_may_be_chance_is_not_said_to_differ(solved, sign_in):
    solved(45, yes=50, no=50)
    solved(10, yes=54, no=46)
    sato = sign_in("sato")
    row = metric(sato.get("/api/metrics/comparison?days=30").json(), "verified_deflection")
    assert (row["verdict"], row["better"]) == ("unsure", None)
    assert row["difference"]["low"] < 0 < row["difference"]["high"]
    assert "自己解決率(確定)に差があるとは言えません" in sato.get(f"{PAGE}?days=30").text


def test_under_thirty_nothing_is_said(solved, sign_in):
    solved(45, yes=29, no=0)
    solved(10, yes=0, no=200)
    row = metric(sign_in("sato").get("/api/metrics/comparison?days=30").json(), "claimed_deflection")
    assert (row["verdict"], row["difference"], row["p_adjusted"]) == ("few", None, None)


def test_durations_are_compared_by_their_medians(telling, clock, sign_in):
    chance = random.Random(4)
    with telling() as stories:
        for days, usual in ((45, 40), (10, 4)):
            for _ in range(40):
                seconds = chance.uniform(usual / 2, usual * 1.5)
                stories.episode(clock() - timedelta(days=days)).asks().answered(seconds=seconds)
    sato = sign_in("sato")
    row = metric(sato.get("/api/metrics/comparison?days=30").json(), "first_response_bot")
    assert (row["verdict"], row["better"]) == ("down", True)
    assert row["difference"]["value"] == pytest.approx(row["after"]["p50"] - row["before"]["p50"])
    assert "短くなりました" in sato.get(f"{PAGE}?days=30").text


def test_looking_at_many_metrics_at_once_is_counted(solved, sign_in):
    solved(45, yes=50, no=50)
    solved(10, yes=65, no=35)
    answer = sign_in("sato").get("/api/metrics/comparison?days=30").json()
    row = metric(answer, "verified_deflection")
    # Alone it would be said to differ (p = 0.032); among so many it is not.
    assert row["difference"]["p"] < 0.05 < row["p_adjusted"]
    assert row["verdict"] == "unsure"
    assert answer["tests"] == sum(one["difference"] is not None for one in answer["metrics"]) > 5


def test_any_two_periods_but_no_day_twice(solved, clock, sign_in, house):
    solved(45, yes=1, no=1)
    sato = sign_in("sato")
    today = clock().astimezone(house.settings.zone).date()
    ask = {"from": today - timedelta(days=9), "to": today, "before_from": today - timedelta(days=50)}
    far = sato.get("/api/metrics/comparison", params=ask | {"before_to": today - timedelta(days=40)}).json()
    assert metric(far, "claimed_deflection")["before"]["denominator"] == 2
    assert far["before"] == {"from": str(ask["before_from"]), "to": str(today - timedelta(days=40))}
    for path in ("/api/metrics/comparison", PAGE, f"{PAGE}.csv"):
        assert sato.get(path, params=ask | {"before_to": today - timedelta(days=9)}).status_code == 422
        assert sato.get(path, params=ask | {"before_from": "x"}).status_code == 422


def test_the_file_says_the_same_as_the_page(solved, sign_in):
    solved(45, yes=60, no=60)
    solved(10, yes=100, no=20)
    got = sign_in("sato").get(f"{PAGE}.csv?days=30")
    rows = {row["metric"]: row for row in csv.DictReader(io.StringIO(got.content.decode("utf-8-sig")))}
    row = rows["verified_deflection"]
    assert (row["label"], row["verdict"]) == ("自己解決率(確定)", "up")
    assert float(row["difference"]) == pytest.approx(1 / 3, abs=1e-6)
    assert rows["handle_time"]["kind"] == "duration"


def test_an_empty_house_says_so_and_a_stranger_sees_nothing(client, sign_in):
    assert "比べる問い合わせがありません" in sign_in("sato").get(PAGE).text
    for path in (PAGE, f"{PAGE}.csv", "/api/metrics/comparison"):
        assert client.get(path).status_code == 401


def test_small_talk_alone_compares_nothing(telling, clock, sign_in):
    with telling() as stories:
        for _ in range(40):
            stories.episode(clock() - timedelta(days=3)).asks("こんにちは").chatted()
    answer = sign_in("sato").get("/api/metrics/comparison?days=30").json()
    assert metric(answer, "claimed_deflection")["verdict"] == "few"
