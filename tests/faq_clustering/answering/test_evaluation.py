"""Figures that were counted by hand."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from faq_clustering.answering import Choice, Decision
from faq_clustering.answering.evaluation import evaluate, rounded

if TYPE_CHECKING:
    from faq_clustering.answering import Kind


def decided(kind: Kind, confidence: float, *faqs: int) -> Decision:
    """A decision with these FAQs, the likeliest first; where a person is fetched none is shown."""
    choices = tuple(Choice(faq_id=faq, version_id=faq, phrasing="", confidence=confidence) for faq in faqs)
    return Decision(
        kind=kind,
        faq_id=faqs[0] if kind == "answer" else None,
        version_id=faqs[0] if kind == "answer" else None,
        confidence=confidence,
        threshold=0.8,
        ask_threshold=0.4,
        choices=() if kind == "none" else choices,
        matched_phrasing=None,
        index_version="v",
        reason="unsure",
        likeliest=faqs[0] if faqs else None,
    )


def test_figures_by_hand() -> None:
    figures = evaluate(
        [
            decided("answer", 0.95, 0, 1),
            decided("answer", 0.95, 1),
            decided("answer", 0.85, 2),
            decided("ask", 0.55, 1, 0),
            decided("ask", 0.55, 2),
            decided("ask", 0.45, 0),
            decided("none", 0.15, 0),
            decided("none", 0.05),
        ],
        [0, 2, None, 0, 2, None, 0, None],
    )
    assert figures.precision == pytest.approx(1 / 3)
    assert figures.answered == pytest.approx(3 / 8)
    assert figures.deflection == pytest.approx(1 / 5)
    assert figures.asked == pytest.approx(3 / 8)
    assert figures.ask_hit_rate == 1.0
    assert figures.asked_without_faq == pytest.approx(1 / 3)
    assert figures.top1 == pytest.approx(3 / 5)
    # With an FAQ .95 .95 .55 .55 .15, without .85 .45 .05: the former are ahead in 2 · 3, 2 · 2 and 1 pairs.
    assert figures.auroc_out_of_scope == pytest.approx(11 / 15)
    # Gaps: |.95 - 1/2| · 2, .85, |.55 - 1/2| · 2, .45, |.15 - 1|, .05, of eight questions.
    assert figures.ece == pytest.approx((0.9 + 0.85 + 0.1 + 0.45 + 0.85 + 0.05) / 8)


def test_an_faq_numbered_nought_counts_where_a_person_is_fetched() -> None:
    assert evaluate([decided("none", 0.1, 0)], [0]).top1 == 1.0


def test_asking_back_counts_as_a_hit_when_the_right_faq_is_any_of_the_choices() -> None:
    figures = evaluate([decided("ask", 0.5, 1, 2, 3), decided("ask", 0.5, 1, 2)], [3, 3])
    assert figures.ask_hit_rate == 0.5
    assert figures.deflection == figures.top1 == 0.0


def test_sure_and_right_is_no_error() -> None:
    assert evaluate([decided("answer", 1.0, 1), decided("none", 0.0)], [1, None]).ece == 0.0


def test_nothing_is_said_about_what_there_is_none_of() -> None:
    without = evaluate([decided("none", 0.1)], [None])
    assert without.precision is without.deflection is without.ask_hit_rate is without.top1 is None
    assert without.auroc_out_of_scope is without.asked_without_faq is None
    assert without.answered == without.asked == 0.0
    only_known = evaluate([decided("answer", 0.9, 1)], [1])
    assert (only_known.precision, only_known.auroc_out_of_scope) == (1.0, None)


def test_without_questions_every_figure_is_none() -> None:
    assert set(asdict(evaluate([], [])).values()) == {None}


def test_figures_are_rounded_by_name() -> None:
    shown = rounded(evaluate([decided("answer", 0.9, n) for n in (1, 2, 3)], [1, None, None]))
    assert shown["precision"] == 0.3333
    assert shown["ask_hit_rate"] is None
