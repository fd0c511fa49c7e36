"""Times as exports write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from api.inquiries.reading.dates import read_date

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-16 15:05",
        "2026/11/16 15:05:00",
        "2026年11月16日 15時5分",
        "2026年11月16日(月) 午後3:05",
        "２０２６／１１／１６　１５：０５",
        "令和8年11月16日 15:05",
        "2026-11-16T06:05:00Z",
        "2026-11-16T15:05:00.000+09:00",
        "20261116 1505",
        "11/16/2026 3:05 PM",
        "16/11/2026 15:05",
        "Mon, 16 Nov 2026 15:05:00 +0900",
        "1794809100",
        "1794809100000",
    ],
)
def test_a_time_is_read(written):
    assert read_date(written, TOKYO) == datetime(2026, 11, 16, 15, 5, tzinfo=TOKYO)


@pytest.mark.parametrize("written", ["", "yesterday", "3/4/2026", "2026-02-30", "2026-13-01", "12:30", "42"])
def test_what_could_be_misread_is_not_guessed(written):
    assert read_date(written, TOKYO) is None
