"""A name found once is masked wherever it stands again."""

import re
from collections.abc import Iterable, Iterator

from api.inquiries.redaction.spans import Kind, Span

# English names that are words as well.
WORDS = {
    "art",
    "bill",
    "grace",
    "hope",
    "joy",
    "mark",
    "may",
    "rich",
    "will",
    "april",
    "june",
    "august",
    "summer",
    "chase",
}


def repeats(plain: str, names: Iterable[str]) -> Iterator[Span]:
    """Other places where one of `names`, or a part of one, stands by itself."""
    for name in sorted({part for whole in names for part in (whole, *whole.split())}, key=len, reverse=True):
        if len(name) < (3 if name.isascii() else 2) or name.lower() in WORDS:
            continue
        edge = (
            r"(?<![\w@.-]){}(?![\w@-])"
            if name.isascii()
            else r"(?<![一-龥々ァ-ヶ]){}(?=様|さん|さま|氏|殿|です|と申|[\s、。,()]|$)"
        )
        for found in re.finditer(edge.format(re.escape(name)), plain):
            yield Span(start=found.start(), end=found.end(), kind=Kind.NAME)
