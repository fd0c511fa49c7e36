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
from faq_clustering.answering.views import Rows, Views

EXACT, LANDMARKS = 3000, 1536
FOREIGN = 300
"""Background texts used: more change no choice (.885 of them right with 300 and with 1,200)."""
WIDTH = 3.0  # exp(WIDTH · (cosine − 1)); 1 to 5 differ by less than .01 of right choices
PENALTY = 0.2
CHUNK = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Ridge:
    """In each view, `weights` (FAQs, landmarks) for the kernel between a question and the `landmarks`.

    `factors` (landmarks, landmarks) are Cholesky's, of the kernel among them: an FAQ added later needs them.
    There are none in a ridge that does not grow.
    """

    landmarks: Rows
    factors: tuple[Floats, ...]
    weights: tuple[Floats, ...]

    @classmethod
    def of(
        cls, views: Views, rows: Rows, group: Integers, faqs: int, others: Rows, *, grows: bool = True
    ) -> "Ridge":
        """From `rows` (n), the FAQ of each, their number, and rows of no FAQ (m)."""
        beside = others.take(_some(len(others.vectors), FOREIGN))
        every = Rows(*(np.concatenate(both) for both in zip(rows, beside, strict=True)))
        exact = len(every.vectors) <= EXACT
        landmarks = every if exact else every.take(_some(len(every.vectors), LANDMARKS))
        turned = views(landmarks.vectors)
        factors, weights = [], []
        for view in range(turned.shape[1]):
            between = _kernel(landmarks, turned, view)
            if exact or grows:
                penalty = PENALTY * np.eye(len(between), dtype=np.float32)
                factors.append(cho_factor(between + penalty, lower=True)[0])
            if exact:
                target = np.zeros((len(between), faqs), dtype=np.float32)
                target[np.arange(len(group)), group] = 1.0
                solved = cho_solve((factors[-1], True), target)
            else:
                solved = _from_landmarks(every, turned, view, between, group, faqs)
            weights.append(np.ascontiguousarray(solved.T, np.float32))
        return cls(landmarks=landmarks, factors=tuple(factors) if grows else (), weights=tuple(weights))

    def scores(self, asked: Floats, candidates: Integers) -> Floats:
        """About 1 for the FAQ that a question (q, views, d) belongs to, about 0 for other candidates (q, k):
        (q, views, k).
        """
        seen = self.landmarks.cosines(asked)
        seen -= 1.0
        seen *= WIDTH
        np.exp(seen, out=seen)
        if len(seen) == 1:
            alone = [weights[candidates[0]] @ one for weights, one in zip(self.weights, seen[0], strict=True)]
            return np.stack(alone)[None]
        found = [
            np.take_along_axis(seen[:, view] @ weights.T, candidates, axis=1)
            for view, weights in enumerate(self.weights)
        ]
        return np.stack(found, axis=1)

    def with_faq(self, views: Views, faq: int, rows: Rows) -> "Ridge":
        """The same with FAQ number `faq` learnt from `rows` (n); no rows: it is forgotten.

        Its own equation takes the new rows in; those of the other FAQs hear of them at the next fit.
        """
        new, old = len(rows.vectors), len(self.landmarks.vectors)
        faqs = max(len(self.weights[0]), faq + 1)
        weights = tuple(np.zeros((faqs, old + new), dtype=np.float32) for _ in self.weights)
        for table, known in zip(weights, self.weights, strict=True):
            table[: len(known), :old] = known
            table[faq] = 0.0
        if not new:
            return Ridge(landmarks=self.landmarks, factors=self.factors, weights=weights)
        if not self.factors:
            raise ValueError("this ridge was not made to grow")
        turned = views(rows.vectors)
        fixed = len(self.factors[0])
        first = Rows(self.landmarks.vectors[:fixed], self.landmarks.scale[:fixed])
        for view, (table, factor) in enumerate(zip(weights, self.factors, strict=True)):
            across = _kernel(first, turned, view)
            reach = cho_solve((factor, True), across)
            penalty = PENALTY * np.eye(new, dtype=np.float32)
            own = _kernel(rows, turned, view) + penalty - across.T @ reach
            table[faq, old:] = np.linalg.solve(own, np.ones(new, dtype=np.float32))
            table[faq, :fixed] = -reach @ table[faq, old:]
        joined = Rows(*(np.concatenate(both) for both in zip(self.landmarks, rows, strict=True)))
        return Ridge(landmarks=joined, factors=self.factors, weights=weights)


def _from_landmarks(
    every: Rows, turned: Floats, view: int, between: Floats, group: Integers, faqs: int
) -> Floats:
    """Weights (landmarks, FAQs) by which the landmarks fit all rows best in one view."""
    normal = PENALTY * between + 1e-3 * np.eye(len(between), dtype=np.float32)
    target = np.zeros((len(between), faqs), dtype=np.float32)
    for start in range(0, len(every.vectors), CHUNK):
        seen = _kernel(Rows(*(part[start : start + CHUNK] for part in every)), turned, view)
        normal += seen.T @ seen
        own = group[start : start + CHUNK]
        order = np.argsort(own, kind="stable")
        names, first = np.unique(own[order], return_index=True)
        if len(names):
            target[:, names] += np.add.reduceat(seen[: len(own)][order], first, axis=0).T
    solved: Floats = cho_solve(cho_factor(normal, lower=True), target)
    return solved


def _kernel(rows: Rows, turned: Floats, view: int) -> Floats:
    """Between rows (n) and others as `Views` turns them (m, views, d), in one view: (n, m)."""
    cosines = (rows.vectors @ turned[:, view].T) * rows.scale[:, view, None]
    near: Floats = np.exp(WIDTH * (cosines - 1.0)).astype(np.float32)
    return near


def _some(count: int, most: int) -> Integers:
    if count <= most:
        return np.arange(count, dtype=np.int64)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False)).astype(np.int64)
