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
    answered: float | None
    deflection: float | None
    ask_hit_rate: float | None
    asked: float | None
    asked_without_faq: float | None
    auroc_out_of_scope: float | None
    top1: float | None
    ece: float | None


def evaluate(decisions: Sequence[Decision], truth: Sequence[int | None]) -> Figures:
    """Figures of `decisions` on questions with these FAQs, None where no FAQ answers."""
    own = np.array([-1 if faq is None else faq for faq in truth], dtype=np.int64)
    first = np.array([-2 if one.likeliest is None else one.likeliest for one in decisions], dtype=np.int64)
    kind = np.array([one.kind for one in decisions], dtype=np.str_)
    sure = np.array([one.confidence for one in decisions], dtype=np.float64)
    known, answered, asked = own >= 0, kind == "answer", kind == "ask"
    right = known & (first == own)
    among = np.array(
        [faq in {choice.faq_id for choice in one.choices} for one, faq in zip(decisions, truth, strict=True)],
        dtype=np.bool_,
    )
    mixed = known.any() and not known.all()
    return Figures(
        precision=_share(right[answered]),
        answered=_share(answered),
        deflection=_share((answered & right)[known]),
        ask_hit_rate=_share(among[asked & known]),
        asked=_share(asked),
        asked_without_faq=_share(~known[asked]),
        auroc_out_of_scope=float(roc_auc_score(known, sure)) if mixed else None,
        top1=_share(right[known]),
        ece=_calibration_error(sure, right) if len(sure) else None,
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
    return float(sum(gaps) / len(sure))
