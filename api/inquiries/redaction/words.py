"""Words of a Japanese text with their places, and whether one can be a person's name."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sudachipy import Dictionary

from faq_clustering.text.morphemes import LONGEST, morphemes

JAPANESE = re.compile("[぀-ヿ㐀-鿿々]")
KANJI_OR_HIRAGANA = re.compile("[぀-ゟ㐀-鿿々ヶ]+")
# Words that are a surname here and there, but hardly ever before 様 or です.
NOT_SURNAMES = set("上下中外内前後方先神奥皆主客名人者分今何室長新旧堂館屋台役計他等")
# 二階堂野 is read as 二階堂 and 野.
NAME_ENDINGS = set("野原山田川沢澤井江名谷島崎村木口本")
# Surnames the dictionary has as common nouns only.
SURNAMES = {"東雲", "笹"}
# Places that nobody is called; 千葉 and 福島 are people too.
PLACES = {
    "東京",
    "京都",
    "大阪",
    "名古屋",
    "横浜",
    "札幌",
    "北海道",
    "沖縄",
    "埼玉",
    "神奈川",
    "関東",
    "関西",
    "東北",
    "九州",
    "四国",
    "日本",
    "海外",
}


class Word(NamedTuple):
    """One morpheme at `start` up to `end` of the text."""

    text: str
    start: int
    end: int
    kind: str
    details: tuple[str, ...]

    @property
    def is_person(self) -> bool:
        """A surname or a given name by the dictionary."""
        return "人名" in self.details and not self.text.isascii()

    @property
    def may_be_person(self) -> bool:
        """Also a surname that is a word or a place, and proper nouns in kanji or hiragana."""
        if self.is_person:
            return True
        if not KANJI_OR_HIRAGANA.fullmatch(self.text) or self.text in PLACES:
            return False
        return "固有名詞" in self.details or is_surname(self.text)

    @property
    def is_space(self) -> bool:
        return self.kind == "空白"


@cache
def _dictionary() -> Any:
    return Dictionary()


@lru_cache(20_000)
def is_surname(text: str) -> bool:
    """Whether the dictionary knows the word as a surname among others: 林, 早瀬, 馬場."""
    if text in NOT_SURNAMES:
        return False
    return text in SURNAMES or any(
        entry.surface() == text and entry.part_of_speech()[3] == "姓" for entry in _dictionary().lookup(text)
    )


def words_of(line: str, offset: int) -> list[Word]:
    """The words of one line; `offset` is the line's place in the text."""
    words: list[Word] = []
    for first in range(0, len(line), LONGEST):
        place = first
        for found in morphemes(line[first : first + LONGEST]):
            end = place + len(found.surface)
            words.append(Word(found.surface, offset + place, offset + end, found.kind, found.details))
            place = end
    return words


def name_start(words: Sequence[Word], end: int) -> int:
    """Where the name that ends before `end` begins: names in a row, one space between them at most.

    `end` itself when no name ends there.
    """
    start = end
    for size in (3, 2):
        # The dictionary knows 五代 and 十文字, yet the text may be read as 五 and 代.
        if end >= size and is_surname("".join(word.text for word in words[end - size : end])):
            return end - size
    if end > 1 and words[end - 1].text in NAME_ENDINGS and words[end - 2].may_be_person:
        start = end - 1
    while start > 0 and end - start < 4:
        if words[start - 1].may_be_person:
            start -= 1
        elif start < end and start > 1 and words[start - 1].is_space and words[start - 2].is_person:
            start -= 2
        else:
            break
    if (
        0 < start < end
        and words[start - 1].kind == "接頭辞"
        and KANJI_OR_HIRAGANA.fullmatch(words[start - 1].text)
    ):
        start -= 1  # 新見沢 is read as 新 and 見沢.
    return start
