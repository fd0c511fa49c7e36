"""Playbooks and their versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Playbook(Base):
    """One playbook; what it says is its newest version."""

    __tablename__ = "playbooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class PlaybookVersion(Base):
    """A playbook as somebody saved it. Never updated."""

    __tablename__ = "playbook_versions"
    __table_args__ = (UniqueConstraint("playbook_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    playbook_id: Mapped[int] = mapped_column(ForeignKey("playbooks.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    """Name, trigger and its parameters, action (see `playbook.py`)."""
    active: Mapped[bool]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
