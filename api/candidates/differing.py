"""What inquiries ask and an FAQ's phrasings say: the words both have, and those only one has."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from faq_clustering.labels.candidates import candidates_of
from faq_clustering.labels.likeness import says_the_same, within
from faq_clustering.text import Language, normalise

READ = 60
"""Inquiries, the most typical first, whose words are compared."""
MOST = 8
"""Words that are told of each kind."""
LEAST = 0.15
"""Part of the inquiries that must say a word: what one of many says is not what is asked."""


class Piece(NamedTuple):
    """A run of a text; `new`: the FAQ's phrasings do not say it."""

    text: str
    new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Words as they are written, by key, with how many texts say each, the most said first."""

    written: dict[str, str]
    count: Counter[str]
    weight: dict[str, float]
    texts: int

    def often(self) -> list[str]:
        """Return the keys that many texts say, each thing once."""
        least = max(1 if self.texts < 4 else 2, LEAST * self.texts)
        worth = {key: n * self.weight[key] for key, n in self.count.items() if n >= least}
        chosen: list[str] = []
        for key in sorted(worth, key=lambda key: (-worth[key], key)):
            if not any(says_the_same(key, other) for other in chosen):
                chosen.append(key)
        return chosen

    def say(self, key: str) -> bool:
        """Whether a word is among them, be it as a part of a longer one."""
        return key in self.count or any(within(key, other) for other in self.count)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Words that the inquiries and the FAQ share, that only the inquiries and that only the FAQ has."""

    shared: tuple[str, ...]
    missing: tuple[str, ...]
    only_faq: tuple[str, ...]


def words_of(texts: Sequence[str], language: Language) -> Words:
    """Count the telling words of `texts`."""
    words = Words(written={}, count=Counter(), weight={}, texts=len(texts))
    for text in texts:
        for key, surface, weight, _ in candidates_of(text, language):
            words.count[key] += 1
            words.written.setdefault(key, surface)
            words.weight[key] = max(weight, words.weight.get(key, 0.0))
    return words


def difference(asked: Words, said: Words) -> Difference:
    """Compare what is `asked` with what an FAQ's question and phrasings say."""
    often = asked.often()
    return Difference(
        shared=tuple(asked.written[key] for key in often if said.say(key))[:MOST],
        missing=tuple(asked.written[key] for key in often if not said.say(key))[:MOST],
        only_faq=tuple(said.written[key] for key in said.often() if not asked.say(key))[:MOST],
    )


def marked(text: str, said: Words, language: Language) -> tuple[Piece, ...]:
    """Return `text` in pieces: its telling words that `said` has not are new."""
    new = [surface for key, surface, *_ in candidates_of(text, language) if not said.say(key)]
    if not new:
        return (Piece(text, False),)
    longest = "|".join(map(re.escape, sorted(set(new), key=len, reverse=True)))
    wanted = {normalise(surface) for surface in new}
    parts = re.split(f"({longest})", text, flags=re.IGNORECASE)
    return tuple(Piece(part, normalise(part) in wanted) for part in parts if part)
