"""The interval of a difference of two rates, and how many contacts it takes."""

import random

import pytest

from api.metrics.holdout.difference import HALF_WIDTH, contacts_needed, newcombe


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        # Newcombe (1998), table II, method 10.
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_is_the_published_one(counts, low, high):
    found = newcombe(*counts)
    assert found == pytest.approx((low, high), abs=6e-5)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    chance = random.Random(7)
    for one, other in ((0.95, 0.4), (0.9, 0.85), (0.5, 0.5)):
        held = 0
        for _ in range(600):
            a = sum(chance.random() < one for _ in range(40))
            b = sum(chance.random() < other for _ in range(360))
            low, high = newcombe(a, 40, b, 360)
            held += low <= one - other <= high
        assert held / 600 > 0.92


def test_as_many_contacts_as_it_takes_make_the_interval_that_narrow():
    needed = round(contacts_needed(90, 100, 300, 700, share=0.1))
    held = round(needed * 0.1)
    low, high = newcombe(round(held * 0.9), held, round((needed - held) * 0.43), needed - held)
    assert (high - low) / 2 == pytest.approx(HALF_WIDTH, abs=0.015)


def test_a_small_share_takes_long():
    assert contacts_needed(0, 0, 0, 0, share=0.02) > 4 * contacts_needed(0, 0, 0, 0, share=0.1)
