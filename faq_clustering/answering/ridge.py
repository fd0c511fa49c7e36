"""Which FAQ a question belongs to: kernel ridge regression of "is it this FAQ?" on every FAQ at once.

A Gaussian kernel on unit vectors; background texts are examples of no FAQ (one against all by regularised
least squares: Rifkin & Klautau 2004). Up to `EXACT` rows the equations are solved as they are. Beyond, the
answer is built from `LANDMARKS` of them (Nyström: Williams & Seeger 2001), so the cost grows with the rows
and not with their cube.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from faq_clustering.answering.space import Floats, Integers

EXACT, LANDMARKS = 3000, 1536
FOREIGN = 300
"""Background texts used: more change no choice (.885 of them right with 300 and with 1,200)."""
WIDTH = 3.0  # exp(WIDTH · (cosine − 1)); 1 to 5 differ by less than .01 of right choices
PENALTY = 0.2
CHUNK = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Ridge:
    """`weights` (FAQs, landmarks) for the kernel between a question and `landmarks` (landmarks, d).

    `factor` (landmarks, landmarks) is Cholesky's, of the kernel among them: an FAQ added later needs it. It
    is None in a ridge that does not grow.
    """

    landmarks: Floats
    factor: Floats | None
    weights: Floats

    @classmethod
    def of(cls, rows: Floats, group: Integers, faqs: int, others: Floats, *, grows: bool = True) -> "Ridge":
        """From unit `rows` (n, d), the FAQ of each, their number, and unit rows of no FAQ (m, d)."""
        every = np.concatenate([rows, others[_some(len(others), FOREIGN)]])
        landmarks = every if len(every) <= EXACT else every[_some(len(every), LANDMARKS)]
        between = _kernel(landmarks, landmarks)
        exact, factor = len(every) <= EXACT, None
        if exact or grows:
            factor = cho_factor(between + PENALTY * np.eye(len(between), dtype=np.float32), lower=True)[0]
        if exact:
            target = np.zeros((len(every), faqs), dtype=np.float32)
            target[np.arange(len(rows)), group] = 1.0
            weights = cho_solve((factor, True), target)
        else:
            weights = _from_landmarks(every, landmarks, between, group, faqs)
        return cls(landmarks=landmarks, factor=factor, weights=np.ascontiguousarray(weights.T, np.float32))

    def scores(self, questions: Floats, candidates: Integers) -> Floats:
        """About 1 for the FAQ that a unit question (q, d) belongs to, about 0 for other candidates (q, k)."""
        seen = _kernel(questions, self.landmarks)
        if len(seen) == 1:
            single: Floats = self.weights[candidates[0]] @ seen[0]
            return single[None]
        found: Floats = np.take_along_axis(seen @ self.weights.T, candidates, axis=1)
        return found

    def with_faq(self, faq: int, rows: Floats) -> "Ridge":
        """The same with FAQ number `faq` learnt from unit `rows` (n, d); no rows: it is forgotten.

        Its own equation takes the new rows in; those of the other FAQs hear of them at the next fit.
        """
        faqs, old = max(len(self.weights), faq + 1), len(self.landmarks)
        weights = np.zeros((faqs, old + len(rows)), dtype=np.float32)
        weights[: len(self.weights), :old] = self.weights
        weights[faq] = 0.0
        if not len(rows):
            return Ridge(landmarks=self.landmarks, factor=self.factor, weights=weights)
        if self.factor is None:
            raise ValueError("this ridge was not made to grow")
        fixed = len(self.factor)
        across = _kernel(self.landmarks[:fixed], rows)
        reach = cho_solve((self.factor, True), across)
        own = _kernel(rows, rows) + PENALTY * np.eye(len(rows), dtype=np.float32) - across.T @ reach
        weights[faq, old:] = np.linalg.solve(own, np.ones(len(rows), dtype=np.float32))
        weights[faq, :fixed] = -reach @ weights[faq, old:]
        return Ridge(landmarks=np.concatenate([self.landmarks, rows]), factor=self.factor, weights=weights)


def _from_landmarks(every: Floats, landmarks: Floats, between: Floats, group: Integers, faqs: int) -> Floats:
    normal = PENALTY * between + 1e-3 * np.eye(len(landmarks), dtype=np.float32)
    target = np.zeros((len(landmarks), faqs), dtype=np.float32)
    for start in range(0, len(every), CHUNK):
        seen = _kernel(every[start : start + CHUNK], landmarks)
        normal += seen.T @ seen
        own = group[start : start + CHUNK]
        order = np.argsort(own, kind="stable")
        names, first = np.unique(own[order], return_index=True)
        if len(names):
            target[:, names] += np.add.reduceat(seen[: len(own)][order], first, axis=0).T
    solved: Floats = cho_solve(cho_factor(normal, lower=True), target)
    return solved


def _kernel(one: Floats, other: Floats) -> Floats:
    near: Floats = np.exp(WIDTH * (one @ other.T - 1.0)).astype(np.float32)
    return near


def _some(count: int, most: int) -> Integers:
    if count <= most:
        return np.arange(count, dtype=np.int64)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False)).astype(np.int64)
