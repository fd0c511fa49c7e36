"""What a reviewer reads of a cluster: one typical question and a few keywords."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.labels.candidates import candidates_of
from faq_clustering.labels.keywords import keywords_by_cluster
from faq_clustering.labels.representative import representative
from faq_clustering.labels.said import Said
from faq_clustering.neighbours import Floats, normalised
from faq_clustering.text import Language, language_of

# Different texts of a cluster, from its centre outwards, that are read for keywords.
READ = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterName:
    """representative_row is the row, in the texts given, of the question shown for all."""

    representative_row: int
    representative: str
    keywords: tuple[str, ...]
    language: Language


@dataclass(frozen=True, kw_only=True, slots=True)
class _Members:
    """The different texts of a cluster in its language, from the centre outwards.

    rows int64 (m,), the first row of each text; copies int64 (m,); nearness float32 (m,), the cosine with
    the centre.
    """

    language: Language
    rows: NDArray[np.int64]
    copies: NDArray[np.int64]
    nearness: Floats


def name_clusters(
    texts: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int32]
) -> dict[int, ClusterName]:
    """A name for each label but -1. vectors (n, d) are those of the n texts.

    The order of the rows changes nothing but which of several copies is the representative's row.
    """
    if not len(texts) == len(vectors) == len(labels):
        raise ValueError("Texts, vectors and labels must be as many.")
    if not (np.asarray(labels) >= 0).any():
        return {}
    # Sums depend on the order of what is added, so the texts come in theirs.
    order = np.array(sorted(range(len(texts)), key=texts.__getitem__))
    unit = normalised(vectors)[order]
    centred = normalised(unit - unit.mean(axis=0))
    placed = labels[order]
    clusters = {
        int(label): _members(texts, centred, order, np.flatnonzero(placed == label))
        for label in np.unique(placed)
        if label >= 0
    }
    keywords = keywords_by_cluster([_said(texts, members) for members in clusters.values()])
    names = {}
    for (label, members), words in zip(clusters.items(), keywords, strict=True):
        row = representative(texts, members.rows, members.copies, members.nearness, members.language)
        names[label] = ClusterName(
            representative_row=row, representative=texts[row], keywords=words, language=members.language
        )
    return names


def _members(
    texts: Sequence[str], centred: Floats, order: NDArray[np.int64], places: NDArray[np.int64]
) -> _Members:
    copies = Counter(texts[row] for row in order[places].tolist())
    spoken = {text: language_of(text) for text in copies}
    english = sum(count for text, count in copies.items() if spoken[text] == "en")
    language: Language = "en" if 2 * english > copies.total() else "ja"
    places = np.array([place for place in places.tolist() if spoken[texts[order[place]]] == language])
    centre = normalised(centred[places].mean(axis=0, keepdims=True))[0]
    first: dict[str, int] = {}
    for place in places.tolist():
        first.setdefault(texts[order[place]], place)
    different = np.array(list(first.values()))
    nearness = (centred[different] @ centre).round(5)
    outwards = np.argsort(-nearness, kind="stable")
    return _Members(
        language=language,
        rows=order[different[outwards]],
        copies=np.array([copies[text] for text in first])[outwards],
        nearness=nearness[outwards],
    )


def _said(texts: Sequence[str], members: _Members) -> Said:
    said = Said()
    for row, copies in zip(members.rows[:READ].tolist(), members.copies[:READ].tolist(), strict=True):
        said.add(candidates_of(texts[row], members.language), copies)
    return said
