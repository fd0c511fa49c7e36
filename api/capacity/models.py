"""Customer accounts, on which freed hours are spent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Account(Base):
    """One customer account."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    contract_yen: Mapped[int]
    """Contract amount a year, in yen."""
    stage: Mapped[str]
    """onboarding, adoption, retention or renewal."""
    renewal_on: Mapped[date]
    weeks: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Weekly signals, oldest first: {"week": "2026-11-16", "logins": 41, "active_users": 12}."""
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
