"""Sensitive topics: told by words in the customer's message, without a model."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from api.policy.reading import mapping, one_of, sentence, under, words

LANGUAGES = ("ja", "en")
KEYS = ("name", "first", "words", "demands", "unless")
END = r"(?=\s*(?:[。．.!?\n]|$))"


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One sensitive topic. `answer_first`: a question about it may be answered by an FAQ."""

    slug: str
    names: Mapping[str, str]
    answer_first: bool
    about: re.Pattern[str] | None
    demands: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def mentioned(self, text: str) -> bool:
        """Whether `text` is about the topic."""
        return self._found(self.about, text) or self._found(self.demands, text)

    def straight(self, text: str) -> bool:
        """Whether `text`, which is about the topic, goes straight to a person."""
        return not self.answer_first or self._found(self.demands, text)

    def _found(self, pattern: re.Pattern[str] | None, text: str) -> bool:
        folded = fold(text)
        rest = self.unless.sub(" ", folded) if self.unless else folded
        return pattern is not None and pattern.search(rest) is not None


def fold(text: str) -> str:
    """Return `text` with half-width kana, full-width letters and capitals made alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def read_topics(value: object, key: str) -> tuple[Topic, ...]:
    """Read the topics by name."""
    given = mapping(value, key, write="a block for each topic, such as `cancellation:`")
    return tuple(_topic(slug, part, under(key, slug)) for slug, part in given.items())


def _topic(slug: str, value: object, key: str) -> Topic:
    given = mapping(value, key, keys=KEYS)
    names = mapping(given.get("name", {}), under(key, "name"), keys=LANGUAGES)
    first = one_of(given.get("first"), under(key, "first"), ("answer", "person"))
    return Topic(
        slug=slug,
        names={lang: sentence(names.get(lang), under(under(key, "name"), lang)) for lang in LANGUAGES},
        answer_first=first == "answer",
        about=_pattern(given.get("words"), under(key, "words")),
        demands=_pattern(given.get("demands"), under(key, "demands")),
        unless=_pattern(given.get("unless"), under(key, "unless")),
    )


def _pattern(value: object, key: str) -> re.Pattern[str] | None:
    given = mapping(value, key, keys=LANGUAGES)
    parts = [_japanese(word) for word in words(given.get("ja"), under(key, "ja"))]
    parts += [_english(word) for word in words(given.get("en"), under(key, "en"))]
    return re.compile("|".join(parts)) if parts else None


def _japanese(word: str) -> str:
    """`*` is up to 12 characters of the same sentence; a 。 at the end asks for the sentence's end."""
    folded = fold(word)
    body = r"[^。．.!?\n]{0,12}".join(re.escape(part) for part in folded.removesuffix("。").split("*"))
    return body + (END if folded.endswith("。") else "")


def _english(word: str) -> str:
    """Whole words; `*` within one is the rest of it, between two up to four words."""
    found = ""
    for part in fold(word).split():
        if part == "*":
            found += r"(?:\W+\w+){0,4}?"
        else:
            found += (r"\W+" if found else "") + re.escape(part).replace(r"\*", r"\w*").replace("'", "['’]")
    return rf"\b{found}\b"
