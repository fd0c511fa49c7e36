import numpy as np
import pytest

from tests.benchmarks.answering.decisions import Scored, lowest_threshold, own_threshold
from tests.benchmarks.answering.measures import COVERAGES, auroc, curve, expected_calibration_error, measure
from tests.benchmarks.answering.plain import cosine, margin, neighbour_vote, phrasings_left_out


def scored(*rows, probable=True):
    """Rows of (best, confidence); the buttons are the best FAQ and "z"."""
    return Scored(
        best=tuple(best for best, _ in rows),
        confidence=np.array([confidence for _, confidence in rows], float),
        choices=tuple((best, "z") for best, _ in rows),
        probable=probable,
    )


SIX = scored(("a", 0.9), ("a", 0.8), ("b", 0.7), ("b", 0.6), ("c", 0.4), ("c", 0.1))
TRUTH = ["a", "a", "", "b", "z", ""]


def test_the_figures_of_six_questions_are_those_counted_by_hand():
    figures = measure(SIX.at(0.65), TRUTH, target=0.95)
    # Answered: a, a and, wrongly, what no FAQ answers. Asked: b and z, both offered, and one without an FAQ.
    assert figures["precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["kept"] is False
    assert figures["answered"] == 0.5
    assert figures["deflection"] == 0.5
    assert figures["asked"] == 0.5
    assert figures["ask_hit_rate"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["top1"] == 0.75
    # The best threshold lies under the second: two of four.
    assert figures["hindsight_deflection"] == 0.5
    # Pairs of one with and one without an FAQ: .9 .8 above .7; .6 .4 below; all four above .1.
    assert figures["auroc_out_of_scope"] == 6 / 8
    assert figures["threshold"] == 0.65


def test_who_never_answers_keeps_the_promise_but_deflects_nothing():
    figures = measure(SIX.at(float("inf")), TRUTH, target=0.95)
    assert (figures["precision"], figures["kept"], figures["deflection"]) == (None, True, 0.0)
    assert "threshold" not in figures


def test_an_answer_of_no_faq_is_neither_given_nor_right():
    nothing = scored(("", 1.0), ("a", 0.5)).at(0.1)
    assert nothing.answered.tolist() == [False, True]
    assert measure(nothing, ["", "a"], target=0.95)["precision"] == 1.0


def test_the_threshold_is_the_lowest_that_reaches_the_target_and_ties_go_together():
    confidence = np.array([0.9, 0.8, 0.8, 0.7, 0.6])
    is_right = np.array([True, True, False, True, True])
    ones = np.ones(5)
    assert lowest_threshold(confidence, is_right, ones, 0.8) == 0.6
    assert lowest_threshold(confidence, is_right, ones, 0.9) == 0.9
    # Between the tied pair precision would be 1, but both are answered or none.
    assert lowest_threshold(confidence, ~is_right, ones, 0.5) == float("inf")


def test_questions_without_an_faq_weigh_their_expected_share():
    # One wrong of ten without an FAQ: at a share of .1 it costs .01 of .91, at .9 .09 of .19.
    examples = scored(("a", 0.9), ("b", 0.9), *[("", 0.9)] * 9)
    truth = ["a", *[""] * 10]
    assert own_threshold(examples, truth, share=0.1, target=0.95) == 0.9
    assert own_threshold(examples, truth, share=0.9, target=0.95) == float("inf")


def test_auroc_counts_ties_half_and_needs_both_kinds():
    within = np.array([True, True, False])
    assert auroc(np.array([0.5, 0.9, 0.5]), within) == 0.75
    assert auroc(np.array([0.5, 0.9]), np.array([True, True])) is None


def test_calibration_error_is_the_distance_of_confidence_and_truth_in_each_bin():
    # Four at .9, of which three right: .15 apart. One sure and right: none.
    confidence, is_right = np.array([0.9, 0.9, 0.9, 0.9, 1.0]), np.array([True, True, True, False, True])
    assert expected_calibration_error(confidence, is_right) == pytest.approx(0.15 * 4 / 5)


def test_the_curve_shares_equal_confidences_out_evenly():
    is_right = np.arange(100) % 2 == 0
    assert curve(np.full(100, 0.5), is_right) == [0.5] * len(COVERAGES)
    assert curve(-np.arange(100.0), np.arange(100) < 40)[9:12] == [1.0, round(40 / 44, 4), round(40 / 48, 4)]


def on_a_circle(*degrees):
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


LABELS = ("a", "a", "a", "b", "b")
PHRASINGS = on_a_circle(0, 10, 20, 90, 100)


def test_cosine_margin_and_vote_choose_the_faq_that_is_near():
    similarity = on_a_circle(5, 91) @ PHRASINGS.T
    for score in (cosine, margin, neighbour_vote):
        assert score(similarity, LABELS).best == ("a", "b")
    assert cosine(similarity, LABELS).confidence[0] == pytest.approx(np.cos(np.radians(5)))
    assert margin(similarity, LABELS).confidence[0] == pytest.approx(
        np.cos(np.radians(5)) - np.cos(np.radians(85)), abs=1e-6
    )


def test_a_phrasing_left_out_is_not_its_own_neighbour():
    similarity = phrasings_left_out(PHRASINGS)
    assert cosine(similarity, LABELS).confidence[0] == pytest.approx(np.cos(np.radians(10)), abs=1e-6)
    # An FAQ of one phrasing has nothing left: the other FAQ is found.
    assert cosine(phrasings_left_out(on_a_circle(0, 90, 91)), ("a", "b", "b")).best == ("b", "b", "b")
