"""One spelling for what people type in several: widths of characters, capitals, kana."""

from __future__ import annotations

import re
import unicodedata

KATAKANA = re.compile(r"[ァ-ヶ]")
TO_HIRAGANA = ord("ァ") - ord("ぁ")
DRAWN_OUT = re.compile(r"[ー〜~]+")


def settle_spelling(text: str) -> str:
    """NFKC and lower case: ﾊﾟｽﾜｰﾄﾞ becomes パスワード, ＯＫ and OK become ok."""
    return unicodedata.normalize("NFKC", text).lower()


def sounded_out(text: str) -> str:
    """Settled, with katakana as hiragana and drawn-out vowels as one ー: ﾁｶﾞｲﾏｽ becomes ちがいます."""
    hiragana = KATAKANA.sub(lambda sign: chr(ord(sign.group()) - TO_HIRAGANA), settle_spelling(text))
    return DRAWN_OUT.sub("ー", hiragana)
