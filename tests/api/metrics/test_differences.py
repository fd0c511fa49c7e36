"""How far two samples differ: against published tables, brute force and the rates that are promised."""

import numpy as np
import pytest

from api.metrics.comparison.differences import fisher, holm, of_medians, of_shares

# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
PUBLISHED = [
    ((48, 80), (56, 70), 0.0524, 0.3339),
    ((3, 10), (9, 10), 0.1705, 0.8090),
    ((2, 7), (6, 7), 0.0582, 0.8062),
    ((0, 29), (5, 56), -0.0381, 0.1926),
    ((0, 20), (0, 10), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((0, 20), (10, 10), 0.6791, 1.0),
    ((0, 10), (10, 10), 0.6075, 1.0),
]


@pytest.mark.parametrize(("before", "after", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(before, after, low, high):
    found = of_shares(before, after)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_small_cells_are_counted_exactly():
    # The lady tasting tea, 3 of 4 right: p = 0.486 two-sided.
    assert fisher((1, 4), (3, 4)) == pytest.approx(34 / 70)
    stats = pytest.importorskip("scipy.stats")
    for (x, m), (y, n) in [
        ((3, 10), (9, 10)),
        ((2, 1000), (9, 2000)),
        ((0, 40), (6, 35)),
        ((1, 9000), (8, 9000)),
    ]:
        assert of_shares((x, m), (y, n)).p == pytest.approx(stats.fisher_exact([[x, m - x], [y, n - y]])[1])


def test_large_cells_take_the_pooled_z_test():
    # 56/70 and 48/80: z² is the chi-square of the table, 7.027.
    assert of_shares((48, 80), (56, 70)).p == pytest.approx(0.008045, abs=1e-6)
    assert of_shares((200, 500), (200, 500)).p == 1


def test_turning_the_periods_round_turns_the_difference_round():
    one, other = of_shares((41, 97), (60, 103)), of_shares((60, 103), (41, 97))
    assert (one.value, one.low, one.high, one.p) == pytest.approx(
        (-other.value, -other.high, -other.low, other.p)
    )


@pytest.mark.parametrize(("n", "m"), [(41, 40), (30, 31), (200, 77)])
def test_medians_are_drawn_as_if_resampled(n, m):
    chance = np.random.default_rng(n)
    before, after = chance.exponential(60, n), chance.exponential(90, m)
    resampled = np.median(chance.choice(after, (40_000, m)), 1) - np.median(
        chance.choice(before, (40_000, n)), 1
    )
    found = of_medians(before, after)
    spread = float(np.std(resampled))
    assert [found.low, found.high] == pytest.approx(np.percentile(resampled, [2.5, 97.5]), abs=0.15 * spread)
    assert found.value == pytest.approx(np.median(after) - np.median(before))


def test_of_equal_durations_few_are_said_to_differ_and_of_unequal_most():
    def share(scale: float) -> float:
        found = 0
        for seed in range(300):
            chance = np.random.default_rng(seed)
            found += of_medians(chance.exponential(60, 80), chance.exponential(60 * scale, 90)).p < 0.05
        return found / 300

    assert share(1.0) < 0.09
    assert share(2.5) > 0.9


def test_one_value_many_times_is_no_difference():
    same = np.full(50, 60.0)
    found = of_medians(same, same)
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_holm_takes_the_number_of_looks_into_account():
    # Holm (1979): 0.01·4, 0.02·3 and so on, never smaller than the one before.
    assert holm([0.02, 0.01, 0.9, 0.04]) == pytest.approx([0.06, 0.04, 0.9, 0.08])
    assert holm([]) == []
