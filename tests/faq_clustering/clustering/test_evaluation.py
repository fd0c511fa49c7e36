import numpy as np
import pytest

from faq_clustering.clusters import cluster_vectors
from faq_clustering.evaluation import cohesion, evaluate, stability


def test_a_perfect_clustering_scores_one():
    figures = evaluate(np.array([0, 0, 1, 1], np.int32), ["a", "a", "b", "b"])
    assert figures == {
        "rows": 4,
        "intents": 2,
        "clusters": 2,
        "noise": 0.0,
        "largest_share": 0.5,
        "clusters_per_intent": 1.0,
        "purity": 1.0,
        "intents_found": 2,
        "share_found": 1.0,
        "ari": 1.0,
        "nmi": 1.0,
        "homogeneity": 1.0,
        "completeness": 1.0,
        "v_measure": 1.0,
    }


def test_purity_leaves_noise_out_and_ari_counts_it_where_it_was_filled_in():
    labels = np.array([0, 0, 0, 1, -1, -1], np.int32)
    truth = ["a", "a", "b", "b", "b", "a"]
    figures = evaluate(labels, truth, filled=np.array([0, 0, 1, 1, 1, 0], np.int32))
    assert figures["purity"] == 0.75
    assert figures["noise"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["largest_share"] == 0.5
    assert figures["ari"] == 1.0
    assert figures["v_measure"] < 1.0


def test_pure_parts_of_one_intent_are_homogeneous_and_not_complete():
    figures = evaluate(np.array([0, 0, 1, 1, 2, 2], np.int32), ["a", "a", "a", "a", "b", "b"])
    assert (figures["homogeneity"], figures["clusters_per_intent"]) == (1.0, 1.5)
    assert figures["completeness"] < 1.0


def test_no_rows_and_noise_alone_have_figures_too():
    assert evaluate(np.empty(0, np.int32), [])["clusters"] == 0
    figures = evaluate(np.full(3, -1, np.int32), ["a", "b", "b"])
    assert (figures["noise"], figures["share_found"], figures["largest_share"]) == (1.0, 0.0, 0.0)


def test_labels_of_other_rows_are_refused():
    with pytest.raises(ValueError, match="3 rows but 2"):
        evaluate(np.zeros(3, np.int32), ["a", "b"])


def test_true_topics_hold_together_better_than_mixed_ones(topics):
    vectors, truth = topics(5, 20)
    mixed = np.random.default_rng(0).permutation(truth)
    right, wrong = cohesion(vectors, truth), cohesion(vectors, mixed)
    for figure in ("tightness", "silhouette", "neighbours_shared"):
        assert right[figure] > wrong[figure] + 0.3


def test_one_cluster_has_no_other_to_be_compared_with_and_noise_has_no_figures(topics):
    vectors, truth = topics(2, 20)
    one = cohesion(vectors, np.zeros(len(truth), np.int32))
    assert one["silhouette"] is None
    assert one["neighbours_shared"] == 1.0
    assert set(cohesion(vectors, np.full(len(truth), -1, np.int32)).values()) == {None}


def test_a_single_row_in_a_cluster_has_figures():
    figures = cohesion(np.ones((1, 4), np.float32), np.zeros(1, np.int32))
    assert figures["neighbours_shared"] is None


def test_clear_topics_stay_when_rows_are_left_out_and_chance_does_not(topics):
    vectors, _ = topics(6, 30, spread=0.5)
    keys = [str(row) for row in range(len(vectors))]
    stays = stability(vectors, keys, lambda some, names: cluster_vectors(some, names).labels, (0, 1))
    assert stays["resamples"] == 2
    assert min(stays["ari"], stays["pairs_kept"], stays["ids_kept"]) > 0.9
    chance = np.random.default_rng(0)
    never = stability(vectors, keys, lambda some, _: chance.integers(0, 6, len(some), np.int32))
    assert never["ari"] < 0.1
    assert never["pairs_kept"] < 0.4


def test_a_set_without_clusters_or_rows_is_stable(topics):
    vectors, _ = topics(2, 3)
    keys = list("abcdef")
    assert stability(vectors, keys, lambda some, _: np.full(len(some), -1, np.int32))["noise_changed"] == 0
    assert stability(vectors[:0], [], lambda some, _: np.empty(0, np.int32))["ids_kept"] == 1
