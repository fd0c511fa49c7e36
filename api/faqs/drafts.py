"""What an editor wants an FAQ to say, checked before it becomes a version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from api.errors import Invalid
from faq_clustering.embedding.keys import fold_text, normal_text

LANGUAGES = ("ja", "en")
QUESTION_LENGTH = 300
ANSWER_LENGTH = 4000
PHRASING_LENGTH = 500
LABEL_LENGTH = 60
"""Of a category or a tag."""
MOST_TAGS = 20
COMMA = re.compile("[,、]")


class QuestionMissing(Invalid):
    """An FAQ needs a question and its answer in at least one language."""


class HalfWritten(Invalid):
    """A language has a question without an answer, or an answer without a question."""


class FaqTooLong(Invalid):
    """A question has at most 300 characters, an answer 4,000, a phrasing 500."""


class TooManyLabels(Invalid):
    """A category or a tag has at most 60 characters, and an FAQ at most 20 tags."""


class UnknownAudience(Invalid):
    """An FAQ is for everyone, signed_in customers or staff."""


class Audience(StrEnum):
    """Whom an FAQ is for."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """One way to ask the question; `inquiry_id` says which inquiry it was taken from."""

    language: str
    text: str
    inquiry_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """Question, answer (Markdown) and phrasings of a version to be; what it is about, for whom, and until
    which day it is answered."""

    question_ja: str | None = None
    answer_ja: str | None = None
    question_en: str | None = None
    answer_en: str | None = None
    phrasings: tuple[Wording, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    audience: str = Audience.EVERYONE
    valid_until: date | None = None


def checked(draft: Draft) -> Draft:
    """Return `draft` tidied; raises `Invalid` that says what is wrong."""
    tidy = replace(
        draft,
        question_ja=_line(draft.question_ja),
        answer_ja=_block(draft.answer_ja),
        question_en=_line(draft.question_en),
        answer_en=_block(draft.answer_en),
        phrasings=distinct(draft.phrasings),
        category=normal_text(draft.category),
        tags=labels(draft.tags),
        audience=draft.audience or Audience.EVERYONE,
    )
    pairs = [(tidy.question_ja, tidy.answer_ja), (tidy.question_en, tidy.answer_en)]
    if any((question is None) != (answer is None) for question, answer in pairs):
        raise HalfWritten
    if all(question is None for question, _ in pairs):
        raise QuestionMissing
    if any(
        len(question or "") > QUESTION_LENGTH or len(answer or "") > ANSWER_LENGTH
        for question, answer in pairs
    ) or any(len(wording.text) > PHRASING_LENGTH for wording in tidy.phrasings):
        raise FaqTooLong
    if len(tidy.tags) > MOST_TAGS or any(len(label) > LABEL_LENGTH for label in (tidy.category, *tidy.tags)):
        raise TooManyLabels
    if tidy.audience not in list(Audience):
        raise UnknownAudience
    return tidy


def labels(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags tidied, each once. A comma in one parts it: files and forms write them so."""
    seen: dict[str, str] = {}
    for tag in tags:
        for part in COMMA.split(normal_text(tag)):
            if part.strip():
                seen.setdefault(fold_text(part), part.strip())
    return tuple(seen.values())


def distinct(wordings: Iterable[Wording]) -> tuple[Wording, ...]:
    """Drop empty phrasings and those a reader would call the same."""
    seen: dict[str, Wording] = {}
    for wording in wordings:
        text = normal_text(wording.text)
        if text and wording.language in LANGUAGES:
            seen.setdefault(fold_text(text), replace(wording, text=text))
    return tuple(seen.values())


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _block(text: str | None) -> str | None:
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines()) or None
