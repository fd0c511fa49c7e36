"""What a reviewer reads of a cluster: one typical question and a few keywords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.labels.keywords import keywords_by_cluster
from faq_clustering.labels.tokens import keywords_of
from faq_clustering.neighbours import Floats, normalised
from faq_clustering.text import Language, language_of

QUESTION_BONUS = 0.05
LENGTH_PENALTY = 0.15
LONG = {"ja": 40, "en": 80}

QUESTION = re.compile(
    r"[?？]\s*$|(?:か|かな|の|たい(?:です|のですが)?|(?:教えて|知らせて)(?:ください|下さい|ほしいです)?|方法(?:は|について)?)[。.\s]*$"
    r"|^\s*(?:how|what|why|when|where|which|who|can|could|do|does|did|is|are|am|will|would|should|may)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterName:
    """representative_row is the row, in the texts given, of the question shown for all."""

    representative_row: int
    representative: str
    keywords: tuple[str, ...]
    language: Language


def name_clusters(
    texts: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int32]
) -> dict[int, ClusterName]:
    """A name for each label but -1. vectors (n, d) are those of the n texts."""
    if not len(texts) == len(vectors) == len(labels):
        raise ValueError("Texts, vectors and labels must be as many.")
    found = [int(label) for label in np.unique(labels) if label >= 0]
    if not found:
        return {}
    unit = normalised(vectors)
    centred = normalised(unit - unit.mean(axis=0))
    members = [np.flatnonzero(labels == label) for label in found]
    languages = [_language([texts[row] for row in rows.tolist()]) for rows in members]
    keywords = keywords_by_cluster(
        [
            [keywords_of(texts[row], language) for row in rows.tolist()]
            for rows, language in zip(members, languages, strict=True)
        ]
    )
    names = {}
    for label, rows, language, words in zip(found, members, languages, keywords, strict=True):
        row = _representative(texts, centred, rows, language)
        names[label] = ClusterName(
            representative_row=row, representative=texts[row], keywords=words, language=language
        )
    return names


def _representative(
    texts: Sequence[str], centred: Floats, rows: NDArray[np.int64], language: Language
) -> int:
    """The member nearest the centre, sooner a question than a statement and sooner short than long."""
    centre = normalised(centred[rows].mean(axis=0, keepdims=True))[0]
    length = np.array([len(texts[row]) for row in rows])
    asks = np.array([QUESTION.search(texts[row]) is not None for row in rows])
    score = centred[rows] @ centre + QUESTION_BONUS * asks
    score -= LENGTH_PENALTY * np.log2(np.maximum(length / LONG[language], 1))
    return int(rows[score.argmax()])


def _language(texts: Sequence[str]) -> Language:
    english = sum(language_of(text) == "en" for text in texts)
    return "en" if 2 * english > len(texts) else "ja"
