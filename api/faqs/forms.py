"""The FAQ form of the pages: one phrasing a line."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

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
        )


def form_of(draft: Draft, *, based_on: int | None = None) -> FaqForm:
    """Return the form that shows `draft`."""
    lines = {
        language: "\n".join(wording.text for wording in draft.phrasings if wording.language == language)
        for language in LANGUAGES
    }
    return FaqForm(
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
    )


def day_of(typed: str) -> date | None:
    """Return the day that was typed, None for nothing; raises `NotADay`."""
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as error:
        raise NotADay from error
