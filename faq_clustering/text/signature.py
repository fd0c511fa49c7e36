"""Letters cut down to what their writer says: no quoted mail, no signature."""

import re
import unicodedata

from faq_clustering.text.courtesies import COMPANY, CONTACT, NOTHING_AFTER, QUOTED
from faq_clustering.text.morphemes import morphemes

LONGEST_LINE = 45
MOST_LINES = 6
ENGLISH_NAME = re.compile(r"(?:[A-Z][A-Za-z.'’-]*[\s,/|]*){1,5}(?:\([^)]*\))?")


def without_signature(text: str) -> str:
    """The text up to its signature, without quoted lines."""
    kept: list[str] = []
    for line in text.splitlines():
        if any(kept) and NOTHING_AFTER.match(folded(line)):
            break
        if not QUOTED.match(folded(line)):
            kept.append(line.strip())
    return "\n".join(kept[: _signature(kept)]).strip()


def _signature(lines: list[str]) -> int:
    """Where the last lines begin that say nothing but who wrote; never at the first line."""
    start = len(lines)
    while start > 1 and len(lines) - start < MOST_LINES and _says_nothing(lines[start - 1]):
        start -= 1
    return start if any(_tells_who(line) for line in lines[start:]) else len(lines)


def folded(line: str) -> str:
    """A line as the patterns of courtesies meet it."""
    return unicodedata.normalize("NFKC", line).casefold().replace("’", "'").strip()


def _says_nothing(line: str) -> bool:
    if not line:
        return True
    if len(line) > LONGEST_LINE or line[-1] in "。？！?!" or line[0] in "・-*•":
        return False
    if line.isascii():
        return bool(ENGLISH_NAME.fullmatch(line) or CONTACT.search(folded(line)))
    if COMPANY.search(line):
        return True
    return not any(
        word.kind in ("動詞", "助動詞", "形容詞") or (word.kind == "助詞" and word.surface != "の")
        for word in morphemes(unicodedata.normalize("NFKC", line))
    )


def _tells_who(line: str) -> bool:
    if ENGLISH_NAME.fullmatch(line) or CONTACT.search(folded(line)) or COMPANY.search(line):
        return True
    return any(word.is_name for word in morphemes(unicodedata.normalize("NFKC", line)))
