"""What a desk has learnt from its phrasings and background: how likely each FAQ answers a question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from faq_clustering.answering.calibration import Calibration, fit
from faq_clustering.answering.evidence import weigh
from faq_clustering.answering.examples import gather
from faq_clustering.answering.generic import GENERIC_LANGUAGES
from faq_clustering.answering.shelf import Centres, Shelf
from faq_clustering.answering.space import LANGUAGES, Floats, Integers, Space, codes, whitening
from faq_clustering.answering.values import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """`threshold` is the confidence from which answers reach the target precision."""

    space: Space
    shelf: Shelf
    transform: Floats
    whitened: Centres
    calibration: Calibration
    threshold: float

    @classmethod
    def learn(
        cls,
        vectors: Floats,
        languages: Sequence[Language],
        faqs: Sequence[int],
        background: Floats | None,
        generic: Floats | None,
        target_precision: float,
    ) -> "Judge":
        """From phrasings (n, d), the language and the FAQ of each, and texts that no FAQ answers."""
        # The matrices are small: threads only wait for one another, long on a busy machine.
        with threadpool_limits(1):
            return cls._learn(vectors, languages, faqs, background, generic, target_precision)

    @classmethod
    def _learn(
        cls,
        vectors: Floats,
        languages: Sequence[Language],
        faqs: Sequence[int],
        background: Floats | None,
        generic: Floats | None,
        target_precision: float,
    ) -> "Judge":
        spoken = codes(languages)
        others, other_spoken = _others(vectors, spoken, background, generic)
        space = Space.of(np.concatenate([vectors, others]), np.concatenate([spoken, other_spoken]))
        centred, around = space.centred(vectors, spoken), space.centred(others, other_spoken)
        group = np.unique(faqs, return_inverse=True)[1].astype(np.int64)
        shelf = Shelf.of(centred, group, spoken, around, other_spoken)
        transform = whitening(centred, group, around)
        whitened = shelf.whitened(transform)
        examples = gather(shelf, around, transform, whitened)
        calibration = fit(examples)
        return cls(
            space=space,
            shelf=shelf,
            transform=transform,
            whitened=whitened,
            calibration=calibration,
            threshold=calibration.threshold(examples, target_precision),
        )

    def chances(
        self, vector: npt.NDArray[np.float32], language: Language
    ) -> tuple[npt.NDArray[np.float64], Integers]:
        """For each FAQ, the chance that it answers the question, and its nearest phrasing's row."""
        code = LANGUAGES.index(language)
        asked = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        question = self.space.centred(asked, np.array([code]))
        evidence = weigh(self.shelf, question, code, self.transform, self.whitened)
        chances = self.calibration.probability(evidence.features)[0]
        # Chances of different FAQs are judged one by one; together they cannot exceed certainty.
        return chances / max(1.0, float(chances.sum())), evidence.nearest[0]


def _others(
    own: Floats,
    language: Integers,
    background: Floats | None,
    generic: Floats | None,
) -> tuple[Floats, Integers]:
    """The generic texts and the background as one, with a language each."""
    known = np.zeros((0, own.shape[1]), dtype=np.float32) if generic is None else generic
    spoken = codes(GENERIC_LANGUAGES) if len(known) else np.zeros(0, dtype=np.int64)
    if len(known) != len(spoken):
        raise ValueError(f"generic needs {len(spoken)} vectors, those of GENERIC_TEXTS; it has {len(known)}")
    if background is None or not len(background):
        return known, spoken
    first = Space.of(np.concatenate([known, own]), np.concatenate([spoken, language]))
    guessed = first.nearest_language(background)
    return np.concatenate([known, background]).astype(np.float32), np.concatenate([spoken, guessed])
