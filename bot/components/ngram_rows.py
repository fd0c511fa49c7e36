"""TF-IDF rows of character n-grams, one text at a time."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from components.spelling import sounded_out

SPACES = re.compile(r"\s\s+")


def new_vectorizer(config: dict[str, Any]) -> TfidfVectorizer:
    """TF-IDF of character n-grams, rows of length 1, by `min_ngram`, `max_ngram`, `min_df`; to be fitted."""
    return TfidfVectorizer(
        analyzer="char",
        ngram_range=(config["min_ngram"], config["max_ngram"]),
        min_df=config["min_df"],
        sublinear_tf=True,
        preprocessor=_edged,
    )


class NgramRows:
    """What a fitted vectorizer makes of texts.

    For one text scikit-learn spends most of its time on preparing and checking matrices of one row: the
    row is written here as it stands, with the same columns and weights.
    """

    def __init__(self, grams: list[str], idf: np.ndarray, config: dict[str, Any]) -> None:
        self.grams, self.idf = grams, idf
        self._columns = {gram: column for column, gram in enumerate(grams)}
        self._sizes = range(config["min_ngram"], config["max_ngram"] + 1)

    @classmethod
    def of(cls, fitted: TfidfVectorizer, config: dict[str, Any]) -> NgramRows:
        return cls(list(fitted.get_feature_names_out()), fitted.idf_, config)

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns of a text, ascending (int32), and their weights (float64), of length 1 together."""
        edged = SPACES.sub(" ", _edged(text))
        columns = self._columns
        counts = Counter(
            columns[gram]
            for size in self._sizes
            for start in range(len(edged) - size + 1)
            if (gram := edged[start : start + size]) in columns
        )
        found = np.array(sorted(counts), dtype=np.int32)
        weights = np.array([counts[column] for column in found.tolist()], dtype=np.float64)
        weights = (1.0 + np.log(weights)) * self.idf[found]
        return found, weights / max(float(np.sqrt(weights @ weights)), 1e-12)

    def matrix(self, text: str, weight: float) -> csr_matrix:
        """The row of a text, of length `weight`: (1, n-grams)."""
        found, weights = self.row(text)
        return csr_matrix((weights * weight, found, [0, len(found)]), shape=(1, len(self.grams)))


def _edged(text: str) -> str:
    # Spaces at both ends make beginnings and endings features of their own.
    return f" {sounded_out(text)} "
