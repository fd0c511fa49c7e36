"""Clustering runs, what they found, and what staff decided of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class State(StrEnum):
    """What staff decided of a candidate."""

    OPEN = "open"
    APPROVED = "approved"
    LINKED = "linked"
    REJECTED = "rejected"
    MERGED = "merged"
    """Its inquiries are another candidate's now."""


class DecisionKind(StrEnum):
    """What a decision does, in the history."""

    APPROVED = "approved"
    LINKED = "linked"
    REJECTED = "rejected"
    MERGED = "merged"
    SPLIT = "split"
    REMOVED = "removed"
    MOVED = "moved"
    SNOOZED = "snoozed"


class RejectKind(StrEnum):
    """Why a candidate becomes no FAQ."""

    SPAM = "spam"
    ONE_OFF = "one_off"
    PRODUCT_BUG = "product_bug"
    ALREADY_ANSWERED = "already_answered"
    NEEDS_POLICY = "needs_policy"
    OTHER = "other"


class ClusterRun(Base):
    """One clustering run."""

    __tablename__ = "cluster_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    model_id: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """inquiries, clusters, noise, constraints held and left out, seconds per stage."""


class Cluster(Base):
    """A topic with an identity that lasts from run to run; `run_id` is the last run that saw it."""

    __tablename__ = "clusters"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("cluster_runs.id"))
    gone: Mapped[bool] = mapped_column(server_default="false")
    """Whether the last run no longer found it."""
    language: Mapped[str]
    size: Mapped[int]
    tightness: Mapped[float]
    representative: Mapped[str]
    representative_inquiry_id: Mapped[int | None] = mapped_column(
        ForeignKey("inquiries.id", ondelete="SET NULL")
    )
    keywords: Mapped[list[str]]
    weekly: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Inquiries in each of the last eight weeks, oldest first."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ClusterMember(Base):
    """An inquiry's place in a cluster. Noise has no row."""

    __tablename__ = "cluster_members"

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id", ondelete="CASCADE"), primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"), index=True)
    strength: Mapped[float]


class Candidate(Base):
    """A cluster up for review: one per cluster."""

    __tablename__ = "candidates"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(server_default="open", index=True)
    impact: Mapped[float] = mapped_column(server_default="0")
    """Hours a month that staff spend on it: unanswered inquiries in 30 days × handle time."""
    trend: Mapped[float] = mapped_column(server_default="0")
    """Last two weeks against the two before: 0.5 is half as many again."""
    faq_id: Mapped[int | None] = mapped_column(ForeignKey("faqs.id", ondelete="SET NULL"))
    reason: Mapped[str | None]
    reason_kind: Mapped[str | None]
    """A `RejectKind` of one that is rejected."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="SET NULL"))
    """The candidate that has its inquiries, of one that is merged."""
    snoozed_until: Mapped[datetime | None]
    """It sleeps until then (`api.candidates.snoozing`)."""
    snoozed_until_size: Mapped[int | None]
    """Or until its cluster has so many inquiries, if that comes first."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="0")
    """Grows with every change; a form that carries an older one is refused."""


class Decision(Base):
    """History: what was decided of a candidate, by whom, and whether it was undone."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class DecisionParty(Base):
    """Another candidate that a decision is about: it stands in that one's history too."""

    __tablename__ = "decision_parties"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MovedInquiry(Base):
    """An inquiry that a decision took from one cluster into another, or into none."""

    __tablename__ = "moved_inquiries"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(
        ForeignKey("inquiries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    from_id: Mapped[int] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"))


class RememberedTopic(Base):
    """A member of a topic that is gone: should the topic come back, it gets its id back."""

    __tablename__ = "remembered_topics"

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id", ondelete="CASCADE"), primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"), index=True)


class TopicChange(Base):
    """What became of a topic in a run (`faq_clustering.lineage.Change`). Topics that stayed have no row."""

    __tablename__ = "topic_changes"

    run_id: Mapped[int] = mapped_column(ForeignKey("cluster_runs.id", ondelete="CASCADE"), primary_key=True)
    cluster_id: Mapped[int] = mapped_column(
        ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str]
    before: Mapped[int]
    after: Mapped[int]
    kept: Mapped[int]
    came_from: Mapped[list[Any]] = mapped_column(server_default="[]")
    """[cluster id, inquiries], most inquiries first."""
    went_to: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Likewise."""


class AlikeTopics(Base):
    """Two clusters of the last run that may be one topic; `cluster_id` is the larger one's."""

    __tablename__ = "alike_topics"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(
        ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    run_id: Mapped[int] = mapped_column(ForeignKey("cluster_runs.id", ondelete="CASCADE"))
    cosine: Mapped[float]
    shared: Mapped[float]
    """Share of the smaller one's neighbours that lie in the other."""


class DivisibleTopic(Base):
    """A cluster of the last run that may be two topics or more."""

    __tablename__ = "divisible_topics"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("cluster_runs.id", ondelete="CASCADE"))
    cosine: Mapped[float]
    """Of the parts' centres."""
    parts: Mapped[list[Any]]
    """Inquiry ids of each part, the most typical first."""


class TopicMap(Base):
    """Where each inquiry of a run lies on the map. Only the last run's is kept."""

    __tablename__ = "topic_maps"

    run_id: Mapped[int] = mapped_column(ForeignKey("cluster_runs.id", ondelete="CASCADE"), primary_key=True)
    inquiry_ids: Mapped[bytes]
    """Little-endian int64, n of them."""
    places: Mapped[bytes]
    """Little-endian float32, n times x and y (`faq_clustering.maps.layout`)."""


class TopicConstraint(Base):
    """What staff said of inquiries, and later runs hold: one topic, or not the same."""

    __tablename__ = "topic_constraints"
    __table_args__ = (CheckConstraint("kind IN ('together', 'apart')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    faq_id: Mapped[int | None] = mapped_column(ForeignKey("faqs.id", ondelete="CASCADE"))
    """Constraints with the same FAQ are together with each other; one alone ties nothing."""
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class ConstrainedInquiry(Base):
    """An inquiry that a constraint names. Erased inquiries leave it."""

    __tablename__ = "constrained_inquiries"

    constraint_id: Mapped[int] = mapped_column(
        ForeignKey("topic_constraints.id", ondelete="CASCADE"), primary_key=True
    )
    inquiry_id: Mapped[int] = mapped_column(
        ForeignKey("inquiries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    side: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """Of `apart`: 0 or 1, whose inquiries never share a cluster. Of `together`: 0."""
    released_by: Mapped[int | None] = mapped_column(ForeignKey("decisions.id", ondelete="SET NULL"))
    """The later decision that says otherwise of this inquiry; while it stands, this constraint does not."""
