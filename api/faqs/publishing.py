"""Publishing: every change of an FAQ is a new version; a roll-back is one too."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.clock import aware
from api.database import notify
from api.errors import Conflict
from api.faqs.drafts import Draft, Wording, checked
from api.faqs.hooks.announcing import announce
from api.faqs.models import Faq, FaqVersion, Phrasing
from api.faqs.store import inquiries_left, locked_faq, newest_version, version_of
from api.faqs.waiting import inquiries_named, kept, public_part, with_waiting
from api.policy.in_force import in_force


class ChangedMeanwhile(Conflict):
    """Somebody else changed this meanwhile. Nothing was saved; look at the new state and repeat."""


class FaqRetired(Conflict):
    """This FAQ is retired. Bring it back before changing it."""


def publish(
    session: Session,
    faq_id: int | None,
    draft: Draft,
    *,
    author_id: int | None,
    now: datetime,
    candidate_id: int | None = None,
    note: str = "",
    based_on: int | None = None,
    topic: str | None = None,
    sample: bool = False,
) -> FaqVersion:
    """Write a version and its phrasings: of a new FAQ when `faq_id` is None. Its drafts wait in it.

    `based_on` is the number of the version the editor saw: `ChangedMeanwhile` when a newer one is there.
    """
    tidy = checked(draft)
    said = public_part(tidy)
    number = 1
    if faq_id is None:
        faq = Faq(topic=topic, sample=sample, created_at=aware(now))
        session.add(faq)
        session.flush()
    else:
        faq = locked_faq(session, faq_id)
        if faq.retired_at is not None:
            raise FaqRetired
        number = newest_version(session, faq.id).number + 1
        if based_on is not None and based_on != number - 1:
            raise ChangedMeanwhile
    # An inquiry may have been erased while its phrasing waited in a draft.
    there = inquiries_left(session, inquiries_named(said.phrasings))
    version = FaqVersion(
        faq_id=faq.id,
        number=number,
        question_ja=said.question_ja,
        answer_ja=said.answer_ja,
        question_en=said.question_en,
        answer_en=said.answer_en,
        category=tidy.category,
        tags=list(tidy.tags),
        audience=tidy.audience,
        valid_until=tidy.valid_until,
        drafts=kept(tidy),
        author_id=author_id,
        candidate_id=candidate_id,
        note=note.strip(),
        created_at=aware(now),
        phrasings=[
            Phrasing(
                language=wording.language,
                text=wording.text,
                inquiry_id=wording.inquiry_id if wording.inquiry_id in there else None,
            )
            for wording in said.phrasings
        ],
    )
    session.add(version)
    session.flush()
    announce(session, "published" if number == 1 else "changed", version, now=now)
    notify(session, "faqs")
    return version


def roll_back(
    session: Session, faq_id: int, number: int, *, author_id: int | None, now: datetime, note: str
) -> FaqVersion:
    """Publish what version `number` said as the newest version."""
    old = version_of(session, faq_id, number)
    return publish(session, faq_id, draft_of(old), author_id=author_id, now=now, note=note)


def retire(session: Session, faq_id: int, *, by: int | None, now: datetime) -> Faq:
    """Take an FAQ out of the answers. Repeating it changes nothing."""
    faq = locked_faq(session, faq_id)
    if faq.retired_at is None:
        faq.retired_at, faq.retired_by = aware(now), by
        session.flush()
        announce(session, "retired", newest_version(session, faq_id), now=now)
        notify(session, "faqs")
    return faq


def unretire(session: Session, faq_id: int) -> Faq:
    """Bring a retired FAQ back with its newest version."""
    faq = locked_faq(session, faq_id)
    if faq.retired_at is not None:
        faq.retired_at = faq.retired_by = None
        session.flush()
        announce(session, "restored", newest_version(session, faq_id), now=in_force(session).clock())
        notify(session, "faqs")
    return faq


def draft_of(version: FaqVersion) -> Draft:
    """Return what `version` says and what waits in it, as a draft to change."""
    said = Draft(
        question_ja=version.question_ja,
        answer_ja=version.answer_ja,
        question_en=version.question_en,
        answer_en=version.answer_en,
        phrasings=tuple(
            Wording(language=phrasing.language, text=phrasing.text, inquiry_id=phrasing.inquiry_id)
            for phrasing in version.phrasings
        ),
        category=version.category,
        tags=tuple(version.tags),
        audience=version.audience,
        valid_until=version.valid_until,
    )
    return with_waiting(said, version.drafts)
