"""Candidate keywords of one text, in the language of its cluster."""

import re
import unicodedata

from faq_clustering.labels.english import english_candidates
from faq_clustering.labels.japanese import japanese_candidates
from faq_clustering.labels.spans import Candidate
from faq_clustering.text import Language

# A question that goes on for pages says what it is about before this.
LONGEST = 2_000
# What a mask left ([電話番号], [email]), addresses, and numbers of a telephone's length.
PRIVATE = re.compile(r"\[[^\[\]\n]{1,14}\]|https?://\S+|\S+@\S+|\+?\d[\d()-]{7,}\d")
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
BARRIER = "\n"


def candidates_of(text: str, language: Language) -> list[Candidate]:
    """What the text could be found by, each key once."""
    read = japanese_candidates if language == "ja" else english_candidates
    found: dict[str, Candidate] = {}
    for candidate in read(readable(text)):
        found.setdefault(candidate.key, candidate)
    return list(found.values())


def readable(text: str) -> str:
    """The start of a text in NFKC, without control characters and without what may tell who wrote it."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    return UNWRITABLE.sub(BARRIER, PRIVATE.sub(BARRIER, text))
