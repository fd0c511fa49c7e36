"""A form of the text that rules can read; as long as the text, so that a place in one is a place in both."""

import re
import unicodedata

# Invisible characters hide a number from the rules and mean nothing to a reader.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣"), "-")
# The Japanese long vowel mark is a letter, except between digits.
LONG_VOWEL = re.compile(r"(?<=\d)[ーｰ](?=\d)")


def visible(text: str) -> str:
    """The text without invisible characters."""
    return INVISIBLE.sub("", text)


def folded(text: str) -> str:
    """NFKC character by character where one stays one, dashes as hyphens. As long as `text`."""
    wide = "".join(_fold(character) for character in text.translate(DASHES))
    return LONG_VOWEL.sub("-", wide)


def _fold(character: str) -> str:
    if character.isascii():
        return character
    normal = unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 else character
