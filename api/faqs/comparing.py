"""Two versions of an FAQ side by side, word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from api.faqs.models import FaqVersion
from api.faqs.publishing import draft_of
from faq_clustering.text.morphemes import morphemes

TEXTS = ("question_ja", "answer_ja", "question_en", "answer_en")
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龯]")
WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A run of words that stayed, went or came."""

    kind: Literal["same", "gone", "come"]
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What changed: texts by field as pieces, single values and sets as what went and what came.

    Only what differs is in it.
    """

    texts: dict[str, list[Piece]]
    values: dict[str, tuple[str, str]]
    sets: dict[str, tuple[list[str], list[str]]]

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return not (self.texts or self.values or self.sets)


def compare(old: FaqVersion, new: FaqVersion) -> Comparison:
    """Return what is different in `new`, drafts among it."""
    before, after = draft_of(old), draft_of(new)
    texts = {
        name: pieces(getattr(before, name) or "", getattr(after, name) or "")
        for name in TEXTS
        if getattr(before, name) != getattr(after, name)
    }
    values = {
        name: (str(getattr(old, name) or ""), str(getattr(new, name) or ""))
        for name in ("category", "audience", "valid_until")
        if getattr(old, name) != getattr(new, name)
    }
    sets = {
        "tags": _moved(old.tags, new.tags),
        "phrasings": _moved(
            (wording.text for wording in before.phrasings), (wording.text for wording in after.phrasings)
        ),
        "drafts": _moved(before.drafts, after.drafts),
    }
    moved = {name: both for name, both in sets.items() if any(both)}
    return Comparison(texts=texts, values=values, sets=moved)


def pieces(old: str, new: str) -> list[Piece]:
    """Return both texts as one run: what stayed, what went before what came in its place."""
    before, after = words(old), words(new)
    found: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(before[i:j])))
            continue
        if i < j:
            found.append(Piece("gone", "".join(before[i:j])))
        if k < m:
            found.append(Piece("come", "".join(after[k:m])))
    return found


def words(text: str) -> Sequence[str]:
    """Part a text into words, its spaces and signs among them; Japanese by its morphemes."""
    if JAPANESE.search(text):
        found = [morpheme.surface for morpheme in morphemes(text)]
        if "".join(found) == text:
            return found
    return WORDS.findall(text)


def _moved(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    before, after = list(old), list(new)
    return [one for one in before if one not in after], [one for one in after if one not in before]
