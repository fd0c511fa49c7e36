"""The language of a reply."""

import re
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["ja", "en"]

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿ｦ-ﾟ々〆]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")


def language_or(value: str, default: Language = "ja") -> Language:
    """Return `value` when it is a language we speak, else `default`."""
    return "en" if value == "en" else "ja" if value == "ja" else default


def reply_language(text: str, conversation_language: str) -> Language:
    """Return the language to answer `text` in.

    Kana or kanji: Japanese. Else three or more Latin words: English. Else ("OK", "123") the conversation's.
    """
    if JAPANESE.search(text):
        return "ja"
    if len(LATIN_WORD.findall(text)) >= 3:
        return "en"
    return language_or(conversation_language)
