"""A row over what is there: a field that the file has replaces, one that it lacks stays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from api.faqs.drafts import LANGUAGES, Audience, Draft, Wording
from api.faqs.exchange.records import Field, Record
from api.faqs.exchange.wrong import RowIsWrong, Wrong
from api.faqs.waiting import marks_left
from faq_clustering.embedding.keys import fold_text

TEXTS = (Field.QUESTION_JA, Field.ANSWER_JA, Field.QUESTION_EN, Field.ANSWER_EN, Field.CATEGORY)
AUDIENCES = {"全員": Audience.EVERYONE, "ログイン済み": Audience.SIGNED_IN, "社内のみ": Audience.STAFF}


@dataclass(frozen=True, kw_only=True, slots=True)
class Care:
    """Who looks after an FAQ, and when it is to be looked at again."""

    owner_id: int | None = None
    review_on: date | None = None


def merged(base: Draft, row: Record) -> Draft:
    """Return `base` with what the row says. Phrasings that stay keep the inquiry they came from."""
    values = row.values
    draft = base
    for name in TEXTS:
        if name in values:
            draft = replace(draft, **{name.value: values[name]})  # type: ignore[arg-type]
    if Field.TAGS in values:
        draft = replace(draft, tags=tuple(row.parts(Field.TAGS)))
    if Field.AUDIENCE in values:
        written = values[Field.AUDIENCE].strip()
        draft = replace(draft, audience=AUDIENCES.get(written, written.lower()) or Audience.EVERYONE)
    if Field.VALID_UNTIL in values:
        draft = replace(draft, valid_until=day_of(values[Field.VALID_UNTIL]))
    origins = {fold_text(wording.text): wording.inquiry_id for wording in base.phrasings}
    phrasings: list[Wording] = []
    for language in LANGUAGES:
        name = Field(f"phrasings_{language}")
        if name in values:
            phrasings += [
                Wording(language=language, text=text, inquiry_id=origins.get(fold_text(text)))
                for text in row.parts(name)
            ]
        else:
            phrasings += [wording for wording in base.phrasings if wording.language == language]
    draft = replace(draft, phrasings=tuple(phrasings), drafts=_drafts(base, row))
    return replace(draft, drafted_by=marks_left(draft, base))


def _drafts(base: Draft, row: Record) -> tuple[str, ...]:
    """A file that does not say what is a draft publishes the languages that it gives."""
    if Field.DRAFTS not in row.values:
        return tuple(code for code in base.drafts if not row.values.get(Field(f"question_{code}")))
    named = [part.lower() for part in row.parts(Field.DRAFTS)]
    if not set(named) <= set(LANGUAGES):
        raise RowIsWrong(Wrong.DRAFTS)
    return tuple(code for code in LANGUAGES if code in named)


def care_of(row: Record, had: Care, staff: Mapping[str, int]) -> Care:
    """Return who is to look after it, and when."""
    values, care = row.values, had
    if Field.OWNER in values:
        written = values[Field.OWNER].strip().lower()
        if written and written not in staff:
            raise RowIsWrong(Wrong.OWNER)
        care = replace(care, owner_id=staff.get(written))
    if Field.REVIEW_ON in values:
        care = replace(care, review_on=day_of(values[Field.REVIEW_ON]))
    return care


def same_words(one: Draft, other: Draft) -> bool:
    """Whether two checked drafts say the same. Phrasings of two languages may stand in any order."""
    return _words(one) == _words(other)


def _words(draft: Draft) -> tuple[object, ...]:
    said = [[w.text for w in draft.phrasings if w.language == language] for language in LANGUAGES]
    return (replace(draft, phrasings=()), said)


def day_of(written: str) -> date | None:
    """Return the day a file names, None for an empty cell."""
    if not written.strip():
        return None
    try:
        year, month, day = map(int, written.strip().replace("/", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        raise RowIsWrong(Wrong.DATE) from None
