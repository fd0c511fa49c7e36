"""The SQL of FAQ files."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from api.errors import NotFound
from api.faqs.exchange.models import FaqImport
from api.faqs.exchange.plan import Known
from api.faqs.exchange.records import LISTS, Field, Record
from api.faqs.models import FaqVersion
from api.faqs.publishing import draft_of
from api.faqs.store import search_faqs
from api.staff.models import Staff

KEPT = timedelta(days=1)
"""How long a file waits for a decision."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('faq import'))")


class NoSuchFaqImport(NotFound):
    """There is no such file, or it waited longer than a day. Hand it in again."""


def known_faqs(session: Session, *, to_write: bool = False) -> Known:
    """Return every FAQ and member of staff. `to_write`: two imports wait for each other."""
    if to_write:
        session.execute(_ONE_AT_A_TIME)
    staff = {email.lower(): number for number, email in _emails(session).items()}
    return Known(search_faqs(session, state="all"), staff)


def records(session: Session, *, state: str = "all") -> list[Record]:
    """Return FAQs as a file holds them, by number. `state`: published, retired or all."""
    emails = _emails(session)
    found = sorted(search_faqs(session, state=state), key=lambda version: version.faq_id)
    return [_record(version, emails) for version in found]


def _emails(session: Session) -> dict[int, str]:
    return {member.id: member.email for member in session.scalars(select(Staff))}


def _record(version: FaqVersion, emails: dict[int, str]) -> Record:
    faq, draft = version.faq, draft_of(version)
    said = {
        language: "\n".join(wording.text for wording in draft.phrasings if wording.language == language)
        for language in ("ja", "en")
    }
    return Record(
        values={
            Field.ID: str(faq.id),
            Field.VERSION: str(version.number),
            Field.STATE: "retired" if faq.retired_at else "published",
            Field.QUESTION_JA: draft.question_ja or "",
            Field.ANSWER_JA: draft.answer_ja or "",
            Field.PHRASINGS_JA: said["ja"],
            Field.QUESTION_EN: draft.question_en or "",
            Field.ANSWER_EN: draft.answer_en or "",
            Field.PHRASINGS_EN: said["en"],
            Field.DRAFTS: LISTS[Field.DRAFTS].join(draft.drafts),
            Field.CATEGORY: version.category,
            Field.TAGS: LISTS[Field.TAGS].join(version.tags),
            Field.AUDIENCE: version.audience,
            Field.VALID_UNTIL: version.valid_until.isoformat() if version.valid_until else "",
            Field.OWNER: emails.get(faq.owner_id or 0, ""),
            Field.REVIEW_ON: faq.review_on.isoformat() if faq.review_on else "",
        }
    )


def keep_file(session: Session, name: str, raw: bytes, *, staff_id: int, now: datetime) -> FaqImport:
    """Keep a file until it is decided on; files that nobody decided on are let go of."""
    session.execute(delete(FaqImport).where(FaqImport.done_at.is_(None), FaqImport.created_at < now - KEPT))
    handed_in = FaqImport(name=name[:200], content=raw, staff_id=staff_id, created_at=now)
    session.add(handed_in)
    session.flush()
    return handed_in


def import_for(session: Session, import_id: int, *, lock: bool = False) -> FaqImport:
    """Return a file that was handed in; raises `NoSuchFaqImport`."""
    found = session.get(FaqImport, import_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NoSuchFaqImport
    return found


def recent_imports(session: Session, most: int = 5) -> list[FaqImport]:
    """Return the files that were imported last."""
    done = select(FaqImport).where(FaqImport.done_at.is_not(None))
    return list(session.scalars(done.order_by(FaqImport.done_at.desc()).limit(most)))
