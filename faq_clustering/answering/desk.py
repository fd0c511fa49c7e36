"""What a desk has learnt from its phrasings, and what it sees in a question."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.material import Material
from faq_clustering.answering.ridge import Ridge
from faq_clustering.answering.space import LANGUAGES, Floats, Integers, Space, unit
from faq_clustering.answering.views import Views
from faq_clustering.answering.words import FEATURES as WORDS
from faq_clustering.answering.words import Words

CANDIDATES = 24
"""FAQs that are looked at closely; of 60 the right one is among them for .996 of questions and more."""
VOTERS, NEARNESS = 10, 0.08
"""Neighbours that vote, and how fast a vote fades with the cosine."""
COPY = 0.985
"""Background this near is the same question, not a competitor."""
VIEWS = ("plain", "tempered", "within")
PER_VIEW = ("ridge", "nearest phrasing", "three nearest", "centre", "vote")
SEEN = (*(f"{name}, {view}" for view in VIEWS for name in PER_VIEW), *WORDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What was seen in questions: their likeliest FAQs (q, k) and signals of each.

    `signals` is (q, k, signals), `score` (q, k) what they are ranked by; `rivals` (q, 2 per view) the
    background's share of the vote and the cosine of its nearest text; `nearest` (q, k) the row of the
    phrasing that is nearest.
    """

    faqs: Integers
    signals: Floats
    score: Floats
    rivals: Floats
    nearest: Integers


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Learnt from phrasings. `members` (languages, FAQs, most) are the rows that speak for an FAQ to a
    question of that language, -1 where there are fewer: those of the same language, or all when it has none.
    """

    space: Space
    views: Views
    ridges: tuple[Ridge, ...]
    words: Words
    rows: tuple[Floats, ...]
    group: Integers
    language: Integers
    members: Integers
    centres: tuple[Floats, ...]
    others: tuple[tuple[Floats, ...], ...]

    @classmethod
    def learn(
        cls,
        said: Material,
        group: Integers,
        faqs: int,
        others: Material,
        unlabelled: Material | None = None,
        *,
        grows: bool = False,
    ) -> "Desk":
        """From phrasings, the number of each one's FAQ (below `faqs`), and texts that no FAQ answers.

        `unlabelled` are recent questions of which nothing is known: they show how questions vary. Only a desk
        that `grows` can be given another FAQ.
        """
        space = Space.of(
            np.concatenate([said.vectors, others.vectors]), np.concatenate([said.language, others.language])
        )
        centred, around = (
            space.centred(said.vectors, said.language),
            space.centred(others.vectors, others.language),
        )
        wide = around
        if unlabelled is not None:
            wide = np.concatenate([around, space.centred(unlabelled.vectors, unlabelled.language)])
        views = Views.of(centred, group, wide)
        rows, beside = views(centred), views(around)
        members = speakers(group, said.language, faqs)
        return cls(
            space=space,
            views=views,
            ridges=tuple(
                Ridge.of(row, group, faqs, near, grows=grows) for row, near in zip(rows, beside, strict=True)
            ),
            words=Words.of(said.bags, group, faqs, others.bags),
            rows=rows,
            group=group,
            language=said.language,
            members=members,
            centres=tuple(_centres(row, members) for row in rows),
            others=tuple(
                tuple(near[others.language == code] for code in range(len(LANGUAGES))) for near in beside
            ),
        )

    @property
    def faqs(self) -> int:
        """Their number, those without a phrasing included."""
        return int(self.members.shape[1])

    def look(self, vectors: Floats, language: int, bags: Any) -> Sight:
        """At questions (q, d) of one language."""
        asked = self.views(self.space.centred(vectors, np.full(len(vectors), language, dtype=np.int64)))
        far = asked[-1] @ self.centres[-1][language].T
        there = (self.members[language] >= 0).any(axis=1)
        candidates = _likeliest(np.where(there, far, -np.inf), min(CANDIDATES, int(there.sum())))
        signals, rivals, nearest = [], [], []
        for view, (question, ridge) in enumerate(zip(asked, self.ridges, strict=True)):
            seen, rows = self._cosines(question, view, language, candidates)
            background = question @ self.others[view][language].T
            background = np.where(background < COPY, background, -1.0)
            vote, foreign = _vote(seen, background)
            ordered = -np.sort(-seen, axis=2)[:, :, :3]
            three = np.where(ordered > -1, ordered, 0.0).sum(axis=2) / np.maximum(
                (ordered > -1).sum(axis=2), 1
            )
            signals += [
                ridge.scores(question, candidates),
                ordered[:, :, 0],
                three,
                self._to_centres(question, view, language, candidates),
                vote,
            ]
            rivals += [foreign, background.max(axis=1, initial=-1.0)]
            nearest.append(np.take_along_axis(rows, seen.argmax(axis=2)[:, :, None], axis=2)[:, :, 0])
        words = self.words.scores(bags, candidates)
        every = np.concatenate([np.stack(signals, axis=2), words], axis=2).astype(np.float32)
        return Sight(
            faqs=candidates,
            signals=every,
            score=np.zeros(candidates.shape, dtype=np.float32),
            rivals=np.stack(rivals, axis=1).astype(np.float32),
            nearest=nearest[0],
        )

    def _to_centres(self, question: Floats, view: int, language: int, candidates: Integers) -> Floats:
        """Cosines to the candidates' means (q, k)."""
        centres = self.centres[view][language]
        if len(question) == 1:
            one: Floats = question @ centres[candidates[0]].T
            return one
        found: Floats = np.take_along_axis(question @ centres.T, candidates, axis=1)
        return found

    def _cosines(
        self, question: Floats, view: int, language: int, candidates: Integers
    ) -> tuple[Floats, Integers]:
        """Cosines to the candidates' phrasings (q, k, most), -1 where there is none, and their rows."""
        rows = self.members[language][candidates]
        used, place = np.unique(rows, return_inverse=True)
        cosines = question @ self.rows[view][used].T
        place = place.reshape(len(question), -1)
        found = np.take_along_axis(cosines, place, axis=1).reshape(rows.shape)
        cosine: Floats = np.where(rows >= 0, found, -1.0)
        return cosine, rows

    def with_faq(self, faq: int, said: Material) -> "Desk":
        """The same with FAQ number `faq` known by these phrasings; none: it is gone.

        What all FAQs share (the views, the rarity of words, what the others learnt) stays until the next fit.
        """
        gone = np.flatnonzero(self.group == faq)
        first, last = (gone[0], gone[-1] + 1) if len(gone) else (0, 0)  # an FAQ's rows lie together

        def changed(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.concatenate([old[:first], old[last:], new])

        added = self.views(self.space.centred(said.vectors, said.language))
        faqs = max(self.faqs, faq + 1)
        group = changed(self.group, np.full(len(said.language), faq, dtype=np.int64))
        language = changed(self.language, said.language)
        rows = tuple(changed(old, new) for old, new in zip(self.rows, added, strict=True))
        members = speakers(group, language, faqs)
        return replace(
            self,
            ridges=tuple(ridge.with_faq(faq, new) for ridge, new in zip(self.ridges, added, strict=True)),
            words=self.words.with_faq(faq, said.bags),
            rows=rows,
            group=group,
            language=language,
            members=members,
            centres=tuple(
                _with_centre(old, faq, row, members) for old, row in zip(self.centres, rows, strict=True)
            ),
        )


def speakers(group: Integers, language: Integers, faqs: int) -> Integers:
    """The rows that speak for each FAQ to each language (languages, FAQs, most)."""
    order = np.argsort(group, kind="stable")
    found: list[list[Integers]] = []
    bounds = np.searchsorted(group[order], np.arange(faqs + 1))
    every = [order[bounds[faq] : bounds[faq + 1]] for faq in range(faqs)]
    for code in range(len(LANGUAGES)):
        same = [rows[language[rows] == code] for rows in every]
        found.append([own if len(own) else rows for own, rows in zip(same, every, strict=True)])
    most = max((len(rows) for of_language in found for rows in of_language), default=0)
    table = np.full((len(LANGUAGES), faqs, max(most, 1)), -1, dtype=np.int64)
    for code, of_language in enumerate(found):
        for faq, rows in enumerate(of_language):
            table[code, faq, : len(rows)] = rows
    return table


def _centres(rows: Floats, members: Integers) -> Floats:
    """Unit means (languages, FAQs, d); zeros for an FAQ without a phrasing."""
    means = np.zeros((*members.shape[:2], rows.shape[1]), dtype=np.float32)
    for code, of_language in enumerate(members):
        for place in range(members.shape[2]):
            there = of_language[:, place] >= 0
            means[code, there] += rows[of_language[there, place]]
    return unit(means)


def _with_centre(centres: Floats, faq: int, rows: Floats, members: Integers) -> Floats:
    faqs = members.shape[1]
    new = np.zeros((len(centres), faqs, centres.shape[2]), dtype=np.float32)
    new[:, : centres.shape[1]] = centres
    new[:, faq] = _centres(rows, members[:, faq : faq + 1])[:, 0]
    return new


def _likeliest(scores: Floats, count: int) -> Integers:
    if count >= scores.shape[1]:
        return np.repeat(np.arange(scores.shape[1], dtype=np.int64)[None], len(scores), axis=0)
    best: Integers = np.argpartition(-scores, count - 1, axis=1)[:, :count].astype(np.int64)
    return best


def _vote(seen: Floats, background: Floats) -> tuple[Floats, Floats]:
    """Each candidate's and the background's share of the nearest texts' votes."""
    flat = seen.reshape(len(seen), -1)
    both = np.concatenate([flat, background], axis=1)
    count = min(VOTERS, both.shape[1])
    near = np.argpartition(-both, count - 1, axis=1)[:, :count]
    weight = np.zeros_like(both)
    top = np.take_along_axis(both, near, axis=1)
    strength = np.exp((top - top.max(axis=1, keepdims=True)) / NEARNESS) * (top > -1)
    np.put_along_axis(weight, near, strength, axis=1)
    weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    own = weight[:, : flat.shape[1]].reshape(seen.shape).sum(axis=2)
    foreign = weight[:, flat.shape[1] :].sum(axis=1)
    return own, foreign
