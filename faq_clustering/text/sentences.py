"""Sentences without their courtesies."""

import re
from typing import Literal

from faq_clustering.text.courtesies import (
    ADDRESSEE,
    ENGLISH_INTRODUCTION,
    ENGLISH_PIECE,
    INTRODUCTION,
    OPENING,
    OPENING_NAME,
    PIECE,
    ROLE,
    SAYS_WHO,
    TO_SOMEBODY,
    WORKPLACE,
)
from faq_clustering.text.folding import cut_front, folded
from faq_clustering.text.morphemes import morphemes

Courtesy = Literal["greeting", "introduction", "closing"]

# After so many sentences that say something, 「…の田中です」 may be the matter itself.
TOP = 4
# No courtesy is longer, and a hostile sentence must cost nothing.
LONGEST_COURTESY = 200
# 「…したいです」: not a name before です, and Sudachi need not be asked.
NO_NAME = re.compile("(?:たい|ない|よう|みたい|はず|こと|ところ|ため|まま|だけ|まで|いい|[るたな]ん)$")
OPENINGS: tuple[tuple[Courtesy, re.Pattern[str]], ...] = (
    ("greeting", OPENING),
    ("introduction", OPENING_NAME),
)


def read_sentence(sentence: str, said: int) -> tuple[str, list[tuple[Courtesy, str]]]:
    """What a sentence says and the courtesies taken off it; `said` sentences before it said something."""
    cut: list[tuple[Courtesy, str]] = []
    asked, bare = sentence, folded(sentence[:LONGEST_COURTESY])
    for kind, pattern in OPENINGS:
        opening = pattern.match(bare)
        if opening and opening.end():
            front, asked = cut_front(asked, opening.end())
            cut.append((kind, front))
            bare = folded(asked[:LONGEST_COURTESY])
    addressee = said < 2 and ADDRESSEE.fullmatch(bare) is not None
    bare = bare.strip(" 。.!?、,~〜♪-")
    courtesy = _courtesy(bare, said, addressee) if bare and len(asked) < LONGEST_COURTESY else None
    if courtesy:
        return "", [(courtesy, sentence)]
    return asked if bare else "", cut


def _courtesy(bare: str, said: int, addressee: bool) -> Courtesy | None:
    if addressee:
        return "greeting"
    to_somebody = TO_SOMEBODY.fullmatch(bare)
    if to_somebody:
        return "greeting" if to_somebody["greeting"] else "closing"
    if said < TOP and _introduces(bare):
        return "introduction"
    pieces = ENGLISH_PIECE if bare.isascii() else PIECE
    place, kind = 0, ""
    while place < len(bare):
        piece = pieces.match(bare, place)
        if not piece:
            return None
        place, kind = piece.end(), piece.lastgroup or ""
    return "closing" if kind in ("closing", "bye") else "greeting"


def _introduces(bare: str) -> bool:
    if bare.isascii():
        return ENGLISH_INTRODUCTION.fullmatch(bare) is not None
    if INTRODUCTION.fullmatch(bare):
        return True
    who = SAYS_WHO.fullmatch(bare)
    if not who or NO_NAME.search(who[1]):
        return False
    if WORKPLACE.search(who[1]) or ROLE.search(who[1]):
        return True
    words = [word for word in morphemes(who[1]) if word.kind != "空白"]
    return bool(words) and words[-1].is_name
