"""What a desk has learnt from its phrasings, and what it sees in a question."""

from dataclasses import dataclass, replace
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from faq_clustering.answering.material import Material
from faq_clustering.answering.ridge import Ridge
from faq_clustering.answering.space import LANGUAGES, Floats, Integers, Space
from faq_clustering.answering.views import Rows, Views
from faq_clustering.answering.votes import vote_of
from faq_clustering.answering.words import FEATURES as WORDS
from faq_clustering.answering.words import Words

CANDIDATES = 24
"""FAQs that are looked at closely; of 60 the right one is among them for .996 of questions and more."""
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
    `centres` (views, languages, FAQs, d) are the means of those rows, each of length 1 in its view. Those of
    the last view are searched for candidates: a FAISS index a language, of the FAQs that are `present`.
    """

    space: Space
    views: Views
    ridge: Ridge
    words: Words
    rows: Rows
    group: Integers
    language: Integers
    members: Integers
    centres: Floats
    others: tuple[Rows, ...]
    present: Integers
    searched: tuple[Any, ...]

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
        rows, beside = views.rows(centred), views.rows(around)
        members = speakers(group, said.language, faqs)
        centres, present = _centres(views, rows, members), np.unique(group)
        return cls(
            space=space,
            views=views,
            ridge=Ridge.of(views, rows, group, faqs, beside, grows=grows),
            words=Words.of(said.bags, group, faqs, others.bags),
            rows=rows,
            group=group,
            language=said.language,
            members=members,
            centres=centres,
            others=tuple(beside.take(others.language == code) for code in range(len(LANGUAGES))),
            present=present,
            searched=_searched(centres, present),
        )

    @property
    def faqs(self) -> int:
        """Their number, those without a phrasing included."""
        return int(self.members.shape[1])

    def candidates(self, vectors: Floats, language: int) -> Integers:
        """The FAQs that `look` looks at closely (q, k), for questions (q, d) of one language."""
        return self._candidates(self._asked(vectors, language), language)

    def look(self, vectors: Floats, language: int, bags: Any) -> Sight:
        """At questions (q, d) of one language."""
        asked = self._asked(vectors, language)
        candidates = self._candidates(asked, language)
        members = self.members[language][candidates]
        seen = self._to_phrasings(asked, members)
        background = self.others[language].cosines(asked)
        background[background >= COPY] = -1.0
        vote, foreign = vote_of(seen, background)
        nearest = np.sort(seen, axis=3)[..., :-4:-1]
        known = nearest > -1
        three = (nearest * known).sum(axis=3) / np.maximum(known.sum(axis=3), 1)
        ridge, centre = self.ridge.scores(asked, candidates), self._to_centres(asked, language, candidates)
        by_view = np.stack([ridge, nearest[..., 0], three, centre, vote], axis=3).swapaxes(1, 2)
        words = self.words.scores(bags, candidates)
        rivals = np.stack([foreign, background.max(axis=2, initial=-1.0)], axis=2)
        signals = [by_view.reshape(*candidates.shape, -1), words]
        best = seen[:, 0].argmax(axis=2)[:, :, None]
        return Sight(
            faqs=candidates,
            signals=np.concatenate(signals, axis=2).astype(np.float32, copy=False),
            score=np.zeros(candidates.shape, dtype=np.float32),
            rivals=rivals.reshape(len(rivals), -1).astype(np.float32, copy=False),
            nearest=np.take_along_axis(members, best, axis=2)[:, :, 0],
        )

    def _asked(self, vectors: Floats, language: int) -> Floats:
        return self.views(self.space.centred(vectors, np.full(len(vectors), language, dtype=np.int64)))

    def _candidates(self, asked: Floats, language: int) -> Integers:
        """The FAQs whose centres are nearest in the last view (q, k)."""
        question = np.ascontiguousarray(asked[:, -1])
        _, found = self.searched[language].search(question, min(CANDIDATES, len(self.present)))
        candidates: Integers = self.present[found]
        return candidates

    def _to_centres(self, asked: Floats, language: int, candidates: Integers) -> Floats:
        """Cosines to the candidates' means (q, views, k)."""
        centres = self.centres[:, language]
        if len(asked) == 1:
            alone = [mean[candidates[0]] @ one for mean, one in zip(centres, asked[0], strict=True)]
            return np.stack(alone)[None]
        found = [
            np.take_along_axis(asked[:, view] @ mean.T, candidates, axis=1)
            for view, mean in enumerate(centres)
        ]
        return np.stack(found, axis=1)

    def _to_phrasings(self, asked: Floats, members: Integers) -> Floats:
        """Cosines to rows (q, k, most): (q, views, k, most), -1 where there is none."""
        there = members >= 0
        used = members[there]
        place = np.arange(len(used))
        if len(asked) > 1:
            # One question meets a row once, many meet it often.
            used, place = np.unique(used, return_inverse=True)
        cosines = self.rows.take(used).cosines(asked)
        found = np.full((len(asked), asked.shape[1], *members.shape[1:]), -1.0, dtype=np.float32)
        np.moveaxis(found, 1, -1)[there] = cosines[there.nonzero()[0], :, place]
        return found

    def with_faq(self, faq: int, said: Material) -> "Desk":
        """The same with FAQ number `faq` known by these phrasings; none: it is gone.

        What all FAQs share (the views, the rarity of words, what the others learnt) stays until the next fit.
        """
        gone = np.flatnonzero(self.group == faq)
        first, last = (gone[0], gone[-1] + 1) if len(gone) else (0, 0)  # an FAQ's rows lie together

        def changed(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.concatenate([old[:first], old[last:], new])

        added = self.views.rows(self.space.centred(said.vectors, said.language))
        group = changed(self.group, np.full(len(said.language), faq, dtype=np.int64))
        language = changed(self.language, said.language)
        rows = Rows(*(changed(old, new) for old, new in zip(self.rows, added, strict=True)))
        members = speakers(group, language, max(self.faqs, faq + 1))
        centres = np.zeros((*self.centres.shape[:2], members.shape[1], self.centres.shape[3]), np.float32)
        centres[:, :, : self.faqs] = self.centres
        present = np.unique(group)
        centres[:, :, faq] = _centres(self.views, rows, members[:, faq : faq + 1])[:, :, 0]
        return replace(
            self,
            ridge=self.ridge.with_faq(self.views, faq, added),
            words=self.words.with_faq(faq, said.bags),
            rows=rows,
            group=group,
            language=language,
            members=members,
            centres=centres,
            present=present,
            searched=_searched(centres, present),
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


def _centres(views: Views, rows: Rows, members: Integers) -> Floats:
    """The means of each FAQ's rows (views, languages, FAQs, d); zeros for an FAQ without a phrasing."""
    count = rows.scale.shape[1]
    means = np.zeros((count, *members.shape[:2], rows.vectors.shape[1]), dtype=np.float32)
    for code, of_language in enumerate(members):
        for place in range(members.shape[2]):
            there = np.flatnonzero(of_language[:, place] >= 0)
            row = of_language[there, place]
            for view in range(count):
                means[view, code, there] += rows.vectors[row] * rows.scale[row, view, None]
    return views.mean(means.reshape(count, -1, means.shape[3])).reshape(means.shape)


def _searched(centres: Floats, present: Integers) -> tuple[Any, ...]:
    """Of each language, the present FAQs' centres in the last view. All are read, so nothing is missed: of
    2,000 that takes 70 µs, a graph (HNSW) 90 and misses a few, a product and a partition 110.
    """
    indexes = []
    for of_language in centres[-1]:
        index = faiss.IndexFlatIP(centres.shape[3])
        index.add(of_language[present])
        indexes.append(index)
    return tuple(indexes)
