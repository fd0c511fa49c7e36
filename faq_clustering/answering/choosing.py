"""From what was seen in one question to the FAQs that may be meant, each with its chance."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.calibration import Calibration
from faq_clustering.answering.desk import SEEN, Sight
from faq_clustering.answering.evidence import Typical, features
from faq_clustering.answering.mentions import codes_in
from faq_clustering.answering.values import Choice, Phrasing

MOST_CHOICES = 3
LEAST_CHANCE = 0.05
OTHER_CODE = 0.5  # what is left of a chance when the phrasing is about another error number
STRANGE = 0.3
"""Random strings come this near to no phrasing (the nearest of 1,000 has a cosine of .26), yet may stand out
among the FAQs. One that shares no word with its FAQ either keeps only `GIBBERISH` of its chance."""
GIBBERISH = 0.25
EXACT = 0.99  # the customer typed an approved phrasing
SHARPNESS = 6.0  # of the scores, in dividing what is left among the second and the third
_KNOWN, _NEAREST = SEEN.index("known words"), SEEN.index("nearest phrasing, plain")


def chances_of(
    sight: Sight, typical: Typical, calibration: Calibration, phrasings: Sequence[Phrasing], text: str
) -> tuple[npt.NDArray[np.float64], float]:
    """P(right) of the first candidates, and that the right one is among them."""
    right, among = calibration.confidence(features(sight, typical))
    score = sight.score[0, :MOST_CHOICES]
    chances = np.zeros(len(score))
    chances[0] = right[0]
    if len(score) > 1:
        part = np.exp(SHARPNESS * (score[1:] - score[1:].max()))
        chances[1:] = np.minimum((among[0] - right[0]) * part / part.sum(), right[0])
    if named := codes_in(text):
        for place, row in enumerate(sight.nearest[0, : len(chances)]):
            other = codes_in(phrasings[row].text)
            if other and not other & named:
                chances[place] *= OTHER_CODE
    if sight.signals[0, 0, _KNOWN] <= 0 and sight.signals[0, 0, _NEAREST] < STRANGE:
        return chances * GIBBERISH, float(among[0]) * GIBBERISH
    return chances, float(among[0])


def choices_of(
    sight: Sight,
    chances: npt.NDArray[np.float64],
    typed: Mapping[int, Phrasing],
    phrasings: Sequence[Phrasing],
) -> tuple[Choice, ...]:
    """The likeliest FAQs, each by its nearest phrasing; `typed` are those whose words were repeated."""
    nearest = [phrasings[row] for row in sight.nearest[0, : len(chances)]]
    found = {one.faq_id: (one, float(chance)) for one, chance in zip(nearest, chances, strict=True)}
    if typed:
        found |= {faq: (one, EXACT / len(typed)) for faq, one in typed.items()}
        rest = (1.0 - EXACT) / max(len(found) - len(typed), 1)
        found = {
            faq: (one, chance if faq in typed else min(chance, rest)) for faq, (one, chance) in found.items()
        }
    likely = sorted(found.values(), key=lambda one: -one[1])[:MOST_CHOICES]
    kept = [one for one in likely if one[1] >= LEAST_CHANCE] or likely[:1]
    return tuple(
        Choice(faq_id=one.faq_id, version_id=one.version_id, phrasing=one.text, confidence=chance)
        for one, chance in kept
    )
