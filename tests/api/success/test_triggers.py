"""What sets a playbook off, and what does not."""

from datetime import timedelta

import pytest

from api.success.playbooks.triggers import TRIGGERS, BadParameter
from tests.api.success.people import TODAY, account


def weeks(*values: float) -> tuple:
    monday = TODAY - timedelta(days=TODAY.weekday())
    return tuple((monday - timedelta(weeks=len(values) - i), v) for i, v in enumerate(values))


def look(kind: str, view, **given: float):
    trigger = TRIGGERS[kind]
    usual = {one.name: one.usual for one in trigger.parameters}
    return trigger.look(view, TODAY, usual | given)


CASES = [
    ("no_first_login", {}, {"since": TODAY - timedelta(days=6)}, {"days": 100}),
    (
        "no_first_login",
        {"signals": {"logins": weeks(0, 0)}},
        {"signals": {"logins": weeks(0, 1)}},
        {"days": 100},
    ),
    (
        "settings_incomplete",
        {"signals": {"settings_done": weeks(0.2, 0.4)}},
        {"signals": {"settings_done": weeks(0.4, 1)}},
        {"days": 100, "percent": 40},
    ),
    (
        "usage_down",
        {"signals": {"logins": weeks(10, 10, 10, 10, 7, 7)}},
        {"signals": {"logins": weeks(10, 10, 10, 10, 8, 8)}},
        {"before": 10, "now": 7, "percent": 30},
    ),
    (
        "how_to_repeated",
        {"signals": {"how_to": weeks(3, 0)}},
        {"signals": {"how_to": weeks(3, 2, 2)}},
        {"n": 3},
    ),
    ("renewal_near", {}, {"health": 50}, {"days": 30, "health": 40}),
    ("renewal_near", {}, {"health": None}, {"days": 30, "health": 40}),
    ("renewal_near", {}, {"renewal_on": TODAY - timedelta(days=1)}, {"days": 30, "health": 40}),
    (
        "outcome_behind",
        {"outcome": 0.2, "outcome_text": "残業を減らす"},
        {"outcome": 0.5},
        {"outcome": "残業を減らす", "percent": 20},
    ),
    (
        "late_payment",
        {"signals": {"late_payment": weeks(1, 0, 0, 0)}},
        {"signals": {"late_payment": weeks(1, 0, 0, 0, 0)}},
        {"n": 1, "weeks": 4},
    ),
    ("silent", {"signals": {"silent": weeks(4)}}, {"signals": {"silent": weeks(5, 3)}}, {"weeks": 4}),
]


@pytest.mark.parametrize(("kind", "due", "fine", "evidence"), CASES)
def test_a_trigger_says_what_it_found_and_is_quiet_otherwise(kind, due, fine, evidence):
    assert look(kind, account(**due)) == evidence
    assert look(kind, account(**fine)) is None


def test_every_trigger_is_covered():
    assert {kind for kind, *_ in CASES} == set(TRIGGERS)


@pytest.mark.parametrize("sent", [{"days": "0"}, {"days": "x"}, {"days": "60", "health": "nan"}])
def test_numbers_out_of_range_are_refused(sent):
    with pytest.raises(BadParameter):
        TRIGGERS["renewal_near"].read(sent)


def test_numbers_that_are_not_sent_are_the_usual_ones():
    assert TRIGGERS["renewal_near"].read({"days": "30"}) == {"days": 30, "health": 50}
