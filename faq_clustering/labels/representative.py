"""The question shown for a cluster: near its centre, and one that a reader takes in at a glance."""

import re
from collections.abc import Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from faq_clustering.labels.candidates import PRIVATE
from faq_clustering.labels.english import is_name
from faq_clustering.neighbours import Floats
from faq_clustering.text import Language
from faq_clustering.text.morphemes import morphemes

# All in cosines.
QUESTION_BONUS = 0.05
LENGTH_PENALTY = 0.15
FRAGMENT_PENALTY = 0.1
PRIVATE_PENALTY = 0.1
COPIES_BONUS = 0.02
LONG = {"ja": 40, "en": 80}
SHORT = {"ja": 8, "en": 16}
# A long text is a question by its end; it is told apart by its start.
ENDING = 400
# Names are looked for in so many of the best.
LOOKED_AT = 20

QUESTION = re.compile(
    r"[?？]\s*$"
    r"|(?:か|かな|の|たい(?:です|のですが|ん(?:です|ですが)?)?|(?:教えて|知らせて|して)(?:ください|下さい|ほしい(?:です)?)?"
    r"|(?:お願いし?ます|お願い致します|お願いいたします)|方法(?:は|について)?)[。.!！\s]*$"
    r"|^\s*(?:how|what|why|when|where|which|who|can|could|do|does|did|is|are|am|will|would|should|may)\b"
    r"|^\s*(?:i (?:want|need|would like)|i'd like|please)\b",
    re.IGNORECASE,
)
MANY_DIGITS = re.compile(r"\d{5,}|\d{2,4}-\d{3,}")
TITLED = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\b")
CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


def representative(
    texts: Sequence[str],
    rows: NDArray[np.int64],
    copies: NDArray[np.int64],
    nearness: Floats,
    language: Language,
) -> int:
    """The row of a cluster's question.

    Sooner near the centre, asked as a question, short but no fragment, said by many, naming nobody. rows,
    copies and nearness (m,) as in names.py.
    """
    score = nearness + COPIES_BONUS * np.log2(copies)
    score += [_form(texts[row], language) for row in rows.tolist()]
    best = np.argsort(-score.round(5), kind="stable")[:LOOKED_AT]
    score[best] -= [PRIVATE_PENALTY * _is_private(texts[row]) for row in rows[best].tolist()]
    return int(rows[best[score[best].round(5).argmax()]])


def _form(text: str, language: Language) -> float:
    """What its form adds to a text, in cosines; less than nothing for a fragment and for a letter."""
    length = max(len(text.strip()), 1)
    asks = QUESTION_BONUS * bool(QUESTION.search(text if length <= ENDING else text[-ENDING:]))
    long = LENGTH_PENALTY * max(log2(length / LONG[language]), 0)
    return asks - long - FRAGMENT_PENALTY * max(log2(SHORT[language] / length), 0)


def _is_private(text: str) -> bool:
    """Whether it has a name, an address, a number that is somebody's, or the mask of one."""
    text = text[:ENDING]
    if PRIVATE.search(text) or MANY_DIGITS.search(text) or TITLED.search(text):
        return True
    if any(is_name(word) for word in CAPITALISED.findall(text)):
        return True
    return any(word.is_name and not word.surface.isascii() for word in morphemes(text))
