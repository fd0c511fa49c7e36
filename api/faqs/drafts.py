"""What an editor wants an FAQ to say, checked before it becomes a version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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


class NothingPublished(Invalid):
    """One language at least must be published. To take all of it away, retire the FAQ."""


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
    which day it is answered.

    `drafts` are the languages that are kept and not published. `drafted_by` names, by language, the model
    that wrote such a draft and whose words nobody has touched.
    """

    question_ja: str | None = None
    answer_ja: str | None = None
    question_en: str | None = None
    answer_en: str | None = None
    phrasings: tuple[Wording, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    audience: str = Audience.EVERYONE
    valid_until: date | None = None
    drafts: tuple[str, ...] = ()
    drafted_by: Mapping[str, str] = field(default_factory=dict)

    def words(self, language: str) -> tuple[str | None, str | None]:
        """Return question and answer in a language."""
        said = {"ja": (self.question_ja, self.answer_ja), "en": (self.question_en, self.answer_en)}
        return said[language]


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
    drafts = tuple(code for code in LANGUAGES if code in draft.drafts and any(tidy.words(code)))
    marks = {code: model for code, model in draft.drafted_by.items() if code in drafts}
    tidy = replace(tidy, drafts=drafts, drafted_by=marks)
    _check_languages(tidy)
    if any(
        len(question or "") > QUESTION_LENGTH or len(answer or "") > ANSWER_LENGTH
        for question, answer in map(tidy.words, LANGUAGES)
    ) or any(len(wording.text) > PHRASING_LENGTH for wording in tidy.phrasings):
        raise FaqTooLong
    if len(tidy.tags) > MOST_TAGS or any(len(label) > LABEL_LENGTH for label in (tidy.category, *tidy.tags)):
        raise TooManyLabels
    if tidy.audience not in list(Audience):
        raise UnknownAudience
    return tidy


def _check_languages(tidy: Draft) -> None:
    public = [tidy.words(code) for code in LANGUAGES if code not in tidy.drafts]
    if any((question is None) != (answer is None) for question, answer in public):
        raise HalfWritten
    if all(question is None for question, _ in public):
        raise NothingPublished if tidy.drafts else QuestionMissing


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
