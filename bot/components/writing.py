"""Which writings the bot reads."""

from __future__ import annotations

import re

from components.spelling import settle_spelling

KANA_OR_LATIN = re.compile(r"[a-zß-ɏ\u1e00-\u1eff々〆ぁ-ゖゝ-ゟァ-ヿ]")
KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def is_readable(text: str) -> bool:
    """Whether at least half of a text's letters are kana, Latin or Japanese kanji.

    Simplified Chinese gives itself away by characters no Japanese character set has; one in ten is enough,
    but one name in a long mail is not. A text without letters (figures, signs, emoji) cannot be answered.
    """
    letters = [sign for sign in settle_spelling(text) if sign.isalpha()]
    foreign = sum(bool(KANJI.match(sign)) and not _is_japanese(sign) for sign in letters)
    if foreign and foreign * 10 >= len(letters):
        return False
    known = sum(bool(KANA_OR_LATIN.match(sign) or KANJI.match(sign)) for sign in letters)
    return known > 0 and known * 2 >= len(letters)


def _is_japanese(kanji: str) -> bool:
    # Windows' set has the 髙 of names, which the standards lack.
    return any(_can_be_written(kanji, character_set) for character_set in ("euc_jp", "cp932"))


def _can_be_written(kanji: str, character_set: str) -> bool:
    try:
        kanji.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True
