"""The SQL of proposals and removed phrasings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.errors import NotFound
from api.faqs.models import Faq
from api.improving.models import ProposedPhrasing, RemovedPhrasing, State
from api.improving.proposing import Proposed
from api.staff.models import Staff

MOST = 200


class NoSuchProposal(NotFound):
    """There is no such proposed phrasing."""


class NoSuchRemoval(NotFound):
    """There is no such removed phrasing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A proposal with the name of who decided on it."""

    proposal: ProposedPhrasing
    decided_by: str | None


def proposed_before(session: Session) -> Proposed:
    """Return what was proposed already, whatever was decided of it."""
    columns = (ProposedPhrasing.message_id, ProposedPhrasing.faq_id, ProposedPhrasing.fold)
    rows = session.execute(select(*columns)).all()
    return Proposed(
        messages=frozenset(message_id for message_id, _, _ in rows),
        folds=frozenset((faq_id, fold) for _, faq_id, fold in rows),
    )


def add_proposals(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Keep proposals; one that was made before stays as it is, and so does what was decided of it."""
    if values := list(rows):
        # An FAQ may have been deleted since.
        there = set(session.scalars(select(Faq.id).where(Faq.id.in_({row["faq_id"] for row in values}))))
        kept = [row for row in values if row["faq_id"] in there]
        if kept:
            session.execute(insert(ProposedPhrasing).on_conflict_do_nothing(), kept)


def proposals_in(session: Session, state: State, query: str = "") -> list[Decided]:
    """Return the proposals that say `query`, of FAQs that are not retired, newest first."""
    found = (
        select(ProposedPhrasing, Staff.name)
        .join(Faq, Faq.id == ProposedPhrasing.faq_id)
        .outerjoin(Staff, Staff.id == ProposedPhrasing.decided_by)
        .where(ProposedPhrasing.state == state, Faq.retired_at.is_(None))
        .order_by(
            ProposedPhrasing.decided_at.desc().nulls_last(),
            ProposedPhrasing.asked_at.desc(),
            ProposedPhrasing.id.desc(),
        )
        .limit(MOST)
    )
    for word in query.split():
        found = found.where(ProposedPhrasing.text.icontains(word, autoescape=True))
    return [Decided(proposal=proposal, decided_by=name) for proposal, name in session.execute(found)]


def decided_for(session: Session, proposal_id: int) -> Decided:
    """Return a proposal and who decided on it; raises `NoSuchProposal`."""
    proposal = proposal_for(session, proposal_id)
    name = session.scalar(select(Staff.name).where(Staff.id == proposal.decided_by))
    return Decided(proposal=proposal, decided_by=name)


def proposal_for(session: Session, proposal_id: int, *, lock: bool = False) -> ProposedPhrasing:
    """Return a proposal; any member of staff may read any. Raises `NoSuchProposal`."""
    # An id beyond the column's range is as unknown as any other.
    found = (
        session.get(ProposedPhrasing, proposal_id, with_for_update=lock, populate_existing=lock)
        if 0 < proposal_id < 2**31
        else None
    )
    if found is None:
        raise NoSuchProposal
    return found


def removal_for(session: Session, removal_id: int, *, lock: bool = False) -> RemovedPhrasing:
    """Return a removal; any member of staff may read any. Raises `NoSuchRemoval`."""
    found = (
        session.get(RemovedPhrasing, removal_id, with_for_update=lock, populate_existing=lock)
        if 0 < removal_id < 2**31
        else None
    )
    if found is None:
        raise NoSuchRemoval
    return found
