"""The SQL of FAQs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from api.errors import NotFound
from api.faqs.models import Faq, FaqVersion, Phrasing
from api.faqs.standing import for_customers, today
from api.inquiries.models import Inquiry
from api.staff.models import Staff


class NoSuchFaq(NotFound):
    """There is no such FAQ, or no such version of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A version with the name of who wrote it."""

    version: FaqVersion
    author: str | None


def faq_for(session: Session, faq_id: int) -> Faq:
    """Return an FAQ; any member of staff may read any. Raises `NoSuchFaq`."""
    faq = session.get(Faq, faq_id)
    if faq is None:
        raise NoSuchFaq
    return faq


def locked_faq(session: Session, faq_id: int) -> Faq:
    """Return an FAQ whose row is locked until the transaction ends: versions are numbered in order."""
    faq = session.scalar(
        select(Faq).where(Faq.id == faq_id).with_for_update().execution_options(populate_existing=True)
    )
    if faq is None:
        raise NoSuchFaq
    return faq


def newest_version(session: Session, faq_id: int) -> FaqVersion:
    """Return what an FAQ says now."""
    version = session.scalar(
        select(FaqVersion)
        .where(FaqVersion.faq_id == faq_id)
        .options(joinedload(FaqVersion.faq), selectinload(FaqVersion.phrasings))
        .order_by(FaqVersion.number.desc())
        .limit(1)
    )
    if version is None:
        raise NoSuchFaq
    return version


def version_of(session: Session, faq_id: int, number: int) -> FaqVersion:
    """Return one version of an FAQ."""
    version = session.scalar(
        select(FaqVersion).where(FaqVersion.faq_id == faq_id, FaqVersion.number == number)
    )
    if version is None:
        raise NoSuchFaq
    return version


def version_by_id(session: Session, version_id: int) -> FaqVersion:
    """Return a version by its own id, as an answer names it."""
    version = session.get(FaqVersion, version_id)
    if version is None:
        raise NoSuchFaq
    return version


def versions_of(session: Session, faq_id: int) -> list[Signed]:
    """Return every version of an FAQ, newest first, with its author."""
    rows = session.execute(
        select(FaqVersion, Staff.name)
        .outerjoin(Staff, Staff.id == FaqVersion.author_id)
        .where(FaqVersion.faq_id == faq_id)
        .options(selectinload(FaqVersion.phrasings))
        .order_by(FaqVersion.number.desc())
    )
    return [Signed(version=version, author=author) for version, author in rows]


def inquiries_behind(session: Session, versions: Iterable[FaqVersion]) -> dict[int, str]:
    """Return the inquiries that phrasings of `versions` were taken from, masked, by number."""
    ids = {p.inquiry_id for version in versions for p in version.phrasings if p.inquiry_id is not None}
    rows = session.execute(select(Inquiry.id, Inquiry.text).where(Inquiry.id.in_(ids)))
    return dict(rows.all())


def inquiries_left(session: Session, ids: set[int]) -> set[int]:
    """Return which of these inquiries are still there."""
    return ids and set(session.scalars(select(Inquiry.id).where(Inquiry.id.in_(ids))))


def categories(session: Session) -> list[str]:
    """Return the categories in use, in their order."""
    named = newest(FaqVersion.category).where(FaqVersion.category != "").distinct()
    return sorted(session.scalars(named))


def retired_by(session: Session, faq: Faq) -> str | None:
    """Return the name of who retired the FAQ."""
    return session.scalar(select(Staff.name).where(Staff.id == faq.retired_by))


def newest(*columns: Any) -> Select[Any]:
    """Return the query for `columns` of the newest version of every FAQ."""
    newer = aliased(FaqVersion)
    latest = select(func.max(newer.number)).where(newer.faq_id == FaqVersion.faq_id).scalar_subquery()
    return select(*columns).join(FaqVersion.faq).where(FaqVersion.number == latest)


def _newest() -> Select[FaqVersion]:
    whole = (joinedload(FaqVersion.faq), selectinload(FaqVersion.phrasings))
    found: Select[FaqVersion] = newest(FaqVersion).options(*whole)
    return found


def published(session: Session) -> list[FaqVersion]:
    """Return the newest version of each FAQ that is not retired, with its phrasings."""
    return list(session.scalars(_newest().where(Faq.retired_at.is_(None)).order_by(FaqVersion.faq_id)))


def answerable(session: Session) -> list[FaqVersion]:
    """Return the newest version of each FAQ that customers may be answered with today."""
    day = today(session)
    return [version for version in published(session) if for_customers(version, day)]


def search_faqs(
    session: Session,
    *,
    query: str = "",
    state: str = "published",
    also: Iterable[ColumnElement[bool]] = (),
) -> Sequence[FaqVersion]:
    """Return newest versions, the latest change first. `state`: published, retired or all."""
    found = _newest().where(*also).order_by(FaqVersion.created_at.desc(), FaqVersion.id.desc())
    if state != "all":
        found = found.where(Faq.retired_at.is_not(None) if state == "retired" else Faq.retired_at.is_(None))
    for word in query.split():
        phrased = select(Phrasing.version_id).where(Phrasing.text.icontains(word, autoescape=True))
        columns = (
            FaqVersion.question_ja,
            FaqVersion.answer_ja,
            FaqVersion.question_en,
            FaqVersion.answer_en,
            FaqVersion.category,
            func.array_to_string(FaqVersion.tags, " "),
        )
        found = found.where(
            or_(*(column.icontains(word, autoescape=True) for column in columns), FaqVersion.id.in_(phrased))
        )
    return session.scalars(found).all()


def fingerprint(session: Session) -> str:
    """Return a text that changes whenever what customers are answered with does, also when a day is over."""
    last = session.scalar(select(func.max(FaqVersion.id)))
    retired = session.scalars(select(Faq.id).where(Faq.retired_at.is_not(None)).order_by(Faq.id)).all()
    expired = session.scalars(
        select(FaqVersion.id).where(FaqVersion.valid_until < today(session)).order_by(FaqVersion.id)
    ).all()
    return f"{last}:{','.join(map(str, retired))}:{','.join(map(str, expired))}"
