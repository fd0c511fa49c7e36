"""What inquiries ask and an FAQ's phrasings say: the words both have, and those only one has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from faq_clustering.labels.candidates import candidates_of
from faq_clustering.labels.likeness import says_the_same, within
from faq_clustering.labels.said import Said
from faq_clustering.text import Language, normalise

READ = 60
"""Inquiries, the most typical first, whose words are compared."""
MOST = 8
"""Words that are told of each kind."""
LEAST = 0.15
"""Part of the inquiries that must say a word: what one of many says is not what is asked."""
FEW = 4
"""Of fewer texts each says what is asked."""


class Piece(NamedTuple):
    """A run of a text; `new`: the FAQ's phrasings do not say it."""

    text: str
    new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Words that the inquiries share with the FAQ's phrasings, those that its answer alone says, and those
    that only the inquiries and only the phrasings have."""

    shared: tuple[str, ...]
    in_answer: tuple[str, ...]
    missing: tuple[str, ...]
    only_faq: tuple[str, ...]


def words_of(texts: Sequence[str], language: Language) -> Said:
    """Count the telling words of `texts`."""
    said = Said()
    for text in texts:
        said.add(candidates_of(text, language), 1)
    return said


def difference(asked: Said, said: Said, answer: Said) -> Difference:
    """Compare what is `asked` with what an FAQ's question and phrasings have `said`, and its `answer`."""
    often = _often(asked)
    unsaid = [key for key in often if not _says(said, key)]
    return Difference(
        shared=tuple(asked.written(key) for key in often if _says(said, key))[:MOST],
        in_answer=tuple(asked.written(key) for key in unsaid if _says(answer, key))[:MOST],
        missing=tuple(asked.written(key) for key in unsaid if not _says(answer, key))[:MOST],
        only_faq=tuple(said.written(key) for key in _often(said) if not _says(asked, key))[:MOST],
    )


def marked(text: str, said: Said, language: Language) -> tuple[Piece, ...]:
    """Return `text` in pieces: its telling words that `said` has not are new."""
    new = [surface for key, surface, *_ in candidates_of(text, language) if not _says(said, key)]
    if not new:
        return (Piece(text, False),)
    longest = "|".join(map(_whole, sorted(set(new), key=len, reverse=True)))
    wanted = {normalise(surface) for surface in new}
    parts = re.split(f"({longest})", text, flags=re.IGNORECASE)
    return tuple(Piece(part, normalise(part) in wanted) for part in parts if part)


def _whole(word: str) -> str:
    """Return the pattern of a word: a Latin one is not found inside another."""
    found = re.escape(word)
    return rf"(?<![A-Za-z0-9]){found}(?![A-Za-z0-9])" if word.isascii() else found


def _often(said: Said) -> list[str]:
    """Return the keys that many texts say, the most telling first, each thing once."""
    least = max(1 if said.texts < FEW else 2, LEAST * said.texts)
    worth = {key: n * said.weights[key] for key, n in said.count.items() if n >= least}
    chosen: list[str] = []
    for key in sorted(worth, key=lambda key: (-worth[key], key)):
        if not any(says_the_same(key, other) for other in chosen):
            chosen.append(key)
    return chosen


def _says(said: Said, key: str) -> bool:
    """Whether a word is among them, be it as a part of a longer one."""
    return key in said.count or any(within(key, other) for other in said.count)
