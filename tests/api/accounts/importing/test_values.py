"""Amounts, shares, weeks and words as Japanese companies write them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts.importing import values
from api.accounts.importing.values import Unreadable
from api.accounts.signals import Signal

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("written", "yen"),
    [
        ("1200000", 1_200_000),
        ("￥１，２００，０００", 1_200_000),
        ("¥1,200,000-".rstrip("-"), 1_200_000),
        ("1,200,000円", 1_200_000),
        ("120万円", 1_200_000),
        ("1.2億", 120_000_000),
        ("1億2000万円", 120_000_000),
        ("1,200千円", 1_200_000),
        ("1200000.00", 1_200_000),
        ("0", 0),
    ],
)
def test_amounts(written, yen):
    assert values.amount(written) == yen


@pytest.mark.parametrize(
    "written", ["", "円", "-5", "1.5", "百万", "1万2億", "12月", "99999億円", "1200000 USD"]
)
def test_what_is_no_amount_is_not_guessed(written):
    with pytest.raises(Unreadable):
        values.amount(written)


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("80%", 0.8),
        ("８０％", 0.8),
        ("8/10", 0.8),
        ("10項目中8".replace("10項目中8", "8／10"), 0.8),
        ("0.8", 0.8),
        ("80", 0.8),
        ("1", 1.0),
    ],
)
def test_shares(written, share):
    assert values.signal(Signal.SETTINGS_DONE, written) == pytest.approx(share)


@pytest.mark.parametrize(
    ("signal", "written", "value"),
    [
        (Signal.SEMINAR, "参加", 1),
        (Signal.LATE_PAYMENT, "なし", 0),
        (Signal.LATE_PAYMENT, "○", 1),
        (Signal.TOUCHPOINT_GRADE, "B", 4),
        (Signal.TOUCHPOINT_GRADE, "△", 2),
        (Signal.LOGINS, "１，２３４回", 1234),
        (Signal.NPS, "9点", 9),
    ],
)
def test_signals(signal, written, value):
    assert values.signal(signal, written) == value


@pytest.mark.parametrize(
    ("signal", "written"),
    [
        (Signal.NPS, "11"),
        (Signal.SETTINGS_DONE, "11/10"),
        (Signal.CES, "0"),
        (Signal.LOGINS, "-1"),
        (Signal.SETTINGS_DONE, "1/0"),
    ],
)
def test_what_a_week_cannot_hold_is_refused(signal, written):
    with pytest.raises(Unreadable):
        values.signal(signal, written)


@pytest.mark.parametrize(
    "written",
    [
        "2026/11/25",
        "２０２６年１１月２５日",
        "令和8年11月25日",
        "R8.11.23",
        "20261129",
        "2026-W48",
        "2026/11/23の週",
        "2026-11-23 週",
    ],
)
def test_any_day_of_a_week_is_its_monday(written):
    assert values.week(written, TOKYO) == date(2026, 11, 23)


@given(st.text(max_size=30), st.sampled_from([s for s in Signal if s.given]))
def test_nothing_written_breaks_the_reading(written, signal):
    readers = (values.amount, values.number, values.share, lambda cell: values.signal(signal, cell))
    for reader in (*readers, lambda cell: values.week(cell, TOKYO), lambda cell: values.day(cell, TOKYO)):
        try:
            reader(written)
        except Unreadable:
            continue
