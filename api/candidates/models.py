"""Clustering runs, clusters, their members, and the candidates staff decide on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class State(StrEnum):
    """What staff decided of a candidate."""

    OPEN = "open"
    APPROVED = "approved"
    LINKED = "linked"
    REJECTED = "rejected"


class ClusterRun(Base):
    """One clustering run."""

    __tablename__ = "cluster_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    model_id: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """inquiries, clusters, noise, seconds per stage."""


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
