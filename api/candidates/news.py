"""What became of the topics since the run before, as the review desk says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.constraint_store import inquiry_ids_of
from api.candidates.models import (
    AlikeTopics,
    Candidate,
    Cluster,
    ClusterRun,
    DivisibleTopic,
    State,
    TopicChange,
)
from api.inquiries.models import Inquiry
from faq_clustering.lineage import Kind

ORDER = (Kind.NEW, Kind.RETURNED, Kind.GROWN, Kind.MERGED, Kind.SPLIT, Kind.SHRUNK, Kind.GONE)
"""What needs a person comes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """Another topic, to be named and linked."""

    candidate_id: int
    question: str
    language: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What became of one topic; `came_from` and `went_to` are others and how many inquiries moved."""

    topic: Topic
    kind: Kind
    before: int
    after: int
    came_from: tuple[tuple[Topic, int], ...]
    went_to: tuple[tuple[Topic, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Another topic that may be the same, and why: cosine of the centres, share of common neighbours."""

    topic: Topic
    cosine: float
    shared: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What may be a topic of its own: so many inquiries, and the most typical one."""

    size: int
    example: Inquiry


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """The parts of a topic that may be several, the largest first, and the cosine of their centres."""

    parts: tuple[Part, ...]
    cosine: float


def last_news(session: Session) -> list[News]:
    """What became of each topic in the last run, the largest first; nothing for those that stayed."""
    last = select(ClusterRun.id).where(ClusterRun.finished_at.is_not(None)).order_by(ClusterRun.id.desc())
    changes = session.scalars(
        select(TopicChange)
        .where(TopicChange.run_id == last.limit(1).scalar_subquery())
        .order_by(TopicChange.after.desc(), TopicChange.before.desc(), TopicChange.cluster_id)
    ).all()
    topics = _topics(session, {id_ for change in changes for id_ in _named(change)})
    return [
        News(
            topic=topics[change.cluster_id],
            kind=Kind(change.kind),
            before=change.before,
            after=change.after,
            came_from=tuple((topics[id_], n) for id_, n in change.came_from if id_ in topics),
            went_to=tuple((topics[id_], n) for id_, n in change.went_to if id_ in topics),
        )
        for change in changes
        if change.cluster_id in topics
    ]


def by_kind(news: Sequence[News]) -> list[tuple[Kind, list[News]]]:
    """The kinds of change there were, each with its topics.

    What was merged into another or split into others is named there, by those that are left.
    """
    told = [one for one in news if one.after or one.kind is Kind.GONE]
    found = [(kind, [one for one in told if one.kind is kind]) for kind in ORDER]
    return [(kind, ones) for kind, ones in found if ones]


def alike_topics(session: Session, cluster_id: int) -> list[Alike]:
    """The topics that may be the same as this one, the most alike first."""
    rows = session.scalars(
        select(AlikeTopics)
        .where((AlikeTopics.cluster_id == cluster_id) | (AlikeTopics.other_id == cluster_id))
        .order_by(AlikeTopics.cosine.desc())
    ).all()
    others = [(row.other_id if row.cluster_id == cluster_id else row.cluster_id, row) for row in rows]
    topics = _topics(session, {other for other, _ in others})
    return [
        Alike(topic=topics[other], cosine=row.cosine, shared=row.shared)
        for other, row in others
        # Staff merged it meanwhile: its inquiries are somebody else's.
        if other in topics and topics[other].state != State.MERGED
    ]


def division_of(session: Session, cluster_id: int) -> Division | None:
    """How a topic may be divided; None when nothing speaks for it, or too little of it is left."""
    found = session.get(DivisibleTopic, cluster_id)
    if found is None:
        return None
    # What staff moved meanwhile is no part of it any more.
    here = set(inquiry_ids_of(session, cluster_id))
    wanted = {id_ for part in found.parts for id_ in part if id_ in here}
    inquiries = {one.id: one for one in session.scalars(select(Inquiry).where(Inquiry.id.in_(wanted)))}
    left = [[inquiries[id_] for id_ in part if id_ in inquiries] for part in found.parts]
    parts = sorted((Part(size=len(part), example=part[0]) for part in left if part), key=lambda p: -p.size)
    return Division(parts=tuple(parts), cosine=found.cosine) if len(parts) > 1 else None


def _named(change: TopicChange) -> set[int]:
    return {change.cluster_id, *(id_ for id_, _ in change.came_from), *(id_ for id_, _ in change.went_to)}


def _topics(session: Session, cluster_ids: set[int]) -> dict[int, Topic]:
    rows = session.execute(
        select(Cluster.id, Candidate.id, Cluster.representative, Cluster.language, Candidate.state)
        .join(Candidate, Candidate.cluster_id == Cluster.id)
        .where(Cluster.id.in_(cluster_ids))
    )
    return {
        id_: Topic(candidate_id=candidate, question=question, language=language, state=state)
        for id_, candidate, question, language, state in rows
    }
