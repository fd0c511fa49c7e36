"""From what was seen in a question to the numbers that tell how sure the choice is."""

from dataclasses import dataclass

import numpy as np

from faq_clustering.answering.desk import PER_VIEW, SEEN, VIEWS, Sight
from faq_clustering.answering.space import Floats, Integers

SIGNALS = (*SEEN, "score")
FEATURES = (
    *SIGNALS,
    *(f"{name}: lead" for name in SIGNALS),
    *(f"{name}: against the FAQ's own phrasings" for name in SIGNALS),
    "score: lead over the third",
    *(f"{name}, {view}" for view in VIEWS for name in ("vote of the background", "lead over the background")),
)
PATIENCE = 3.0
"""What all FAQs have in common weighs as much as so many phrasings of the FAQ at hand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Typical:
    """What an FAQ's own phrasings look like to it when they are new: `mean` (FAQs, signals), `spread`
    (signals,).

    A question that looks worse than they do may be about something next to the FAQ.
    """

    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, own: Floats, group: Integers, faqs: int) -> "Typical":
        """From signals (n, signals) of held-out phrasings for their own FAQ."""
        if not len(own):
            return cls(
                mean=np.zeros((faqs, len(SIGNALS)), np.float32), spread=np.ones(len(SIGNALS), np.float32)
            )
        sums = np.zeros((faqs, own.shape[1]))
        np.add.at(sums, group, own)
        count = np.bincount(group, minlength=faqs)[:, None]
        mean = (sums + PATIENCE * own.mean(axis=0)) / (count + PATIENCE)
        return cls(mean=mean.astype(np.float32), spread=np.maximum(own.std(axis=0), 1e-3).astype(np.float32))

    def with_faq(self, faq: int) -> "Typical":
        """With an FAQ of which nothing is known yet: like the average one."""
        usual = self.mean.mean(axis=0, keepdims=True) if len(self.mean) else self.spread[None] * 0
        mean = np.concatenate([self.mean[:faq], usual, self.mean[faq + 1 :]])
        return Typical(mean=mean, spread=self.spread)


def with_score(sight: Sight) -> Floats:
    """Signals (q, k, len(SIGNALS)), the score among them."""
    every: Floats = np.concatenate([sight.signals, sight.score[:, :, None]], axis=2)
    return every


def features(sight: Sight, typical: Typical) -> Floats:
    """The evidence (q, len(FEATURES)) that the best candidate is right."""
    signals = with_score(sight)
    first = signals[:, 0]
    alone = signals.shape[1] < 2
    lead = np.maximum(first, 0.0) if alone else first - signals[:, 1:].max(axis=1)
    own = (first - typical.mean[sight.faqs[:, 0]]) / typical.spread
    score = signals[:, :, -1]
    third = score[:, 0] - score[:, 2] if score.shape[1] > 2 else score[:, 0]
    nearest = first[:, 1 : len(VIEWS) * len(PER_VIEW) : len(PER_VIEW)]
    beside = np.stack([sight.rivals[:, 0::2], nearest - sight.rivals[:, 1::2]], axis=2).reshape(
        len(first), -1
    )
    every: Floats = np.concatenate([first, lead, own, third[:, None], beside], axis=1).astype(np.float32)
    return every
