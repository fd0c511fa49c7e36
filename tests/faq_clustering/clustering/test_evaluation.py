import numpy as np
import pytest

from faq_clustering.evaluation import evaluate


def test_a_perfect_clustering_scores_one():
    figures = evaluate(np.array([0, 0, 1, 1], np.int32), ["a", "a", "b", "b"])
    assert figures == {
        "rows": 4,
        "intents": 2,
        "clusters": 2,
        "noise": 0.0,
        "purity": 1.0,
        "intents_found": 2,
        "ari": 1.0,
        "nmi": 1.0,
        "v_measure": 1.0,
    }


def test_purity_leaves_noise_out_and_ari_counts_it_where_it_was_filled_in():
    labels = np.array([0, 0, 0, 1, -1, -1], np.int32)
    truth = ["a", "a", "b", "b", "b", "a"]
    figures = evaluate(labels, truth, filled=np.array([0, 0, 1, 1, 1, 0], np.int32))
    assert figures["purity"] == 0.75
    assert figures["noise"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["ari"] == 1.0
    assert figures["v_measure"] < 1.0


def test_no_rows_and_noise_alone_have_figures_too():
    assert evaluate(np.empty(0, np.int32), [])["clusters"] == 0
    assert evaluate(np.full(3, -1, np.int32), ["a", "b", "b"])["noise"] == 1.0


def test_labels_of_other_rows_are_refused():
    with pytest.raises(ValueError, match="3 rows but 2"):
        evaluate(np.zeros(3, np.int32), ["a", "b"])
