"""Customer accounts, their weekly signals, and how well they are under each definition of the score."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from api.chat.models import Contact
from api.database import Base


class Account(Base):
    """One customer account."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(unique=True)
    """What the company's own systems call it."""
    name: Mapped[str]
    contract_yen: Mapped[int] = mapped_column(BigInteger)
    """Contract amount a year, in yen."""
    stage: Mapped[str]
    """onboarding, adoption, retention or renewal."""
    stage_since: Mapped[date | None]
    tier: Mapped[str] = mapped_column(server_default="tech")
    """high, low or tech touch: by the rule on the amount, unless a person chose."""
    tier_chosen: Mapped[bool] = mapped_column(server_default="false")
    """A person chose the tier; the rule leaves it alone."""
    renewal_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    outcome_text: Mapped[str | None]
    """What they bought it for, in their words."""
    outcome_unit: Mapped[str | None]
    outcome_start: Mapped[float | None]
    """Where they stood before; without one, zero. Above the target where less is better."""
    outcome_target: Mapped[float | None]
    outcome_measured: Mapped[float | None]
    outcome_measured_on: Mapped[date | None]
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    """When it or one of its signals was last written; a health older than this is stale."""
    facts_seen: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """Id of the newest fact of its contacts that its signals know of."""


class AccountSignal(Base):
    """What one account did in one week: given from outside (logins …) or read off its support episodes."""

    __tablename__ = "account_signals"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    kind: Mapped[str] = mapped_column(primary_key=True)
    """See `api.accounts.signals`."""
    value: Mapped[float]


class AccountEdit(Base):
    """An account was added or changed by hand: what its columns said before and afterwards."""

    __tablename__ = "account_edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    before: Mapped[dict[str, Any] | None]
    """Empty: it was added."""
    after: Mapped[dict[str, Any]]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class TierRule(Base):
    """From which amounts a year accounts are high touch and low touch. The newest row is in force."""

    __tablename__ = "tier_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    high_from: Mapped[int] = mapped_column(BigInteger)
    low_from: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class ScoreVersion(Base):
    """One version of the health score's definition. The newest is in force; none is ever changed."""

    __tablename__ = "health_scores"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[dict[str, Any]]
    """See `api.accounts.score.rules`."""
    why: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    past_at: Mapped[datetime | None]
    """When the weeks before were computed under it; empty: the worker is yet to do that."""


class AccountHealth(Base):
    """The score of one account in one week under one version; the row of the present week moves."""

    __tablename__ = "account_healths"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    definition: Mapped[int] = mapped_column(ForeignKey("health_scores.number"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    score: Mapped[int]
    """0 to 100; the sum of its parts' points."""
    parts: Mapped[list[Any]] = mapped_column(server_default="[]")
    """See `api.accounts.score.health`: signal, points, and what they stand on."""
    at: Mapped[datetime]
    """When it was last computed."""


class AccountImport(Base):
    """One file of accounts, signals or contacts: kept until decided on, then what became of its rows."""

    __tablename__ = "account_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    """accounts, signals or contacts."""
    content: Mapped[bytes | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """The column of each field, as a person corrected the guess."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """`rows`: line, action, what it is about, and for what was written, what was there before."""


Index("ix_contacts_account_id", Contact.account_id)
