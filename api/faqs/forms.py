"""The FAQ form of the pages: one phrasing a line."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from api.errors import Invalid
from api.faqs.drafts import LANGUAGES, Audience, Draft, Wording
from faq_clustering.embedding.keys import fold_text


class NotADay(Invalid):
    """Write a day as 2027-03-31."""


class FaqForm(BaseModel):
    """What an editor typed. It is shown again as it is when it cannot be published."""

    question_ja: str = ""
    answer_ja: str = ""
    question_en: str = ""
    answer_en: str = ""
    phrasings_ja: str = ""
    phrasings_en: str = ""
    category: str = ""
    tags: str = ""
    audience: str = Audience.EVERYONE.value
    valid_until: str = ""
    note: str = ""
    based_on: int | None = None
    draft_in: list[str] = Field(default_factory=list)
    """The languages that are kept as drafts."""
    drafted_ja: str = ""
    drafted_en: str = ""
    """The model that wrote the words, and the seal of them; of no meaning once they differ."""

    def drafted_by(self, language: str) -> str:
        """Return the model that wrote the words of a language, empty once a person changed them."""
        model, _, seal = str(getattr(self, f"drafted_{language}")).rpartition(" ")
        return model if seal and seal == self._seal(language) else ""

    def marked(self, language: str, model: str) -> Self:
        """Return the form with the words of a language marked as that model's."""
        return self.model_copy(update={f"drafted_{language}": f"{model} {self._seal(language)}"})

    def _seal(self, language: str) -> str:
        # Line breaks come back as CR LF.
        said = (str(getattr(self, f"{part}_{language}")).split() for part in ("question", "answer"))
        return hashlib.sha256(repr(list(said)).encode()).hexdigest()[:16]

    def draft(self, before: Iterable[Wording] = ()) -> Draft:
        """Return what was typed; raises `NotADay`.

        Phrasings that were there `before` keep the inquiry they came from.
        """
        origins = {fold_text(wording.text): wording.inquiry_id for wording in before}
        return Draft(
            question_ja=self.question_ja,
            answer_ja=self.answer_ja,
            question_en=self.question_en,
            answer_en=self.answer_en,
            phrasings=tuple(
                Wording(language=language, text=line, inquiry_id=origins.get(fold_text(line)))
                for language in LANGUAGES
                for line in str(getattr(self, f"phrasings_{language}")).splitlines()
            ),
            category=self.category,
            tags=(self.tags,),
            audience=self.audience,
            valid_until=day_of(self.valid_until),
            drafts=tuple(self.draft_in),
            drafted_by={code: model for code in LANGUAGES if (model := self.drafted_by(code))},
        )


def form_of(draft: Draft, *, based_on: int | None = None) -> FaqForm:
    """Return the form that shows `draft`."""
    lines = {
        language: "\n".join(wording.text for wording in draft.phrasings if wording.language == language)
        for language in LANGUAGES
    }
    form = FaqForm(
        question_ja=draft.question_ja or "",
        answer_ja=draft.answer_ja or "",
        question_en=draft.question_en or "",
        answer_en=draft.answer_en or "",
        phrasings_ja=lines["ja"],
        phrasings_en=lines["en"],
        category=draft.category,
        tags=", ".join(draft.tags),
        audience=draft.audience,
        valid_until=draft.valid_until.isoformat() if draft.valid_until else "",
        based_on=based_on,
        draft_in=list(draft.drafts),
    )
    for language, model in draft.drafted_by.items():
        form = form.marked(language, model)
    return form


def day_of(typed: str) -> date | None:
    """Return the day that was typed, None for nothing; raises `NotADay`."""
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as error:
        raise NotADay from error
