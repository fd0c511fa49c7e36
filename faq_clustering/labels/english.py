"""Candidate keywords of an English text: words and pairs of words, one for all their inflections."""

import re
from collections.abc import Iterator
from functools import lru_cache

from faq_clustering.labels.spans import Candidate, Word, spans
from faq_clustering.labels.stops import ENGLISH
from faq_clustering.text.morphemes import morphemes

TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[&'-][A-Za-z0-9]+)*|\d[A-Za-z][A-Za-z0-9]*|[^\sA-Za-z]")
# Verbs that mean another thing with their particle.
PHRASAL = re.compile(
    r"\b((?:log|sign|clock|punch|check|opt)(?:g?ed|g?ing|s)?)[ -](in|out|on)\b"
    r"|\b((?:top|set|sign|back)(?:p?ed|p?ing|t?ing|s)?)[ -](up)\b",
    re.IGNORECASE,
)
JOINER = "_"
NOT = re.compile(r"\b(?:can't|won't|shan't|cannot|[a-z]+n't)\b", re.IGNORECASE)
# I've, it's, card's
SHORTENED = re.compile(r"'(?:m|ve|s|re|ll|d)\b", re.IGNORECASE)
SENTENCE_ENDS = frozenset(".!?:")
NEGATION = "not"
PAIR = 2
MERE_NEGATION = 0.8


def english_candidates(text: str) -> Iterator[Candidate]:
    """Every telling word, and two that stand together, of an NFKC text."""
    text = SHORTENED.sub("", NOT.sub(NEGATION, text.replace("’", "'")))
    text = PHRASAL.sub(lambda found: JOINER.join(filter(None, found.groups())), text).replace(JOINER, "-")
    phrase: list[Word] = []
    proper: set[int] = set()
    starts = True
    for token in TOKEN.findall(text):
        word = _word(token, starts)
        if word is None or (word.key == NEGATION and phrase):
            yield from _of(phrase, proper)
            phrase, proper = [], set()
        if word is not None:
            if not starts and token[0].isupper() and not token.isupper():
                proper.add(len(phrase))
            phrase.append(word)
        starts = token in SENTENCE_ENDS
    yield from _of(phrase, proper)


def _of(phrase: list[Word], proper: set[int]) -> Iterator[Candidate]:
    for first, end, key, surface in spans(phrase, longest=PAIR, glue=" "):
        negated = phrase[first].key == NEGATION
        if negated and end - first < PAIR:
            continue
        named = any(place in proper for place in range(first, end))
        if named and any(is_name(phrase[place].surface) for place in range(first, end) if place in proper):
            continue
        yield Candidate(key, surface, weight=MERE_NEGATION if negated else 1, proper=named)


def _word(token: str, starts: bool) -> Word | None:
    lower = token.lower()
    if lower == NEGATION:
        return Word(NEGATION, NEGATION, closes=False)
    if (
        not any(letter.isalpha() for letter in lower)
        or len(lower) < 2
        or lower in ENGLISH
        or is_country(lower)
    ):
        return None
    # Capitals say something inside a sentence, or where a word has several.
    plain = starts and not any(letter.isupper() for letter in token[1:])
    return Word(stem(lower), lower if plain else token)


@lru_cache(50_000)
def stem(word: str) -> str:
    """What inflections share: card of cards, transfer of transferred, activat of activate and activation."""
    *before, word = word.replace("'", "").split("-")
    if before:
        # topup of topping up, top-ups and topup
        return "".join([stem(part) for part in before]) + (stem(word) if len(word) > 3 else word.rstrip("s"))
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif len(word) > 3 and word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    for ending, least in (("ification", 2), ("ation", 4), ("ing", 3), ("ed", 3), ("ion", 5), ("e", 3)):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= least and any(vowel in "aeiouy" for vowel in rest):
            return _rested(rest, ending)
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def _rested(rest: str, ending: str) -> str:
    if ending == "ification":
        return rest + "ifi"
    if ending == "ation":
        return rest + "at"
    if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz" and ending in ("ing", "ed"):
        return rest[:-1]
    return rest[:-1] + "i" if rest[-1] == "y" and len(rest) > 3 else rest


@lru_cache(50_000)
def is_name(word: str) -> bool:
    """A person's or a place's name by Sudachi's dictionary, which knows the commoner Latin ones."""
    found = morphemes(word)
    return len(found) == 1 and found[0].is_name


@lru_cache(50_000)
def is_country(word: str) -> bool:
    """Some texts write even countries small."""
    found = morphemes(word)
    return len(word) > 2 and len(found) == 1 and {"地名", "国"} <= set(found[0].details)
