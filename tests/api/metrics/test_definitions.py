"""A definition of long ago still gives the figures it gave, and old and new stand side by side."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.metrics.asking import dashboard_for
from api.metrics.periods import period_of
from api.policy.closed_days import ClosedDays
from api.policy.hours import BusinessHours
from tests.conftest import MovableClock

KEPT = json.loads((Path(__file__).parent / "definition_1.json").read_text(encoding="utf-8"))
"""What the product counted of these stories before there was a second definition."""
NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    standing = MovableClock()
    standing.now = NOON
    return standing


def test_the_first_definition_reproduces_its_old_figures(telling, house, clock):
    with telling() as stories:
        stories.many(150, now=NOON, days=40, seed=29)
    period = period_of(None, None, days=45, now=NOON, zone=house.settings.zone)
    with house.sessions() as session:
        found = dashboard_for(house, session, period, definition=1)
    figures = {
        slug: [one.numerator, one.denominator, one.value, one.low, one.high, one.p50, one.p90, one.mean]
        for slug, one in found.figures.items()
    }
    assert figures.keys() == KEPT["figures"].keys()
    for slug, numbers in KEPT["figures"].items():
        # The database adds numbers up in another order.
        assert [n is None for n in figures[slug]] == [n is None for n in numbers], slug
        assert [n or 0 for n in figures[slug]] == pytest.approx([n or 0 for n in numbers], rel=1e-12), slug
    assert sorted(map(list, found.reasons)) == KEPT["reasons"]
    assert sorted(map(list, found.unanswered)) == KEPT["unanswered"]
    assert [[step.slug, step.episodes] for step in found.waterfall] == KEPT["waterfall"]
    freed = found.freed
    assert [freed.gross, freed.net, freed.minutes, freed.hand_offs, freed.false_deflections] == pytest.approx(
        KEPT["freed"]
    )
    assert (found.episodes, found.matured, found.without_topic) == tuple(
        KEPT[name] for name in ("episodes", "matured", "without_topic")
    )


def test_a_night_is_no_waiting_under_the_second_definition(telling, house, sign_in):
    weekdays = ((9 * 60, 18 * 60),)
    hours = BusinessHours(
        zone=house.settings.zone,
        week=(weekdays,) * 5 + ((), ()),
        closed=ClosedDays(national=False, periods=()),
    )
    open_by_day = replace(house, policy=replace(house.policy, hours=hours))
    # Friday 2026-05-29, 17:59:50 in Tokyo: the reply comes on Monday, 9:00:20.
    asked = datetime(2026, 5, 29, 8, 59, 45, tzinfo=UTC)
    replied = datetime(2026, 6, 1, 0, 0, 20, tzinfo=UTC)
    with telling() as stories:
        story = stories.episode(asked).asks().person()
        story.helped(wait=(replied - story.at).total_seconds())
    period = period_of(None, None, days=30, now=NOON, zone=house.settings.zone)
    with house.sessions() as session:
        old, new = (dashboard_for(open_by_day, session, period, definition=n).figures for n in (1, 2))
    assert old["first_response_human"].p50 == (replied - asked - timedelta(seconds=5)).total_seconds()
    assert new["first_response_human"].p50 == pytest.approx(30)
    assert (old["service_level"].numerator, new["service_level"].numerator) == (0, 1)


def test_the_page_shows_every_figure_under_both(telling, sign_in):
    with telling() as stories:
        stories.many(40, now=NOON, days=20, seed=3)
    html = sign_in("mori").get("/staff/dashboard/definitions?days=30").text
    assert html.count("data-metric=") == len(KEPT["figures"])
    assert "定義 第1版" in html
    assert "定義 第2版" in html


def test_outsider_kuro_sees_no_definitions(client):
    assert client.get("/staff/dashboard/definitions").status_code == 401
    assert client.get("/staff/dashboard/taken-back").status_code == 401
