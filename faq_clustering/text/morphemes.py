"""Japanese words, by Sudachi in mode C (longest units)."""

from functools import cache
from threading import local
from typing import Any, NamedTuple

from sudachipy import Dictionary, SplitMode


class Morpheme(NamedTuple):
    surface: str
    dictionary_form: str
    kind: str
    """First part of speech: 名詞, 動詞, 助詞…"""
    details: tuple[str, ...]
    """The finer ones: 固有名詞, 人名, 姓…"""
    normalized_form: str
    """One writing for all: 取り消し for 取消, 2 for 二."""
    conjugation: str
    """五段-カ行, 下一段-ラ行…; * for what is not conjugated."""

    @property
    def is_name(self) -> bool:
        """A person's or a place's name; many surnames are both."""
        return "人名" in self.details or "地名" in self.details


def morphemes(text: str) -> list[Morpheme]:
    """The words of a text; a text Sudachi refuses for its length is read in part."""
    return [_morpheme(found) for found in _tokenizer().tokenize(text[:LONGEST])]


def _morpheme(found: Any) -> Morpheme:
    kind, *details, conjugation, _ = found.part_of_speech()
    return Morpheme(
        found.surface(), found.dictionary_form(), kind, tuple(details), found.normalized_form(), conjugation
    )


# Sudachi takes 49,149 bytes of UTF-8.
LONGEST = 12_000


def _tokenizer() -> Any:
    # A tokenizer refuses a second thread; the dictionary, which is large, serves them all.
    found = getattr(_of_thread, "tokenizer", None)
    if found is None:
        found = _of_thread.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    return found


_of_thread = local()


@cache
def _dictionary() -> Any:
    return Dictionary()
