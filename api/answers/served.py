"""What answers questions at one moment, and how it follows when FAQs change."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from api.answers.calibration_values import with_promises
from api.answers.similar import Neighbourhood
from faq_clustering.answering import AnswerIndex, Language, Phrasing
from faq_clustering.answering.bound import Promise

MANY = 30
"""Changed FAQs beyond which an index is learnt anew: what FAQs share would no longer fit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pinned:
    """An older calibration whose thresholds are used."""

    calibration_id: int
    promises: Mapping[Language, Promise]


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """Swapped whole: readers take it once and never see a mixture.

    `learnt` has the thresholds it was calibrated with, `index` those in use. `versions` are the served
    versions by FAQ, `state` the fingerprint of the database it was last compared with.
    """

    learnt: AnswerIndex
    index: AnswerIndex
    near: Neighbourhood | None
    versions: Mapping[int, int]
    state: str
    pinned: Pinned | None

    def changed(self, versions: Mapping[int, int]) -> list[int]:
        """Return the FAQs that were published, changed or retired since."""
        every = self.versions.keys() | versions.keys()
        return sorted(faq for faq in every if self.versions.get(faq) != versions.get(faq))

    def pinned_to(self, pinned: Pinned | None) -> "Served":
        """Return the same with the thresholds of a pinned calibration, or its own again."""
        return replace(self, pinned=pinned, index=_in_use(self.learnt, pinned))

    def following(
        self,
        faqs: Sequence[int],
        phrasings: Sequence[Phrasing],
        vectors: npt.NDArray[np.float32],
        *,
        versions: Mapping[int, int],
        state: str,
    ) -> "Served":
        """Return the same with these FAQs as `phrasings` with `vectors` (n, d) have them now."""
        learnt, near = self.learnt, self.near
        for faq in faqs:
            rows = [row for row, phrasing in enumerate(phrasings) if phrasing.faq_id == faq]
            said = [phrasings[row] for row in rows]
            learnt = learnt.with_faq(faq, said, vectors[rows], version=named(state, self.learnt.version))
            near = near.with_faq(faq, said, vectors[rows]) if near else None
        return replace(
            self,
            learnt=learnt,
            index=_in_use(learnt, self.pinned),
            near=near,
            versions=versions,
            state=state,
        )


def named(state: str, *learnt_from: object) -> str:
    """Return the name of an index: the newest version in it, and a digest of all it is made of."""
    newest = state.partition(":")[0]
    whole = "|".join(map(str, (state, *learnt_from)))
    return f"{0 if newest == 'None' else newest}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def _in_use(learnt: AnswerIndex, pinned: Pinned | None) -> AnswerIndex:
    if pinned is None:
        return learnt
    return with_promises(learnt, pinned.promises, version=f"{learnt.version}-p{pinned.calibration_id}")
