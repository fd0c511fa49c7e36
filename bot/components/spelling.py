"""One spelling for what people type in several: widths of characters, capitals."""

from __future__ import annotations

import unicodedata


def settle_spelling(text: str) -> str:
    """NFKC and lower case: ﾊﾟｽﾜｰﾄﾞ becomes パスワード, ＯＫ and OK become ok."""
    return unicodedata.normalize("NFKC", text).lower()
