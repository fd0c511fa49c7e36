"""The promised threshold keeps its precision on the questions to come, not only on the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest

from faq_clustering.answering.bound import promise
from faq_clustering.answering.sample import Sample

if TYPE_CHECKING:
    from faq_clustering.answering import AnswerIndex

    from .conftest import Forty

SHARE, TARGET = 0.2, 0.9
CURVES = ((0.5, 2.0, 4.0), (0.9, 3.0, 3.0), (0.3, 1.0, 6.0))
"""At confidence 1 - x, uniform in x: wrong with chance a · x^b, and x^c of the questions without an FAQ are
more confident than that."""


def true_precision(x: float, curve: tuple[float, float, float]) -> float:
    """Of all questions that will ever come, at the threshold 1 - x."""
    a, b, c = curve
    right = x - a * x ** (b + 1) / (b + 1)
    return (1 - SHARE) * right / ((1 - SHARE) * x + SHARE * x**c)


def drawn(seed: int, known: int, curve: tuple[float, float, float], *, together: int = 1) -> Sample:
    """`known` questions with an FAQ and half as many without one; `together` of a cluster share some luck."""
    a, b, c = curve
    random = np.random.default_rng(seed)
    x, other = random.uniform(size=known), random.uniform(size=known // 2) ** (1 / c)
    cluster = np.arange(known) // together
    luck = np.where(
        random.uniform(size=known) < (0.3 if together > 1 else 0.0),
        random.uniform(size=known)[cluster],
        random.uniform(size=known),
    )
    return sample_of(1 - x, luck >= a * x**b, 1 - other, cluster)


def sample_of(
    confidence: npt.NDArray[np.float64],
    right: npt.NDArray[np.bool_],
    other: npt.NDArray[np.float64],
    cluster: npt.NDArray[np.int64],
) -> Sample:
    nobody = np.zeros(len(other), dtype=bool)
    return Sample(
        confidence=np.concatenate([confidence, other]),
        known=np.concatenate([np.ones(len(confidence), dtype=bool), nobody]),
        right=np.concatenate([right, nobody]),
        weight=np.ones(len(confidence) + len(other)),
        cluster=np.concatenate([cluster, -1 - np.arange(len(other))]),
    )


def test_of_two_hundred_desks_at_most_one_in_ten_gets_less_than_was_promised() -> None:
    promised = broken = 0
    for seed in range(200):
        curve = CURVES[seed % 3]
        sample = drawn(seed, 200 + 50 * (seed % 4), curve, together=1 if seed % 2 else 10)
        found = promise(sample, TARGET, SHARE)
        if found.threshold is not None:
            promised += 1
            broken += true_precision(1 - found.threshold, curve) < TARGET
    assert promised >= 100
    assert broken <= 20


def test_a_promise_tells_what_the_examples_show_at_its_threshold() -> None:
    sample = drawn(1, 800, CURVES[0])
    found = promise(sample, TARGET, SHARE)
    assert found.threshold is not None
    answered = sample.confidence >= found.threshold
    right = (answered & sample.right)[sample.known].mean()
    wrong = (answered & ~sample.right)[sample.known].mean()
    false = answered[~sample.known].mean()
    assert found.answered == pytest.approx(right + wrong)
    assert found.false_answers == pytest.approx(false)
    share_right = (1 - SHARE) * right / ((1 - SHARE) * (right + wrong) + SHARE * false)
    assert found.precision == pytest.approx(share_right)
    assert TARGET <= found.lower < found.precision


@pytest.mark.parametrize(("known", "promised"), [(0, False), (49, False), (50, True)])
def test_under_fifty_labelled_answers_nothing_is_promised(known: int, promised: bool) -> None:
    sample = sample_of(
        np.linspace(0.9, 1.0, known), np.ones(known, dtype=bool), np.zeros(100), np.arange(known)
    )
    assert (promise(sample, 0.7, SHARE).threshold is not None) == promised


def test_nothing_is_promised_where_the_sure_answers_are_wrong() -> None:
    confidence = np.linspace(0, 1, 400)
    sample = sample_of(confidence, confidence < 0.5, np.linspace(0, 0.2, 100), np.arange(400))
    assert promise(sample, TARGET, SHARE).threshold is None


def test_a_higher_target_never_gives_a_lower_threshold() -> None:
    seen = set()
    for seed in range(6):
        sample = drawn(seed, 600, CURVES[seed % 3])
        found = [promise(sample, target, SHARE).threshold for target in (0.7, 0.8, 0.9, 0.95, 0.99)]
        thresholds = [2.0 if one is None else one for one in found]
        assert thresholds == sorted(thresholds)
        seen.update(thresholds)
    assert len(seen) > 6


def test_more_questions_without_an_faq_never_give_a_lower_threshold() -> None:
    sample = drawn(2, 800, CURVES[0])
    found = [promise(sample, 0.85, share).threshold for share in (0.0, 0.2, 0.4, 0.6)]
    thresholds = [2.0 if one is None else one for one in found]
    assert thresholds == sorted(thresholds)
    assert thresholds[0] < thresholds[-1]


def test_questions_that_fail_together_promise_less() -> None:
    confidence, right = np.linspace(0.5, 1.0, 400), np.ones(400, dtype=bool)
    right[::20] = False
    alone = np.arange(400)
    together = np.where(right, alone, -1)
    other = np.zeros(100)
    free = promise(sample_of(confidence, right, other, alone), 0.7, 0.0)
    bound = promise(sample_of(confidence, right, other, together), 0.7, 0.0)
    assert free.threshold == bound.threshold == 0.5
    assert free.precision == bound.precision
    assert bound.lower < free.lower


def test_more_examples_of_the_same_shares_promise_more() -> None:
    lower = []
    for times in (1, 4, 16):
        confidence = np.repeat(np.linspace(0.5, 1.0, 100), times)
        right = np.repeat(np.arange(100) % 20 > 0, times)
        found = promise(
            sample_of(confidence, right, np.zeros(50 * times), np.arange(100 * times)), 0.7, SHARE
        )
        assert found.precision == pytest.approx(0.95)
        lower.append(found.lower)
    assert lower[0] < lower[1] < lower[2] < 0.95


def test_desks_of_forty_faqs_keep_their_promise_on_fresh_questions(forties: list[Forty]) -> None:
    decided = []
    for forty in forties:
        index = forty.index(target_precision=TARGET, share=SHARE)
        assert 0 < index.threshold("en") < 1
        decided += [(index.decide(text, vector, "en"), own) for text, vector, own in forty.questions]
    right = [one.faq_id == own for one, own in decided if one.kind == "answer"]
    covered = [one.faq_id == own for one, own in decided if own is not None]
    assert np.mean(right) >= TARGET
    assert np.mean(covered) >= 0.6
    for one, _ in decided:
        assert (one.kind == "answer") == (one.confidence >= one.threshold)
    # Without the promise, all questions answered, a fifth and more would be wrong.
    assert np.mean([one.likeliest == own for one, own in decided]) < 0.85


def test_a_desk_with_a_higher_target_never_answers_more(forty: Forty, forty_index: AnswerIndex) -> None:
    strict = forty.index(target_precision=0.99, share=SHARE)
    assert strict.threshold("en") > forty_index.threshold("en")


def test_a_language_without_labels_only_gets_suggestions(forty: Forty, forty_index: AnswerIndex) -> None:
    text, vector = forty.about(forty.phrasings[0].faq_id)[0]
    decision = forty_index.decide(text, vector, "ja")
    assert forty_index.threshold("ja") == decision.threshold == 2.0
    assert decision.kind != "answer"
