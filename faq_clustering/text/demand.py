"""The inquiry itself, without greeting, self-introduction, thanks, signature and quoted mail.

Two letters that share only 「お世話になっております」 must not look alike, so what is embedded is what is
asked.
"""

import re

from faq_clustering.text.courtesies import INTRODUCTION, OPENING, PIECE, ROLE, SAYS_WHO, TO_SOMEBODY
from faq_clustering.text.morphemes import morphemes
from faq_clustering.text.signature import folded, without_signature

# A point ends a sentence only before a space, not in "3.5" or "example.com".
SENTENCE = re.compile(r"(?:[^。！？!?.\n]|\.(?=\S))+(?:[。！？!?.]+[」』）)]*)?")
# A Japanese sentence ends without a space.
IDLE_SPACE = re.compile(r"(?<=[。！？」]) ")
# Below this sentence 「…の田中です」 may be the matter itself.
TOP = 4


def demand_of(text: str) -> str:
    """What the text asks for, on one line. A text of courtesies alone comes back whole."""
    kept: list[str] = []
    for number, sentence in enumerate(SENTENCE.findall(without_signature(text))):
        asked = OPENING.sub("", sentence.strip(), count=1).strip()
        bare = folded(asked).strip(" 。.!?,、~〜♪-")
        if bare and not _is_courtesy(bare) and not (number < TOP and _introduces(bare)):
            kept.append(asked)
    return IDLE_SPACE.sub("", " ".join(" ".join(kept or [text]).split()))


def _is_courtesy(bare: str) -> bool:
    if TO_SOMEBODY.fullmatch(bare):
        return True
    place = 0
    while place < len(bare):
        piece = PIECE.match(bare, place)
        if not piece:
            return False
        place = piece.end()
    return True


def _introduces(bare: str) -> bool:
    if INTRODUCTION.fullmatch(bare):
        return True
    who = SAYS_WHO.fullmatch(bare)
    if not who:
        return False
    words = [word for word in morphemes(who[1]) if word.kind != "空白"]
    return bool(words) and (words[-1].is_name or ROLE.search(who[1]) is not None)
