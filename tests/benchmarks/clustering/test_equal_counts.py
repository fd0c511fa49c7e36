import pytest

from tests.benchmarks.clustering.equal_counts import at_count, equal_counts


def point(count, purity, found, ari, **more):
    return {"clusters_per_intent": count, "purity": purity, "share_found": found, "ari": ari, **more}


LINE = [point(4.0, 0.9, 1.0, 0.3, set="a"), point(1.0, 0.7, 0.8, 0.5, set="a")]


def test_halfway_between_two_points_is_the_geometric_mean_of_their_counts():
    ours = at_count(LINE, 2.0)
    assert ours == pytest.approx({"purity": 0.8, "share_found": 0.9, "ari": 0.4})


def test_beyond_the_line_its_end_counts():
    assert at_count(LINE, 9.0)["purity"] == pytest.approx(0.9)


def test_a_row_sets_ours_beside_the_rival_on_the_same_set():
    found = [
        point(2.0, 0.75, 0.85, 0.45, set="a", method="bertopic"),
        point(2.0, 0.1, 0.1, 0.1, set="a", method="hdbscan"),
        point(2.0, 0.1, 0.1, 0.1, set="b", method="bertopic"),
    ]
    assert equal_counts(found, LINE, "bertopic") == [
        ["a", "2.00", "0.80 / 0.75", "0.90 / 0.85", "0.40 / 0.45"]
    ]
