"""Letters' lines and sentences in the form that patterns meet, and the way back to what was written."""

import unicodedata


def folded(text: str) -> str:
    """NFKC, without case: full-width Latin and half-width kana meet the same patterns."""
    if text.isascii():
        return text.lower().strip()
    return _fold(text).strip()


def cut_front(text: str, length: int) -> tuple[str, str]:
    """A stripped text divided after the first `length` characters of its folded form."""
    place = length
    if not text.isascii():
        # "ｶﾞ" is two characters as written and one folded; the front takes both.
        place = next((n for n in range(len(text)) if len(_fold(text[: n + 1])) > length), len(text))
    return text[:place].strip(), text[place:].strip()


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
