"""Many questions at once: what `AnswerIndex.decide` would do with each, without the choices it offers."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from faq_clustering.answering.choosing import GIBBERISH, STRANGE
from faq_clustering.answering.desk import SEEN
from faq_clustering.answering.evidence import features
from faq_clustering.answering.index import ASK, AnswerIndex
from faq_clustering.answering.mentions import codes_in
from faq_clustering.answering.space import LANGUAGES, Floats, Integers, unit
from faq_clustering.answering.values import Kind, Language
from faq_clustering.answering.words import bag, tokens
from faq_clustering.embedding.keys import fold_text

CHUNK = 256
_KNOWN, _NEAREST = SEEN.index("known words"), SEEN.index("nearest phrasing, plain")


class Verdict(NamedTuple):
    """`kind` and `faq_id` are those of a `Decision`; `typed`: the question repeats an approved phrasing."""

    kind: Kind
    faq_id: int | None
    typed: bool = False


NOTHING = Verdict("none", None)


def decide_many(
    index: AnswerIndex,
    texts: Sequence[str],
    vectors: Floats,
    language: Language,
    on_progress: Callable[[int], None] | None = None,
) -> list[Verdict]:
    """Decide on `texts`, whose embeddings are `vectors` (n, d), all in one language.

    `on_progress` hears how many are done. Texts that name a code are decided one by one: there the choice
    may not be the first of the ranking.
    """
    found: list[Verdict] = []
    for start in range(0, len(texts), CHUNK):
        part = texts[start : start + CHUNK]
        found += _part(index, part, vectors[start : start + CHUNK], language)
        if on_progress:
            on_progress(len(found))
    return found


def nearness(index: AnswerIndex, vectors: Floats, spoken: Integers, to: Floats) -> Floats:
    """The greatest cosine of each of `vectors` (n, d), in languages `spoken` (n,), to unit rows `to` (m, d),
    language means taken away as the index does (n,)."""
    assert index.desk is not None
    best: Floats = np.full(len(vectors), -1.0, dtype=np.float32)
    for start in range(0, len(vectors), 16 * CHUNK):
        rows = slice(start, start + 16 * CHUNK)
        asked = unit(index.desk.space.centred(vectors[rows], spoken[rows]))
        if len(to):
            best[rows] = (asked @ to.T).max(axis=1)
    return best


def _part(index: AnswerIndex, texts: Sequence[str], vectors: Floats, language: Language) -> list[Verdict]:
    if index.desk is None or index.ranking is None or index.typical is None or index.calibration is None:
        return [NOTHING] * len(texts)
    bags: Any = bag(texts)
    sight = index.ranking.order(index.desk.look(vectors, LANGUAGES.index(language), bags))
    right, among = index.calibration.confidence(features(sight, index.typical))
    strange = (sight.signals[:, 0, _KNOWN] <= 0) & (sight.signals[:, 0, _NEAREST] < STRANGE)
    right, among = np.where(strange, right * GIBBERISH, right), np.where(strange, among * GIBBERISH, among)
    threshold = index.threshold(language)
    verdicts = []
    for row, text in enumerate(texts):
        folded = fold_text(text)
        if not folded or not tokens(text):
            verdicts.append(NOTHING)
            continue
        typed = index.exact.get(folded, ())
        if typed or codes_in(text):
            decision = index.decide(text, vectors[row], language)
            verdicts.append(Verdict(decision.kind, decision.faq_id, decision.reason == "approved_words"))
        elif right[row] >= threshold:
            verdicts.append(Verdict("answer", index.phrasings[int(sight.nearest[row, 0])].faq_id))
        else:
            verdicts.append(Verdict("none" if among[row] < ASK else "ask", None))
    return verdicts
