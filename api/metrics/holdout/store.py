"""The SQL of the hold-out's result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Interval, Select, and_, bindparam, exists, false, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from api.candidates.models import Candidate, ClusterMember
from api.chat.models import Contact, Conversation
from api.episodes.ledger import Kind
from api.episodes.models import Episode, Fact
from api.holdout.arms import Arm
from api.holdout.store import of_experiment
from api.inquiries.models import Inquiry
from api.metrics.holdout.estimate import RECENT, Held


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """One experiment that assigned somebody: from its first assignment to its last."""

    number: int
    share: float
    first: datetime
    last: datetime


def experiments(session: Session) -> list[Experiment]:
    """Return the experiments that assigned somebody, the newest first."""
    number, share = Fact.payload["experiment"].as_integer(), Fact.payload["share"].as_float()
    rows = session.execute(
        select(number, func.max(share), func.min(Fact.at), func.max(Fact.at))
        .where(Fact.kind == Kind.HOLDOUT_ASSIGNED, number.is_not(None))
        .group_by(number)
        .order_by(number.desc())
    )
    return [Experiment(number=n, share=share, first=first, last=last) for n, share, first, last in rows]


def held(session: Session, experiment: int, *, now: datetime, window: timedelta) -> list[Held]:
    """Return each contact of an experiment once, with the first arm they were given, in order of time.

    Human contact: a person claimed, replied or resolved, in any episode of the contact and any channel, from
    the assignment until `window` later. What was asked for and never answered is no human contact.
    """
    rows = session.execute(_HELD, {"experiment": experiment, "window": window})
    found = [
        Held(
            contact_id=row.contact_id,
            episode_id=row.episode_id,
            assigned_at=row.at,
            arm=Arm(row.arm),
            human=row.human,
            matured=row.at + window <= now,
            topic=_topic(row.faq_id, row.cluster_id, row.text_key),
            sample=row.sample,
            known=row.known,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.assigned_at, one.contact_id))


def openings(session: Session, *, now: datetime) -> Sequence[datetime]:
    """Return when each contact first wrote in the widget in the last four weeks: who could be held out."""
    rows = session.scalars(
        select(func.min(Episode.opened_at))
        .join(Conversation, Conversation.id == Episode.conversation_id)
        .where(Episode.opened_at > now - RECENT, Conversation.channel == "widget")
        .group_by(Episode.contact_id)
    )
    return rows.all()


def names_of(session: Session, contact_ids: Sequence[int]) -> dict[int, str]:
    """Return what to call contacts: the name or the company's own id, where known."""
    rows = session.execute(
        select(Contact.id, func.coalesce(Contact.name, Contact.external_id)).where(
            Contact.id.in_(contact_ids)
        )
    )
    return {id: name for id, name in rows if name is not None}


def _topic(faq_id: int | None, cluster_id: int | None, text_key: str | None) -> str | None:
    if faq_id is not None:
        return f"faq:{faq_id}"
    if cluster_id is not None:
        return f"cluster:{cluster_id}"
    return None if text_key is None else f"text:{text_key}"


def _held() -> Select[int, int, datetime, str, bool, bool, bool, int, int, str]:
    first = (
        select(
            Episode.contact_id,
            Episode.id.label("episode_id"),
            Episode.sample,
            Fact.at,
            Fact.payload["arm"].as_string().label("arm"),
            func.coalesce(Fact.payload["known"].as_boolean(), false()).label("known"),
        )
        .ext(distinct_on(Episode.contact_id))
        .join(Episode, Episode.id == Fact.episode_id)
        .where(of_experiment(bindparam("experiment")))
        .order_by(Episode.contact_id, Fact.at, Fact.id)
        .cte("first")
    )
    their, fact = aliased(Episode), aliased(Fact)
    took_part = fact.kind.in_([Kind.AGENT_CLAIMED, Kind.AGENT_REPLIED]) | and_(
        fact.kind == Kind.CONVERSATION_RESOLVED,
        func.coalesce(fact.payload["by"].as_string(), "bot").not_in(["bot", "contact"]),
    )
    human = exists().where(
        their.contact_id == first.c.contact_id,
        fact.episode_id == their.id,
        took_part,
        fact.at >= first.c.at,
        fact.at < first.c.at + bindparam("window", type_=Interval()),
    )
    asked = (
        select(
            Inquiry.episode_id,
            func.min(Candidate.faq_id).label("faq_id"),
            func.min(ClusterMember.cluster_id).label("cluster_id"),
            func.min(Inquiry.text_key).label("text_key"),
        )
        .outerjoin(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
        .outerjoin(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
        .where(Inquiry.episode_id.in_(select(first.c.episode_id)))
        .group_by(Inquiry.episode_id)
        .subquery()
    )
    return select(
        first.c.contact_id,
        first.c.episode_id,
        first.c.at,
        first.c.arm,
        first.c.sample,
        first.c.known,
        human.label("human"),
        asked.c.faq_id,
        asked.c.cluster_id,
        asked.c.text_key,
    ).outerjoin(asked, asked.c.episode_id == first.c.episode_id)


# Put together once.
_HELD = _held()
