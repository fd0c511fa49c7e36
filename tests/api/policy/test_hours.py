"""When people are there, and when they are next."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.policy import Policy, load_policy

TOKYO = ZoneInfo("Asia/Tokyo")


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.fixture
def written(tmp_path: Path):
    """Read a policy of these words."""

    def read(text: str, zone: str = "Asia/Tokyo") -> Policy:
        file = tmp_path / "policy.yml"
        file.write_text(text, encoding="utf-8")
        return load_policy(file, zone=ZoneInfo(zone))

    return read


OURS = load_policy()


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24 09:00", None),
        ("2026-11-24 17:59", None),
        ("2026-11-24 18:00", "2026-11-25 09:00"),
        ("2026-11-24 08:59", "2026-11-24 09:00"),
        ("2026-11-27 20:00", "2026-11-30 09:00"),
        # Monday 23 November is 勤労感謝の日.
        ("2026-11-21 12:00", "2026-11-24 09:00"),
        ("2026-11-23 12:00", "2026-11-24 09:00"),
        # 敬老の日, 国民の休日 and 秋分の日 in a row.
        ("2026-09-21 12:00", "2026-09-24 09:00"),
        # A Sunday's holiday is made up for on Monday.
        ("2027-03-22 12:00", "2027-03-23 09:00"),
        # 年末年始 goes over New Year, and a weekend follows.
        ("2026-12-28 18:00", "2027-01-04 09:00"),
        ("2028-01-03 12:00", "2028-01-04 09:00"),
    ],
)
def test_the_counter_is_open_on_working_days_from_nine_to_six(now: str, opens: str | None):
    state = OURS.hours.state(tokyo(now).astimezone(UTC))
    assert state.open is (opens is None)
    assert state.opens_at == (tokyo(opens) if opens else None)


def test_lunch_is_closed_and_days_left_out_are_too(written):
    hours = written("hours:\n  tuesday: [9:00-12:00, 13:00-24:00]\n").hours
    assert hours.state(tokyo("2026-11-24 12:30")).opens_at == tokyo("2026-11-24 13:00")
    assert hours.state(tokyo("2026-11-24 23:59")).open
    assert hours.state(tokyo("2026-11-25 00:00")).opens_at == tokyo("2026-12-01 09:00")


def test_days_and_periods_of_our_own_are_closed(written):
    hours = written(
        "hours: {thursday: 9:00-18:00, friday: 9:00-18:00}\n"
        "holidays:\n  closed:\n    2026-08-13..2026-08-14: お盆\n    2026-08-20: 棚卸し\n"
        "    08-21: 創立記念日\n"
    ).hours
    assert hours.state(tokyo("2026-08-13 10:00")).opens_at == tokyo("2026-08-27 09:00")
    assert hours.closed.why(tokyo("2027-08-21 10:00").date()) == "創立記念日"
    # `national` was left out of this section: the day is an ordinary one.
    assert hours.state(tokyo("2026-04-30 10:00")).open
    assert hours.closed.why(tokyo("2026-04-29 10:00").date()) is None


def test_hours_follow_the_clocks_of_their_zone(written):
    hours = written("hours: {monday: 9:00-18:00}\nholidays: {national: none}\n", "Europe/Berlin").hours
    assert hours.state(datetime(2026, 10, 26, 8, tzinfo=UTC)).open
    assert not hours.state(datetime(2026, 10, 26, 7, 59, tzinfo=UTC)).open
    assert hours.state(datetime(2026, 10, 19, 7, tzinfo=UTC)).open


def test_always_is_always_and_never_names_no_opening(written):
    assert written("hours: always\n").hours.state(tokyo("2027-01-01 03:00")).open
    never = written("hours: {}\n").hours.state(tokyo("2026-11-24 12:00"))
    assert (never.open, never.opens_at) == (False, None)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        OURS.hours.state(datetime(2026, 11, 24, 12))  # noqa: DTZ001


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 11 * 366 * 24 * 60).map(lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
)
def test_the_opening_named_is_the_first_moment_that_is_open(now: datetime):
    state = OURS.hours.state(now)
    if state.opens_at is None:
        assert state.open
        return
    assert not state.open
    assert state.opens_at > now
    assert OURS.hours.state(state.opens_at).open
    assert OURS.hours.state(state.opens_at - timedelta(microseconds=1)).opens_at == state.opens_at


@pytest.mark.parametrize(
    ("now", "language", "said"),
    [
        ("2026-11-24 08:00", "ja", "本日9:00以降"),
        ("2026-11-24 18:00", "ja", "明日11月25日(水)9:00以降"),
        ("2026-11-27 18:00", "ja", "11月30日(月)9:00以降"),
        ("2026-11-24 08:00", "en", "today after 9:00"),
        ("2026-11-27 18:00", "en", "on Monday 30 November after 9:00"),
    ],
)
def test_the_next_opening_is_said_in_the_customers_language(now: str, language: str, said: str):
    words = OURS.closed_words(tokyo(now), language)
    assert words is not None
    assert said in words
    assert "{" not in words


def test_within_the_hours_there_is_nothing_to_say():
    assert OURS.closed_words(tokyo("2026-11-24 12:00"), "ja") is None
