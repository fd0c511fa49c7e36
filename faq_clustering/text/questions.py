"""Texts that ask two different things, divided. Only plain signs count: a wrong cut is worse than none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from faq_clustering.text.asking import ALSO, ANNOUNCED, ANOTHER, ASKS, COUNTS
from faq_clustering.text.comparison import language_of
from faq_clustering.text.folding import cut_front, folded
from faq_clustering.text.lists import MOST_READ, Said, listed
from faq_clustering.text.morphemes import morphemes

# Words that point back: a sentence with one means nothing alone.
POINTS_BACK = re.compile(
    r"\b(?:it|its|it's|they|them|their|that|that's|this|these|those|ones?(?=\W*(?:$|for|from|too|as\b))|same|so|instead|either|both)\b"
)
POINTS_BACK_JA = re.compile("(?:[そこ](?:れ|の|う|ちら|こ)|あれ|同じ|同様|上記|両方|逆)")


def divided(sentences: Sequence[Said]) -> list[list[str]]:
    """The sentences of each question, without the number or the 「また、」 that began it."""
    said, starts = listed(sentences) or (list(sentences), _announced(sentences))
    asked = False
    for place, one in enumerate(said):
        if place in starts:
            asked = False
        elif place and (rest := _another_matter(said, place, asked)) is not None:
            said[place] = replace(one, text=rest)
            starts.add(place)
            asked = False
        asked = asked or ASKS.search(one.bare) is not None
    bounds = [0, *sorted(starts), len(said)]
    found = ([one.text for one in said[first:last] if one.text] for first, last in pairwise(bounds))
    return [question for question in found if question]


def _announced(said: Sequence[Said]) -> set[int]:
    """「質問が2つあります」 or "two questions", and just as many sentences that ask after it."""
    for place, one in enumerate(said[:-2]):
        match = ANNOUNCED.search(one.bare)
        if match:
            count = match["ja"] or match["en"]
            wanted = COUNTS.get(count) or int(count)
            asking = [later for later in range(place + 1, len(said)) if ASKS.search(said[later].bare)]
            fit = len(asking) == wanted and all(_stands_alone(said[later].text) for later in asking[1:])
            # What is told between two questions leads to the later one.
            return {earlier + 1 for earlier in asking[:-1]} if fit else set()
    return set()


def _another_matter(said: Sequence[Said], place: int, asked: bool) -> str | None:
    """What the sentence says after its connective if it begins another question, else nothing.

    `asked`: whether the question before it asks anything.
    """
    bare = said[place].bare
    strong = ANOTHER.match(bare)
    match = strong or ALSO.match(bare)
    if not match or not (strong or asked):
        return None
    rest = cut_front(said[place].text, match.end())[1]
    # 「もう一点お聞きします。」 says nothing yet; the next sentence does.
    asking = rest if rest or place + 1 == len(said) else said[place + 1].text
    return rest if ASKS.search(folded(asking[:MOST_READ])) and _stands_alone(asking) else None


def _stands_alone(text: str) -> bool:
    if language_of(text) == "en":
        return len(text.split()) > 2 and not POINTS_BACK.search(folded(text))
    words = [word for word in morphemes(text) if word.kind not in ("空白", "補助記号", "記号")]
    if any(POINTS_BACK_JA.fullmatch(word.dictionary_form) for word in words):
        return False
    # 「解除した記録は…」 leaves out what was released: a sentence of its own names its matter first.
    for word, after in pairwise(words):
        if word.kind in ("動詞", "代名詞", "連体詞"):
            return False
        if word.kind == "名詞" and "副詞可能" not in word.details:
            return after.dictionary_form not in ("する", "為る", "できる", "出来る")
    return False
