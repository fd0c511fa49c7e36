"""Candidate keywords: what of a row of words can stand alone, and how one candidate is told from another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Word(NamedTuple):
    """One word of a phrase. key is what makes two writings the same word; surface is as written."""

    key: str
    surface: str
    opens: bool = True
    """A candidate may begin here: not at 段階 of 二段階."""
    closes: bool = True
    """A candidate may end here: not at 再 of 再インストール."""


class Candidate(NamedTuple):
    """What a text could be found by."""

    key: str
    surface: str
    weight: float = 1.0
    """Nouns 1; what says less by itself, less."""
    proper: bool = False
    """It may name somebody: one text that says it is not enough."""


def spans(words: Sequence[Word], *, longest: int, glue: str) -> Iterator[tuple[int, int, str, str]]:
    """Each run of at most `longest` openings: its first word, the place after its last, key and surface."""
    for first, word in enumerate(words):
        if not word.opens:
            continue
        pieces = 0
        for end in range(first + 1, len(words) + 1):
            pieces += words[end - 1].opens
            if pieces > longest:
                break
            if words[end - 1].closes and (end == len(words) or _cut(words, end)):
                run = words[first:end]
                yield first, end, glue.join(w.key for w in run), glue.join(w.surface for w in run)


def _cut(words: Sequence[Word], end: int) -> bool:
    """After シフト of シフト表 a candidate may end, although none may begin at 表."""
    return words[end].opens or words[end].closes
