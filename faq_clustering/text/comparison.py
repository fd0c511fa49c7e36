"""Two texts that differ only in width, case or spaces are the same text."""

import re
import unicodedata
from typing import Literal

Language = Literal["ja", "en"]

JAPANESE = re.compile(r"[぀-ヿㇰ-ㇿ㐀-䶿一-鿿々〆ー]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
NEAR_JAPANESE = re.compile(r"(?<=[぀-ヿ㐀-鿿、。！？]) | (?=[぀-ヿ㐀-鿿、。！？])")


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, case folded, spaces folded to one."""
    # Case folding can undo the normal form (and the other way round), so NFKC comes twice.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # Japanese has no spaces between words: one that stands there means nothing.
    return NEAR_JAPANESE.sub("", " ".join(folded.split()))


def language_of(text: str) -> Language:
    """Japanese or English; a single word of the other language in the text changes nothing."""
    text = unicodedata.normalize("NFKC", text)
    words = len(LATIN_WORD.findall(text))
    letters = len(JAPANESE.findall(text))
    # A Latin word weighs as one Japanese letter; a text with neither is read as Japanese.
    return "en" if words > letters else "ja"
