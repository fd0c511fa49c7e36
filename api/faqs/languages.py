"""Each language of an FAQ by itself: where it stands, what a version did to it, approve it, withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from api.errors import Conflict
from api.faqs.drafts import LANGUAGES, Draft
from api.faqs.models import FaqVersion
from api.faqs.publishing import draft_of, publish
from api.faqs.store import Signed, locked_faq, newest_version
from api.faqs.waiting import public_part


class NoDraft(Conflict):
    """There is no draft in this language to approve."""


class NotPublished(Conflict):
    """This language is not published."""


class Change(NamedTuple):
    """What a version did to one language."""

    language: str
    kind: Literal["published", "changed", "withdrawn", "drafted", "dropped"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where one language stands: since version `number`, by whom; `model` wrote the draft, if one did.

    `number`, `who` and `at` are None for a language that there is none of.
    """

    language: str
    state: Literal["published", "draft", "none"]
    number: int | None = None
    who: str | None = None
    at: datetime | None = None
    model: str = ""


def standings(versions: Sequence[Signed]) -> list[Standing]:
    """Return where each language stands. `versions`: all of an FAQ, newest first."""
    return [_standing(versions, language) for language in LANGUAGES]


def changes(new: FaqVersion, old: FaqVersion | None) -> list[Change]:
    """Return what `new` did to the languages, of those it did anything to."""
    after, before = draft_of(new), draft_of(old) if old else Draft()
    found = [(language, _change(after, before, language)) for language in LANGUAGES]
    return [Change(language, kind) for language, kind in found if kind is not None]


def approved(session: Session, faq_id: int, language: str) -> Draft:
    """Return what an FAQ will say once the draft in `language` is approved; raises `NoDraft`."""
    before = _locked(session, faq_id)
    if language not in before.drafts:
        raise NoDraft
    return replace(before, drafts=tuple(code for code in before.drafts if code != language))


def withdraw(
    session: Session,
    faq_id: int,
    language: str,
    *,
    author_id: int | None,
    now: datetime,
    note: str = "",
    based_on: int | None = None,
) -> FaqVersion:
    """Take one language out of the answers; it stays as a draft. Raises `NotPublished`.

    `NothingPublished` when it is the only one.
    """
    before = _locked(session, faq_id)
    if language in before.drafts or not any(before.words(language)):
        raise NotPublished
    waiting = replace(before, drafts=(*before.drafts, language))
    return publish(session, faq_id, waiting, author_id=author_id, now=now, note=note, based_on=based_on)


def published_in(draft: Draft) -> list[str]:
    """Return the languages in which a draft would be published."""
    public = public_part(draft)
    return [language for language in LANGUAGES if any(public.words(language))]


def _locked(session: Session, faq_id: int) -> Draft:
    """Return what an FAQ says now, locked: an edit at the same moment waits, and is not overwritten."""
    locked_faq(session, faq_id)
    return draft_of(newest_version(session, faq_id))


def _standing(versions: Sequence[Signed], language: str) -> Standing:
    newest = draft_of(versions[0].version)
    if not any(newest.words(language)):
        return Standing(language=language, state="none")
    first = versions[0]
    for one in versions[1:]:
        said = draft_of(one.version)
        if said.words(language) != newest.words(language) or (language in said.drafts) != (
            language in newest.drafts
        ):
            break
        first = one
    return Standing(
        language=language,
        state="draft" if language in newest.drafts else "published",
        number=first.version.number,
        who=first.author,
        at=first.version.created_at,
        model=newest.drafted_by.get(language, ""),
    )


def _change(
    after: Draft, before: Draft, language: str
) -> Literal["published", "changed", "withdrawn", "drafted", "dropped"] | None:
    waits, waited = language in after.drafts, language in before.drafts
    is_public = any(after.words(language)) and not waits
    was_public = any(before.words(language)) and not waited
    if is_public and not was_public:
        return "published"
    if was_public and not is_public:
        return "withdrawn"
    if waited and not waits:
        return "dropped"
    if after.words(language) == before.words(language):
        return None
    return "changed" if is_public else "drafted"
