"""Labelled examples out of what a desk already has, before any customer has said whether an answer helped."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.calibration import Examples
from faq_clustering.answering.evidence import FEATURES, Evidence, weigh
from faq_clustering.answering.shelf import Centres, Shelf
from faq_clustering.answering.space import LANGUAGES, Floats, Integers, whitening

FOLDS = 5
MOST = 2000  # phrasings, and background texts, that are asked as questions
CHUNK = 256
# Share of phrasings whose FAQ is gone in the weight of questions without an FAQ: the hardest, and few.
MISSING = 0.15


def gather(shelf: Shelf, background: Floats, transform: Floats, whitened: Centres) -> Examples:
    """Each phrasing asked as if it were new; each again with its whole FAQ gone; each background text.

    The first are right when their own FAQ is chosen, the others never. Both halves weigh the same, whatever
    their numbers: the precision meant is that of a desk where half of the questions have an FAQ.
    """
    asked = _sample(len(shelf.group))
    fold = np.random.default_rng(0).integers(0, FOLDS, len(shelf.group))
    inside: list[tuple[Floats, Integers]] = []
    missing: list[Floats] = []
    foreign: list[Floats] = []
    for number in range(FOLDS):
        # A phrasing must not have taken part in the whitening that judges it.
        kept = fold != number
        held = whitening(shelf.centred[kept], shelf.group[kept], background)
        white = shelf.whitened(held)
        for language, rows in _chunks(asked[fold[asked] == number], shelf.language):
            questions = shelf.centred[rows]
            alone = _alone(shelf, language, rows)
            known = weigh(shelf, questions, language, held, white, own_row=rows)
            chosen = known.score.argmax(axis=1)
            right = (chosen == shelf.group[rows]).astype(np.int64)
            inside.append((_of_chosen(known)[~alone], right[~alone]))
            if shelf.faqs > 1:
                unknown = weigh(shelf, questions, language, held, white, own_row=rows, without_own_faq=True)
                missing.append(_of_chosen(unknown))
    for language, rows in _chunks(_sample(len(background)), shelf.background_language):
        other = weigh(shelf, background[rows], language, transform, whitened, background_row=rows)
        foreign.append(_of_chosen(other))
    return _joined(inside, missing, foreign)


def _joined(inside: list[tuple[Floats, Integers]], missing: list[Floats], foreign: list[Floats]) -> Examples:
    none = np.zeros((0, len(FEATURES)), dtype=np.float32)
    known = np.concatenate([none, *(features for features, _ in inside)])
    right = np.concatenate([np.zeros(0, dtype=np.int64), *(flags for _, flags in inside)])
    gone, other = np.concatenate([none, *missing]), np.concatenate([none, *foreign])
    share = MISSING if len(other) else 1.0
    weight = [
        np.ones(len(known)),
        np.full(len(gone), share * len(known) / max(len(gone), 1)),
        np.full(len(other), (1 - share if len(gone) else 1.0) * len(known) / max(len(other), 1)),
    ]
    return Examples(
        features=np.concatenate([known, gone, other]),
        known=np.arange(len(known) + len(gone) + len(other)) < len(known),
        right=np.concatenate([right > 0, np.zeros(len(gone) + len(other), dtype=np.bool_)]),
        weight=np.concatenate(weight).astype(np.float32),
    )


def _of_chosen(evidence: Evidence) -> Floats:
    chosen = evidence.score.argmax(axis=1)
    features: Floats = evidence.features[np.arange(len(chosen)), chosen]
    return features


def _alone(shelf: Shelf, language: int, rows: Integers) -> npt.NDArray[np.bool_]:
    """Whether a phrasing is the only one that speaks for its FAQ: left out, it says nothing about the FAQ."""
    alone: npt.NDArray[np.bool_] = (shelf.speakers[language][shelf.group[rows]] >= 0).sum(axis=1) < 2
    return alone


def _sample(count: int) -> Integers:
    if count <= MOST:
        return np.arange(count, dtype=np.int64)
    return np.sort(np.random.default_rng(0).choice(count, MOST, replace=False)).astype(np.int64)


def _chunks(rows: Integers, language: Integers) -> Iterator[tuple[int, Integers]]:
    for code in range(len(LANGUAGES)):
        same = rows[language[rows] == code]
        for start in range(0, len(same), CHUNK):
            yield code, same[start : start + CHUNK]
