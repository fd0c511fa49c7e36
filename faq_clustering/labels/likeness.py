"""Which keywords say the same. English keys have spaces between words, Japanese ones none."""

import re

HIRAGANA = re.compile("[ぁ-ゖー]+")


def within(part: str, whole: str) -> bool:
    """Whether a longer key holds the part: 認証 in 二段階認証, csv in csvエラー, but not pay in payment."""
    if part == whole:
        return False
    if whole.isascii():
        return f" {part} " in f" {whole} "
    return part in whole


def overlap(one: str, other: str) -> bool:
    """Whether two keys share a word, or two letters of Japanese."""
    if one.isascii() or other.isascii():
        return not set(one.split()).isdisjoint(other.split())
    return any(one[place : place + 2] in other for place in range(len(one) - 1))


def says_the_same(one: str, other: str) -> bool:
    """Whether one holds the other, be it without its endings: 差し戻す and 差し戻し, 忘れる and 打刻忘れ."""
    if one == other or within(one, other) or within(other, one):
        return True
    if not (HIRAGANA.search(one) or HIRAGANA.search(other)):
        return False
    bare, other_bare = HIRAGANA.sub("", one), HIRAGANA.sub("", other)
    return bool(bare and other_bare) and (bare in other_bare or other_bare in bare)
