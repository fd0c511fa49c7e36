"""How well each FAQ fits a question: eight numbers an FAQ, the input of the calibration."""

from dataclasses import dataclass

import numpy as np

from faq_clustering.answering.shelf import Centres, Shelf
from faq_clustering.answering.space import Floats, Integers, unit

FEATURES = (
    "cosine of the nearest phrasing",
    "cosine of the FAQ's centre",
    "the same after whitening",
    "lead of its score over the next FAQ",
    "lead of its nearest phrasing over any other FAQ's",
    "lead of its whitened centre over the next FAQ",
    "lead of its nearest phrasing over the background",
    "logarithm of the number of FAQs",
)
LEAD = 0.4  # a lead beyond this says no more, and with one FAQ there is no other


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """(questions, FAQs): `features`, 8 each, the `score` to choose by, the row of the `nearest` phrasing."""

    features: Floats
    score: Floats
    nearest: Integers


def weigh(
    shelf: Shelf,
    questions: Floats,
    language: int,
    transform: Floats,
    whitened: Centres,
    *,
    own_row: Integers | None = None,
    without_own_faq: bool = False,
    background_row: Integers | None = None,
) -> Evidence:
    """The evidence for centred `questions` (q, d) of one language.

    `own_row` says which phrasing a question is: it is left out, or its whole FAQ with `without_own_faq`.
    `background_row` says the same of a question out of the background.
    """
    count, faqs = len(questions), shelf.faqs
    here = np.arange(count)
    asked = unit(questions)
    cosines = shelf.cosines(asked)
    if own_row is not None:
        cosines[here, own_row] = -1.0

    rows = shelf.speakers[language]
    each = np.where(rows >= 0, cosines[:, rows], -1.0)
    ranked = -np.sort(-each, axis=2)
    best = ranked[:, :, 0]
    three = ranked[:, :, :3]
    top = (three * (three > -1)).sum(axis=2) / np.maximum((three > -1).sum(axis=2), 1)
    centre = shelf.centres.cosines(asked, language, shelf.group, own_row)
    white = whitened.cosines(unit(questions @ transform), language, shelf.group, own_row)

    score = (top + centre + white) / 3
    if own_row is not None and without_own_faq:
        own = shelf.group[own_row]
        score[here, own] = best[here, own] = white[here, own] = -1.0
    rival = shelf.rival(asked, language, background_row)
    columns = (
        best, centre, white, _lead(score), _lead(best), _lead(white),
        np.clip(best - rival[:, None], -LEAD, LEAD), np.full((count, faqs), np.log(faqs)),
    )  # fmt: skip
    nearest = rows[np.arange(faqs), each.argmax(axis=2)]
    return Evidence(features=np.stack(columns, axis=2).astype(np.float32), score=score, nearest=nearest)


def _lead(values: Floats) -> Floats:
    """How far each FAQ (column) leads the best other one."""
    if values.shape[1] < 2:
        return np.full_like(values, LEAD)
    ordered = np.sort(values, axis=1)
    first, second = ordered[:, -1:], ordered[:, -2:-1]
    leads: Floats = np.clip(values - np.where(values == first, second, first), -LEAD, LEAD)
    return leads
