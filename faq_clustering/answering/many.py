"""Many questions at once: what `AnswerIndex.decide` would do with each, without the choices it offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.choosing import GIBBERISH, STRANGE
from faq_clustering.answering.desk import SEEN
from faq_clustering.answering.evidence import features
from faq_clustering.answering.index import ASK, AnswerIndex
from faq_clustering.answering.mentions import codes_in
from faq_clustering.answering.space import LANGUAGES, Floats, Integers
from faq_clustering.answering.threads import one_thread
from faq_clustering.answering.values import Kind, Language
from faq_clustering.answering.words import bag
from faq_clustering.embedding.keys import fold_text

CHUNK = 256
_KNOWN, _NEAREST = SEEN.index("known words"), SEEN.index("nearest phrasing, plain")


class Verdict(NamedTuple):
    """`kind` and `faq_id` are those of a `Decision`; `typed`: the question repeats an approved phrasing."""

    kind: Kind
    faq_id: int | None
    typed: bool = False


NOTHING = Verdict("none", None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Questions:
    """Texts of one language, prepared once for any number of indexes: embeddings `vectors` (n, d), words as
    `bags` (n, WIDTH, sparse), the texts `folded`. A `coded` one (n,) names a code such as an error number.
    """

    language: Language
    texts: tuple[str, ...]
    vectors: Floats
    bags: Any
    folded: tuple[str, ...]
    coded: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Floats, language: Language) -> "Questions":
        """From texts and their embeddings (n, d)."""
        return cls(
            language=language,
            texts=tuple(texts),
            vectors=vectors,
            bags=bag(texts),
            folded=tuple(map(fold_text, texts)),
            coded=np.array([bool(codes_in(text)) for text in texts], dtype=np.bool_),
        )

    def take(self, rows: Integers) -> "Questions":
        """Those of these rows."""
        places = rows.tolist()
        return Questions(
            language=self.language,
            texts=tuple(self.texts[place] for place in places),
            vectors=self.vectors[rows],
            bags=self.bags[rows],
            folded=tuple(self.folded[place] for place in places),
            coded=self.coded[rows],
        )


def decide_many(index: AnswerIndex, asked: Questions) -> list[Verdict]:
    """Decide on each.

    Texts that name a code are decided one by one: there the choice may not be the first of the ranking.
    """
    every = np.arange(len(asked.texts), dtype=np.int64)
    found: list[Verdict] = []
    for start in range(0, len(every), CHUNK):
        found += _part(index, asked.take(every[start : start + CHUNK]))
    return found


def touched(before: AnswerIndex, after: AnswerIndex, faq_id: int, asked: Questions) -> npt.NDArray[np.bool_]:
    """Which questions (n,) may be decided differently by `after`, which is `before.with_faq(faq_id, …)`.

    All that one FAQ changes in an index is what it is itself compared by. Where it is neither among the
    candidates nor typed, before and after, all that is reckoned with is the same.
    """
    found = np.zeros(len(asked.texts), dtype=np.bool_)
    for index in (before, after):
        number = index.numbers.get(faq_id)
        if index.desk is None or number is None:
            continue
        typed = {text for text, said in index.exact.items() if any(one.faq_id == faq_id for one in said)}
        found |= np.fromiter((text in typed for text in asked.folded), np.bool_, len(found))
        for start in range(0, len(found), CHUNK):
            rows = slice(start, start + CHUNK)
            with one_thread():
                candidates = index.desk.candidates(asked.vectors[rows], LANGUAGES.index(asked.language))
            found[rows] |= (candidates == number).any(axis=1)
    return found


def _part(index: AnswerIndex, asked: Questions) -> list[Verdict]:
    if index.desk is None or index.ranking is None or index.typical is None or index.calibration is None:
        return [NOTHING] * len(asked.texts)
    with one_thread():
        seen = index.desk.look(asked.vectors, LANGUAGES.index(asked.language), asked.bags)
        sight = index.ranking.order(seen)
        right, among = index.calibration.confidence(features(sight, index.typical))
    strange = (sight.signals[:, 0, _KNOWN] <= 0) & (sight.signals[:, 0, _NEAREST] < STRANGE)
    right, among = np.where(strange, right * GIBBERISH, right), np.where(strange, among * GIBBERISH, among)
    threshold = index.threshold(asked.language)
    worded = np.diff(asked.bags.indptr) > 0
    verdicts = []
    for row, (text, folded) in enumerate(zip(asked.texts, asked.folded, strict=True)):
        if not folded or not worded[row]:
            verdicts.append(NOTHING)
        elif asked.coded[row] or index.exact.get(folded):
            decision = index.decide(text, asked.vectors[row], asked.language)
            verdicts.append(Verdict(decision.kind, decision.faq_id, decision.reason == "approved_words"))
        elif right[row] >= threshold:
            verdicts.append(Verdict("answer", index.phrasings[int(sight.nearest[row, 0])].faq_id))
        else:
            verdicts.append(Verdict("none" if among[row] < ASK else "ask", None))
    return verdicts
