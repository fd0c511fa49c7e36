"""How good decisions are against what the questions were really about."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from faq_clustering.answering.values import Decision

BINS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """`precision`: answers that were right. `answered`: questions that got an answer. `deflection`:
    questions with an FAQ that got the right one outright. `ask_hit_rate`: of the questions with an FAQ that
    were asked back, those that found it among the buttons; `asked_without_faq` of those asked back have
    none. `ece`: expected calibration error of the confidence. None where there is nothing to count.
    """

    precision: float | None
    answered: float
    deflection: float | None
    ask_hit_rate: float | None
    asked: float
    asked_without_faq: float | None
    auroc_out_of_scope: float | None
    top1: float | None
    ece: float


def evaluate(decisions: Sequence[Decision], truth: Sequence[int | None]) -> Figures:
    """Figures of `decisions` on questions with these FAQs, None where no FAQ answers."""
    own = np.array([-1 if faq is None else faq for faq in truth])
    first = np.array([one.choices[0].faq_id if one.choices else one.likeliest or -2 for one in decisions])
    kind = np.array([one.kind for one in decisions])
    sure = np.array([one.confidence for one in decisions])
    known, answered, asked = own >= 0, kind == "answer", kind == "ask"
    right = known & (first == own)
    among = np.array(
        [faq in {choice.faq_id for choice in one.choices} for one, faq in zip(decisions, truth, strict=True)]
    )
    mixed = known.any() and not known.all()
    return Figures(
        precision=_share(right[answered]),
        answered=float(answered.mean()),
        deflection=_share((answered & right)[known]),
        ask_hit_rate=_share(among[asked & known]),
        asked=float(asked.mean()),
        asked_without_faq=_share(~known[asked]),
        auroc_out_of_scope=float(roc_auc_score(known, sure)) if mixed else None,
        top1=_share(right[known]),
        ece=_calibration_error(sure, right),
    )


def rounded(figures: Figures) -> dict[str, float | None]:
    """The figures by name, four digits."""
    return {name: None if value is None else round(value, 4) for name, value in asdict(figures).items()}


def _share(hit: np.ndarray) -> float | None:
    return float(hit.mean()) if len(hit) else None


def _calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(sure[place == number].mean() - right[place == number].mean()) * (place == number).sum()
        for number in np.unique(place)
    ]
    return float(sum(gaps) / max(len(sure), 1))
