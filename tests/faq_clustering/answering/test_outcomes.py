"""What became of real answers teaches the bot how sure it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from faq_clustering.answering import Outcome

if TYPE_CHECKING:
    from faq_clustering.answering import AnswerIndex

    from .conftest import Forty

GONE = 999


@pytest.fixture(scope="module")
def hard(forty: Forty, forty_index: AnswerIndex) -> list[tuple[str, np.ndarray, int]]:
    """The forty questions with an FAQ that the bot is least sure of, and that FAQ."""
    asked = [(text, vector, own) for text, vector, own in forty.questions if own is not None]
    return sorted(asked, key=lambda one: forty_index.decide(one[0], one[1], "en").confidence)[:40]


def outcomes(hard: list[tuple[str, np.ndarray, int]], right: bool, days: float = 0.0) -> list[Outcome]:
    """Of every other one of the hard questions: it was right, or no FAQ answered it."""
    return [
        Outcome(text=text, vector=vector, language="en", chosen=own, right=own if right else None, days=days)
        for text, vector, own in hard[::2]
    ]


def confidence(index: AnswerIndex, hard: list[tuple[str, np.ndarray, int]]) -> float:
    """Of the others, that nobody has said anything about, on average."""
    return float(np.mean([index.decide(text, vector, "en").confidence for text, vector, _ in hard[1::2]]))


def test_wrong_answers_lower_the_confidence_of_such_questions_and_right_ones_raise_it(
    forty: Forty, forty_index: AnswerIndex, hard: list[tuple[str, np.ndarray, int]]
) -> None:
    wrong = forty.index(target_precision=0.9, outcomes=outcomes(hard, right=False))
    right = forty.index(target_precision=0.9, outcomes=outcomes(hard, right=True))
    before = confidence(forty_index, hard)
    assert confidence(wrong, hard) < before - 0.02
    assert confidence(right, hard) > before
    assert wrong.calibration is not None
    assert wrong.calibration.outcomes == 20


def test_an_old_outcome_weighs_less_than_a_new_one(
    forty: Forty, forty_index: AnswerIndex, hard: list[tuple[str, np.ndarray, int]]
) -> None:
    new, year, forgotten = (
        confidence(forty.index(target_precision=0.9, outcomes=outcomes(hard, False, days)), hard)
        for days in (0.0, 180.0, 3650.0)
    )
    assert new < year < forgotten
    assert forgotten == pytest.approx(confidence(forty_index, hard), abs=0.01)


def test_an_outcome_whose_faq_is_gone_is_ignored(
    forty: Forty, forty_index: AnswerIndex, hard: list[tuple[str, np.ndarray, int]]
) -> None:
    gone = [
        Outcome(text=text, vector=vector, language="en", chosen=GONE, right=GONE, days=0.0)
        for text, vector, _ in hard
    ]
    index = forty.index(target_precision=0.9, outcomes=gone)
    assert index.calibration is not None
    assert index.calibration.outcomes == 0
    for text, vector, _ in hard[:10]:
        assert index.decide(text, vector, "en") == forty_index.decide(text, vector, "en")
