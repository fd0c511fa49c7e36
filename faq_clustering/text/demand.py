"""The inquiry itself, without greeting, self-introduction, thanks, signature and quoted mail.

Two letters that share only 「お世話になっております」 must not look alike, so what is embedded is what is
asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from faq_clustering.text.letter import read_letter
from faq_clustering.text.lists import Said
from faq_clustering.text.questions import divided
from faq_clustering.text.sentences import read_sentence

CutKind = Literal["greeting", "introduction", "closing", "signature", "quote"]

# A point ends a sentence only before a space, not in "3.5" or "example.com".
SENTENCE = re.compile(r"(?:[^。｡！？!?.\n]++|\.(?=\S))++(?:[。｡！？!?.]+[」』）)]*)?")
# A Japanese sentence ends without a space.
IDLE_SPACE = re.compile(r"(?<=[。｡！？」]) ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A part of a letter that asks nothing. `closing` is thanks and all that stands before the name."""

    kind: CutKind
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """What a text asks for, and what was left out of it, both in reading order.

    Each question is on one line. There is at least one unless the text is blank.
    """

    questions: tuple[str, ...]
    cut: tuple[Cut, ...]


def read_demand(text: str) -> Demand:
    """The questions of a text. A text of courtesies alone is one question, whole."""
    said, found = _read(text)
    if not said:
        whole = _one_line([text])
        return Demand(questions=(whole,) if whole else (), cut=())
    return Demand(questions=tuple(_one_line(question) for question in divided(said)), cut=_cuts(found))


def demand_of(text: str) -> str:
    """All that the text asks for, on one line. A text of courtesies alone comes back whole."""
    said, _ = _read(text)
    return _one_line([one.text for one in said] or [text])


def asks_something(text: str) -> bool:
    """Whether the text is more than courtesies."""
    said, _ = _read(text)
    return bool(said)


def _read(text: str) -> tuple[list[Said], list[tuple[CutKind, int, str]]]:
    """What is said, and what is not: its kind, how many sentences were said before it, its words."""
    said: list[Said] = []
    found: list[tuple[CutKind, int, str]] = []
    for line in read_letter(text):
        if line.part != "body":
            found.append((line.part, len(said), line.text))
            continue
        for place, sentence in enumerate(SENTENCE.findall(line.text)):
            asked, courtesies = read_sentence(sentence.strip(), len(said))
            found.extend((kind, len(said), words) for kind, words in courtesies)
            if asked:
                said.append(Said(asked, place == 0))
    return said, found


def _cuts(found: Sequence[tuple[CutKind, int, str]]) -> tuple[Cut, ...]:
    """Neighbours of one kind with nothing said between them made one: a signature is shown whole."""
    parts = groupby(found, key=lambda part: part[:2])
    return tuple(Cut(kind=kind, text="\n".join(part[2] for part in group)) for (kind, _), group in parts)


def _one_line(sentences: Sequence[str]) -> str:
    return IDLE_SPACE.sub("", " ".join(" ".join(sentences).split()))
