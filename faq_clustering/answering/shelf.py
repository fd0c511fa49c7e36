"""The approved phrasings, arranged for comparing questions with them (FAISS inner products)."""

from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np

from faq_clustering.answering.space import LANGUAGES, Floats, Integers, unit

NEIGHBOURS = 2048
COPY = 0.97  # background this near is the same question, not a competitor


@dataclass(frozen=True, kw_only=True, slots=True)
class Centres:
    """Phrasings as unit `rows` (n, d), and `sums` (languages, FAQs, d) of those that speak for an FAQ."""

    rows: Floats
    sums: Floats
    squares: Floats

    @classmethod
    def of(cls, vectors: Floats, speakers: Integers) -> "Centres":
        rows = unit(vectors)
        sums = np.stack([(rows[of] * (of >= 0)[:, :, None]).sum(axis=1) for of in speakers])
        return cls(rows=rows, sums=sums, squares=(sums * sums).sum(axis=2))

    def cosines(self, asked: Floats, language: int, group: Integers, own_row: Integers | None) -> Floats:
        """Cosine of unit `asked` to each FAQ's mean (q, FAQs), a question's own row left out."""
        products = asked @ self.sums[language].T
        squares = np.repeat(self.squares[language][None], len(asked), axis=0)
        if own_row is not None:
            own, here = group[own_row], np.arange(len(asked))
            products[here, own] -= 1.0
            squares[here, own] += 1.0 - 2.0 * (self.sums[language][own] * self.rows[own_row]).sum(axis=1)
        cosines: Floats = products / np.sqrt(np.maximum(squares, 1e-9))
        return np.clip(cosines, -1.0, 1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """The phrasings, sorted by FAQ. `group` (n,) numbers the FAQs from 0 without gaps.

    `centred` is (n, d), `speakers` (languages, FAQs, most): the rows that speak for an FAQ to a question of
    that language, -1 where there are fewer. They are those of the same language, or all when it has none.
    """

    centred: Floats
    group: Integers
    language: Integers
    speakers: Integers
    centres: Centres
    phrasings: Any
    background: Any
    background_language: Integers

    @classmethod
    def of(
        cls,
        centred: Floats,
        group: Integers,
        language: Integers,
        background: Floats,
        background_language: Integers,
    ) -> "Shelf":
        speakers = _speakers(group, language)
        return cls(
            centred=centred,
            group=group,
            language=language,
            speakers=speakers,
            centres=Centres.of(centred, speakers),
            phrasings=_index(unit(centred)),
            background=_index(unit(background)),
            background_language=background_language,
        )

    def whitened(self, transform: Floats) -> Centres:
        """The phrasings' centres after `transform`."""
        return Centres.of(self.centred @ transform, self.speakers)

    def cosines(self, asked: Floats) -> Floats:
        """Cosine to every phrasing (q, n); beyond the nearest 2048, that of the farthest found."""
        size = len(self.group)
        found, rows = self.phrasings.search(np.ascontiguousarray(asked), min(size, NEIGHBOURS))
        every: Floats = np.repeat(found[:, -1:], size, axis=1)
        np.put_along_axis(every, rows, found, axis=1)
        return every

    def rival(self, asked: Floats, language: int, own: Integers | None) -> Floats:
        """Cosine of the nearest background text of the same language (q,), -1 without one."""
        if not self.background.ntotal:
            return np.full(len(asked), -1.0, dtype=np.float32)
        found, rows = self.background.search(np.ascontiguousarray(asked), min(self.background.ntotal, 64))
        usable = (self.background_language[rows] == language) & (found < COPY)
        if own is not None:
            usable &= rows != own[:, None]
        nearest: Floats = np.where(usable, found, -1.0).max(axis=1)
        return nearest

    @property
    def faqs(self) -> int:
        return int(self.speakers.shape[1])


def _speakers(group: Integers, language: Integers) -> Integers:
    members: list[list[Integers]] = []
    for code in range(len(LANGUAGES)):
        every = [np.flatnonzero(group == faq) for faq in range(int(group.max()) + 1)]
        same = [rows[language[rows] == code] for rows in every]
        members.append([own if len(own) else rows for own, rows in zip(same, every, strict=True)])
    most = max(len(rows) for of_language in members for rows in of_language)
    speakers = np.full((len(LANGUAGES), len(members[0]), most), -1, dtype=np.int64)
    for code, of_language in enumerate(members):
        for faq, rows in enumerate(of_language):
            speakers[code, faq, : len(rows)] = rows
    return speakers


def _index(vectors: Floats) -> Any:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index
