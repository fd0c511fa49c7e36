"""Candidate keywords of a Japanese text: noun compounds with their parts, verbs, adjectives."""

import re
from collections.abc import Iterator, Sequence

from faq_clustering.labels.spans import Candidate, Word, spans
from faq_clustering.labels.stops import COMPANY, EMPTY_SUFFIXES, JAPANESE, NAMING_COUNTERS
from faq_clustering.text.morphemes import Morpheme, morphemes

COUNTERS = {"助数詞", "助数詞可能"}
COURTESY = re.compile("^[お御ご](?=..)")
ONLY_HIRAGANA = re.compile("[ぁ-ゖー]+")
COUNT = "(?:[日月年時分秒円名人回件枚台個本つ]|ヶ月|か月|時間)[目間分前後]*"
NUMERIC = re.compile(rf"[\d.,:/%+~-]+|[\d一二三四五六七八九十百千万何数]+{COUNT}")
INCORPORATED = re.compile(".+法人")
LONGEST = 4
VERB = 0.55
ADJECTIVE = 0.55
NEGATION = frozenset({"ない", "ぬ"})
GODAN = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))


def japanese_candidates(text: str) -> Iterator[Candidate]:
    """Every noun compound, each part of it that can stand alone, verbs and adjectives of an NFKC text."""
    words = morphemes(text)
    nouns: list[Morpheme] = []
    for place, word in enumerate(words):
        if _joins(word, nouns):
            nouns.append(word)
            continue
        yield from _compound(nouns)
        nouns = []
        if word.kind in ("動詞", "形容詞"):
            yield from _said(word, words[place + 1 : place + 3])
    yield from _compound(nouns)


def _joins(word: Morpheme, nouns: Sequence[Morpheme]) -> bool:
    if word.kind == "接尾辞":
        return bool(nouns) and "名詞的" in word.details and word.surface not in EMPTY_SUFFIXES
    if word.kind == "形状詞":
        return bool(nouns) or word.surface.isascii()
    return word.kind in ("接頭辞", "名詞")


def _said(word: Morpheme, following: Sequence[Morpheme]) -> Iterator[Candidate]:
    if {word.dictionary_form, word.normalized_form} & JAPANESE or len(word.dictionary_form) < 2:
        return
    if word.kind == "形容詞":
        yield Candidate(word.normalized_form, word.dictionary_form, weight=ADJECTIVE)
    elif any(next_.dictionary_form in NEGATION for next_ in following):
        yield Candidate(word.normalized_form, _negated(word), weight=VERB)
    else:
        yield Candidate(word.normalized_form, word.dictionary_form, weight=VERB)


def _negated(verb: Morpheme) -> str:
    """届かない of 届く, whatever its politeness."""
    form = verb.dictionary_form
    if verb.conjugation.startswith("五段"):
        return form[:-1] + GODAN[form[-1]] + "ない"
    return form[:-1] + "ない" if verb.conjugation.startswith(("下一段", "上一段")) else form


def _compound(nouns: Sequence[Morpheme]) -> Iterator[Candidate]:
    if any(noun.surface in COMPANY or INCORPORATED.fullmatch(noun.surface) for noun in nouns):
        return
    for piece in _pieces(nouns):
        yield from _piece(piece)


def _pieces(nouns: Sequence[Morpheme]) -> Iterator[list[Morpheme]]:
    """The compound without counts and dates (10月分 of 10月分給与) and without names."""
    piece: list[Morpheme] = []
    place = 0
    while place < len(nouns):
        end = _count_end(nouns, place)
        if end > place or _divides(nouns[place]):
            yield piece
            piece, place = [], max(end, place + 1)
        else:
            piece.append(nouns[place])
            place += 1
    yield piece


def _divides(noun: Morpheme) -> bool:
    """Names, and adverbs that stand before a compound by chance: まま, 毎回."""
    if noun.is_name:
        # Edge is a surname too, and a browser.
        return not noun.surface.isascii() or "地名" in noun.details
    return "副詞可能" in noun.details and _is_stop(noun)


def _count_end(nouns: Sequence[Morpheme], place: int) -> int:
    """Where the count that begins here ends; `place` when none does."""
    end = place
    while end < len(nouns) and "数詞" in nouns[end].details:
        end += 1
    if end == place:
        return place
    if end == len(nouns):
        return end
    counter = nouns[end]
    if counter.surface in NAMING_COUNTERS and end + 1 < len(nouns):
        return place
    if COUNTERS & set(counter.details):
        end += 1
        while end < len(nouns) and (nouns[end].kind == "接尾辞" or nouns[end].surface in "分前間目"):
            end += 1
        return end
    return place


def _piece(nouns: list[Morpheme]) -> Iterator[Candidate]:
    while nouns and nouns[-1].kind == "接頭辞":
        nouns = nouns[:-1]
    while nouns and (nouns[0].kind == "接尾辞" or nouns[0].surface in ("お", "ご", "御")):
        nouns = nouns[1:]
    words = [_word(noun, nouns[place - 1] if place else None) for place, noun in enumerate(nouns)]
    for place in range(len(nouns) - 2):
        # 二段階 is no word, and the 認証 of 二段階認証 is not any 認証.
        if (
            "数詞" in nouns[place].details
            and nouns[place + 1].kind == "名詞"
            and not (place and nouns[place - 1].surface == "第")
        ):
            words[place + 1] = words[place + 1]._replace(closes=False)
            words[place + 2] = words[place + 2]._replace(opens=False)
    for first, end, key, surface in spans(words, longest=LONGEST, glue=""):
        if not _says_something(nouns[first:end], surface):
            continue
        proper = any("固有名詞" in noun.details for noun in nouns[first:end])
        yield Candidate(key, surface, proper=proper)


def _word(noun: Morpheme, before: Morpheme | None) -> Word:
    opener = "数詞" in noun.details or noun.kind == "接頭辞"
    bound = noun.kind == "接尾辞" or (len(noun.surface) == 1 and not opener and before is not None)
    follows_opener = before is not None and ("数詞" in before.details or before.kind == "接頭辞")
    surface = COURTESY.sub("", noun.surface)
    return Word(
        COURTESY.sub("", noun.normalized_form).casefold(),
        surface,
        opens=not bound and not follows_opener,
        closes=not opener,
    )


def _says_something(nouns: Sequence[Morpheme], surface: str) -> bool:
    if len(surface) < 2 or NUMERIC.fullmatch(surface):
        return False
    if len(nouns) > 1:
        return not all(_is_stop(noun) for noun in nouns)
    # Two hiragana letters are seldom a noun of the matter.
    return not _is_stop(nouns[0]) and not (len(surface) == 2 and ONLY_HIRAGANA.fullmatch(surface))


def _is_stop(noun: Morpheme) -> bool:
    forms = {noun.surface, noun.normalized_form, noun.dictionary_form}
    return bool((forms | {COURTESY.sub("", form) for form in forms}) & JAPANESE)
