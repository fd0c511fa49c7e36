"""The words of a question against those of each FAQ's phrasings.

Embeddings put "set an alarm" beside "remove an alarm", and E-203 beside E-204. Words tell them apart: what
the FAQ never says, and what it always says and the question does not. Latin words count by their first
letters, Japanese by pairs of characters, so nothing has to be segmented while a customer waits.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils import murmurhash3_32

from faq_clustering.answering.space import Floats, Integers

WIDTH = 2**18
STEM = 5
_RUN = re.compile(r"[a-z0-9]+|[぀-ヿ㐀-鿿ー々]+|\w+")
FEATURES = ("known words", "key words", "likelihood of the words")


def tokens(text: str) -> list[str]:
    """Stems of Latin words and pairs of Japanese characters, in order."""
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if run.isascii() or len(run) == 1:
            found.append(run[:STEM])
        else:
            found += [run[place : place + 2] for place in range(len(run) - 1)]
    return found


def bag(texts: Sequence[str]) -> Any:
    """A sparse row of ones (n, WIDTH) for each text; the columns are hashes of its tokens, in order."""
    places = [sorted({abs(murmurhash3_32(token)) % WIDTH for token in tokens(text)}) for text in texts]
    ends = np.cumsum([0, *map(len, places)])
    columns = np.fromiter(chain.from_iterable(places), np.int32, ends[-1])
    return sparse.csr_matrix(
        (np.ones(ends[-1], np.float32), columns, ends.astype(np.int32)), shape=(len(texts), WIDTH)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What the FAQs' words are worth. The three tables are sparse (FAQs, WIDTH); `usual` is the share of
    all texts that have a word (WIDTH,); the rest is a number an FAQ.
    """

    usual: Floats
    known: Any
    key: Any
    likelihood: Any
    key_total: Floats
    absent: Floats
    unknown: Floats

    @classmethod
    def of(cls, said: Any, group: Integers, faqs: int, others: Any) -> "Words":
        """From the phrasings' bags (n, WIDTH), the FAQ of each, and the bags of texts of no FAQ."""
        often = np.asarray(said.sum(axis=0)).ravel() + np.asarray(others.sum(axis=0)).ravel()
        usual = ((often + 0.5) / (said.shape[0] + others.shape[0] + 1)).astype(np.float32)
        member = sparse.csr_matrix(
            (np.ones(len(group)), (group, np.arange(len(group)))), shape=(faqs, len(group))
        )
        return cls(usual=usual, **_tables(member @ said, np.asarray(member.sum(axis=1)).ravel(), usual))

    def with_faq(self, faq: int, said: Any) -> "Words":
        """The same with FAQ number `faq` known by phrasings with these bags."""
        new = _tables(sparse.csr_matrix(said.sum(axis=0)), np.array([float(said.shape[0])]), self.usual)
        changed = {name: _put(getattr(self, name), faq, value) for name, value in new.items()}
        return replace(self, **changed)

    def scores(self, asked: Any, candidates: Integers) -> Floats:
        """For bags (q, WIDTH) and FAQs (q, k): (q, k, 3), as `FEATURES` says.

        The share of the question's words, by rarity, that the FAQ knows; the share of the FAQ's own words
        that the question says; the log-likelihood ratio of its words under the FAQ and under all texts.
        """
        worth = -np.log(self.usual[asked.indices])
        count = np.diff(asked.indptr)[:, None]
        row = np.repeat(np.arange(asked.shape[0]), count[:, 0])
        total = np.maximum(np.bincount(row, worth, asked.shape[0]), 1e-6)[:, None]
        single = asked.shape[0] == 1
        known, key, likely = (
            self._of_one(asked.indices, candidates[0]) if single else self._of_all(asked, worth, candidates)
        )
        known, key = known / total, key / self.key_total[candidates]
        likely = likely + count * self.unknown[candidates] + self.absent[candidates]
        stacked: Floats = np.stack([known, key, likely], axis=2).astype(np.float32)
        return stacked

    def _of_all(self, asked: Any, worth: Floats, candidates: Integers) -> tuple[Any, Any, Any]:
        rare = sparse.csr_matrix((worth, asked.indices, asked.indptr), shape=asked.shape)
        return (
            _products(rare, self.known, candidates),
            _products(asked, self.key, candidates),
            _products(asked, self.likelihood, candidates),
        )

    def _of_one(
        self, words: npt.NDArray[np.int32], candidates: Integers
    ) -> tuple[npt.NDArray[np.float64], ...]:
        """The same for the words of one question, in order, without a sparse product: the three tables have
        the same places.
        """
        start = self.known.indptr[candidates]
        length = self.known.indptr[candidates + 1] - start
        end = np.cumsum(length)
        if not len(words) or not end[-1]:
            nothing = np.zeros((1, len(candidates)))
            return nothing, nothing, nothing
        place = np.arange(end[-1]) + np.repeat(start - end + length, length)
        said = self.known.indices[place]
        hit = np.flatnonzero(words[np.minimum(np.searchsorted(words, said), len(words) - 1)] == said)
        owner, place, said = np.searchsorted(end, hit, side="right"), place[hit], said[hit]

        def total(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
            return np.bincount(owner, values, len(candidates))[None].astype(np.float64)

        rarity = -np.log(self.usual[said])
        return total(rarity), total(self.key.data[place]), total(self.likelihood.data[place])


def _products(asked: Any, table: Any, candidates: Integers) -> npt.NDArray[np.float64]:
    """Those of questions (q, WIDTH) with their candidates' rows (q, k)."""
    every = np.asarray((asked @ table.T).todense())
    found: npt.NDArray[np.float64] = np.take_along_axis(every, candidates, axis=1)
    return found


def _tables(counts: Any, phrasings: npt.NDArray[np.float64], usual: Floats) -> dict[str, Any]:
    """From how many phrasings of each FAQ (row) say a word (column), and how many phrasings each has."""
    table = counts.tocoo()
    faqs, faq, word = counts.shape[0], table.row, table.col
    size = np.maximum(phrasings, 1.0)
    common = usual[word].astype(np.float64)
    smooth = (table.data + 2 * common) / (size[faq] + 2)
    missing = np.log((1 - smooth + 1e-3) / (1 - common + 1e-3))
    unknown = np.log(2 / (size + 2))
    key = np.maximum(table.data / size[faq] - common, 0.0) * -np.log(common)

    def sparse_of(values: npt.NDArray[np.float64]) -> Any:
        return sparse.csr_matrix((values.astype(np.float32), (faq, word)), shape=counts.shape)

    return {
        "known": sparse_of(np.ones(len(word))),
        "key": sparse_of(key),
        "likelihood": sparse_of(np.log(smooth / common) - missing - unknown[faq]),
        "key_total": np.maximum(np.bincount(faq, key, faqs), 1e-6).astype(np.float32),
        "absent": np.bincount(faq, missing, faqs).astype(np.float32),
        "unknown": unknown.astype(np.float32),
    }


def _put(table: Any, faq: int, row: Any) -> Any:
    if isinstance(table, np.ndarray):
        return np.concatenate([table[:faq], row, table[faq + 1 :]])
    return sparse.vstack([table[:faq], row, table[faq + 1 :]]).tocsr()
