"""Phrasings of different FAQs that are nearly the same, by their vectors."""

from dataclasses import dataclass

import numpy as np

from api.answers.similar import Neighbourhood

NEARLY_SAME = 0.65
"""Cosine, language means taken away. Of the sample's 284 phrasings two pairs of different FAQs reach it, both
about the same thing; the median within an FAQ is 0.23."""
AROUND = 8
"""FAQs compared with each, the nearest by their centres: all pairs of phrasings would be too many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Two phrasings, as places in the list that was compared, and their cosine."""

    one: int
    other: int
    cosine: float


def alike(around: Neighbourhood) -> dict[tuple[int, int], Alike]:
    """Return the most alike phrasings of each two FAQs (lower id first) that are nearly the same."""
    ids = np.array(around.faq_ids)
    faqs, first = np.unique(ids, return_inverse=True)
    rows = [np.flatnonzero(first == place) for place in range(len(faqs))]
    centres = np.array([around.rows[mine].mean(axis=0) for mine in rows])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    nearness = centres @ centres.T
    np.fill_diagonal(nearness, -np.inf)
    nearest = np.argsort(-nearness, axis=1)[:, :AROUND]
    pairs = {(min(a, b), max(a, b)) for a, near in enumerate(nearest.tolist()) for b in near if a != b}
    found: dict[tuple[int, int], Alike] = {}
    for a, b in sorted(pairs):
        cosines = around.rows[rows[a]] @ around.rows[rows[b]].T
        one, other = np.unravel_index(int(cosines.argmax()), cosines.shape)
        if cosines[one, other] >= NEARLY_SAME:
            found[int(faqs[a]), int(faqs[b])] = Alike(
                one=int(rows[a][one]), other=int(rows[b][other]), cosine=float(cosines[one, other])
            )
    return found
