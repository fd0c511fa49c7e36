"""What the FAQ routes take and give, in JSON."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.faqs.drafts import LANGUAGES, Audience, Draft, Wording
from api.faqs.models import FaqVersion
from api.faqs.store import Signed
from api.faqs.waiting import marks_left

QuestionText = Annotated[str | None, Field(examples=["パスワードを忘れました。再設定の方法は?"])]
AnswerText = Annotated[
    str | None, Field(examples=["ログイン画面の**パスワードを忘れた方**から再設定できます。"])
]


class PhrasingShape(BaseModel):
    """One way to ask the question."""

    language: Literal["ja", "en"]
    text: Annotated[str, Field(examples=["パスワードが思い出せません"])]
    inquiry_id: int | None = None


class FaqDraft(BaseModel):
    """What an FAQ is to say: question and answer (Markdown) in Japanese, English or both."""

    question_ja: QuestionText = None
    answer_ja: AnswerText = None
    question_en: str | None = None
    answer_en: str | None = None
    phrasings: list[PhrasingShape] = []
    category: Annotated[str | None, Field(description="Left out: as it was.", examples=["アカウント"])] = None
    tags: Annotated[list[str] | None, Field(description="Left out: as they were.")] = None
    audience: Annotated[Audience | None, Field(description="Left out: as it was; at first everyone.")] = None
    valid_until: Annotated[
        date | None, Field(description="The last day on which it is answered. Left out: as it was.")
    ] = None
    drafts: Annotated[
        list[Literal["ja", "en"]] | None,
        Field(
            description="The languages that are kept as drafts, not published. Left out: what is given is"
            " published, and a draft in a language that is not given stays."
        ),
    ] = None
    note: Annotated[str, Field(description="Why", examples=["手順が変わったため"])] = ""
    based_on: Annotated[
        int | None, Field(description="The version you saw. 409 when a newer one is there.")
    ] = None

    def draft(self, before: Draft | None = None) -> Draft:
        """Return the draft as a value; what was left out and may be is as `before`.

        So whoever knows nothing of audiences makes no FAQ public.
        """
        about = self.model_dump(include={"category", "tags", "audience", "valid_until"}, exclude_unset=True)
        kept = {name: value for name, value in about.items() if value is not None or name == "valid_until"}
        was = before or Draft()
        given = replace(
            was,
            **kept,
            question_ja=self.question_ja,
            answer_ja=self.answer_ja,
            question_en=self.question_en,
            answer_en=self.answer_en,
            phrasings=tuple(Wording(**phrasing.model_dump()) for phrasing in self.phrasings),
            drafts=tuple(self.drafts or ()),
        )
        if self.drafts is None:
            for language in was.drafts:
                given = given if any(given.words(language)) else _with_draft(given, was, language)
        return replace(given, drafted_by=marks_left(given, was))


def _with_draft(given: Draft, was: Draft, language: str) -> Draft:
    question, answer = was.words(language)
    words: dict[str, Any] = {f"question_{language}": question, f"answer_{language}": answer}
    waiting = tuple(wording for wording in was.phrasings if wording.language == language)
    return replace(given, **words, phrasings=(*given.phrasings, *waiting), drafts=(*given.drafts, language))


class WaitingShape(BaseModel):
    """A language that waits for approval. Customers are not told of it."""

    language: Literal["ja", "en"]
    question: str | None
    answer: str | None
    phrasings: list[PhrasingShape]
    model: Annotated[str, Field(description="The model that wrote it, until a person changes a word")]


class VersionShape(BaseModel):
    """What an FAQ said from `created_at` on; `drafts` is what it did not say yet."""

    id: int
    faq_id: int
    number: int
    question_ja: QuestionText
    answer_ja: AnswerText
    question_en: str | None
    answer_en: str | None
    phrasings: list[PhrasingShape]
    category: str
    tags: list[str]
    audience: Audience
    valid_until: date | None
    drafts: list[WaitingShape]
    note: str
    author: str | None = None
    candidate_id: int | None
    created_at: datetime


class FaqShape(BaseModel):
    """One FAQ: `versions` newest first. The list gives the newest alone."""

    id: int
    retired_at: datetime | None
    owner_id: int | None = None
    review_on: date | None = None
    versions: list[VersionShape]


def version_shape(version: FaqVersion, author: str | None = None) -> VersionShape:
    """Return `version` as it is shown."""
    return VersionShape(
        id=version.id,
        faq_id=version.faq_id,
        number=version.number,
        question_ja=version.question_ja,
        answer_ja=version.answer_ja,
        question_en=version.question_en,
        answer_en=version.answer_en,
        phrasings=[
            PhrasingShape.model_validate(phrasing, from_attributes=True) for phrasing in version.phrasings
        ],
        category=version.category,
        tags=version.tags,
        audience=Audience(version.audience),
        valid_until=version.valid_until,
        drafts=[
            WaitingShape(
                language=language,
                question=said["question"],
                answer=said["answer"],
                phrasings=[PhrasingShape(language=language, **phrasing) for phrasing in said["phrasings"]],
                model=said["model"],
            )
            for language in LANGUAGES
            if (said := version.drafts.get(language))
        ],
        note=version.note,
        author=author,
        candidate_id=version.candidate_id,
        created_at=version.created_at,
    )


def faq_shape(versions: list[Signed]) -> FaqShape:
    """Return an FAQ with all its versions."""
    faq = versions[0].version.faq
    return FaqShape(
        id=faq.id,
        retired_at=faq.retired_at,
        owner_id=faq.owner_id,
        review_on=faq.review_on,
        versions=[version_shape(signed.version, signed.author) for signed in versions],
    )
