"""The SQL of the lists that say which FAQs want somebody's eye."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.faqs.drafts import Audience
from api.faqs.models import Faq, FaqVersion
from api.faqs.standing import today
from api.faqs.store import newest, search_faqs
from api.staff.models import Staff

UNSEEN = timedelta(days=30)
"""An FAQ as old as this that was not shown for as long is worth a look."""


class View(StrEnum):
    """Which FAQs are listed."""

    ALL = "all"
    MINE = "mine"
    DUE = "due"
    EXPIRED = "expired"
    UNSEEN = "unseen"
    DRAFTS = "drafts"


def listed(
    session: Session, view: View, *, staff_id: int, now: datetime, query: str = "", state: str = "published"
) -> Sequence[FaqVersion]:
    """Return newest versions. A view but `all` is of published FAQs."""
    if view is View.ALL:
        return search_faqs(session, query=query, state=state)
    conditions = _conditions(view, staff_id=staff_id, now=now, day=today(session))
    return search_faqs(session, query=query, also=conditions)


def counts(session: Session, *, staff_id: int, now: datetime) -> dict[View, int]:
    """Return how many FAQs each view but `all` has."""
    day = today(session)
    return {
        view: session.scalar(
            select(func.count()).select_from(
                newest(FaqVersion.id)
                .where(Faq.retired_at.is_(None), *_conditions(view, staff_id=staff_id, now=now, day=day))
                .subquery()
            )
        )
        or 0
        for view in View
        if view is not View.ALL
    }


def names_of(session: Session, staff_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of members of staff."""
    wanted = {number for number in staff_ids if number is not None}
    found = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
    return dict(found.all())


def possible_owners(session: Session) -> list[Staff]:
    """Return who may look after an FAQ, by name."""
    return list(session.scalars(select(Staff).where(Staff.active).order_by(Staff.name, Staff.id)))


def _conditions(view: View, *, staff_id: int, now: datetime, day: date) -> list[ColumnElement[bool]]:
    match view:
        case View.MINE:
            return [Faq.owner_id == staff_id]
        case View.DUE:
            return [Faq.review_on <= day]
        case View.EXPIRED:
            return [FaqVersion.valid_until < day]
        case View.UNSEEN:
            shown = select(cast(Fact.payload["faq_id"].astext, Integer)).where(
                Fact.kind == Kind.ANSWER_SHOWN,
                Fact.at > now - UNSEEN,
                Fact.payload["faq_id"].astext.is_not(None),
            )
            return [
                Faq.created_at <= now - UNSEEN,
                FaqVersion.audience != Audience.STAFF,
                func.coalesce(FaqVersion.valid_until >= day, True),
                Faq.id.not_in(shown),
            ]
        case View.DRAFTS:
            return [FaqVersion.drafts != {}]
        case View.ALL:
            return []
