"""Accounts, signals and contacts as JSON."""

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.accounts.models import Account
from api.accounts.signals import Signal
from api.accounts.tiers import MOST, Stage, Tier

Text = Annotated[str, Field(min_length=1, max_length=500)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
FORBIDDEN = re.compile("[\\0\ud800-\udfff\ufffd]")
"""What no text may hold: PostgreSQL keeps no NUL, and the others are no characters."""


class Said(BaseModel):
    """What a request says; an unknown field is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _holds_only_characters(cls, value: Any) -> Any:
        if isinstance(value, str) and FORBIDDEN.search(value):
            raise ValueError("this text holds a character that cannot be kept")
        return value


class AccountIn(Said):
    """An account. Fields left out stay as they are; a new account needs the first three."""

    name: Text | None = None
    contract_yen: Annotated[int | None, Field(ge=0, le=MOST, examples=[1_200_000])] = None
    renewal_on: date | None = None
    stage: Stage | None = None
    stage_since: date | None = None
    tier: Annotated[Tier | None, Field(description="Chosen by you; null: by the rule on the amount.")] = None
    owner: Annotated[str | None, Field(description="E-mail address of a member of staff.")] = None
    outcome_text: Text | None = None
    outcome_unit: Text | None = None
    outcome_start: Number | None = None
    outcome_target: Number | None = None
    outcome_measured: Number | None = None
    outcome_measured_on: date | None = None


class AccountOut(BaseModel):
    """An account as it is kept."""

    external_id: str
    name: str
    contract_yen: int
    renewal_on: date
    stage: Stage
    stage_since: date | None
    tier: Tier
    tier_chosen: bool
    owner: str | None
    outcome_text: str | None
    outcome_unit: str | None
    outcome_start: float | None
    outcome_target: float | None
    outcome_measured: float | None
    outcome_measured_on: date | None

    @classmethod
    def of(cls, account: Account, owner: str | None) -> Self:
        """Show an account; `owner` is their e-mail address."""
        own = {name: getattr(account, name) for name in cls.model_fields if name != "owner"}
        return cls(**own, owner=owner)


class SignalsIn(Said):
    """What an account did in one week. Signals left out stay as they are; null takes one out."""

    logins: Annotated[float | None, Field(ge=0, le=1e9)] = None
    active_users: Annotated[float | None, Field(ge=0, le=1e9)] = None
    settings_done: Annotated[float | None, Field(ge=0, le=1, description="A share, 0 to 1.")] = None
    mail_clicks: Annotated[float | None, Field(ge=0, le=1e9)] = None
    seminar: Annotated[float | None, Field(ge=0, le=1_000)] = None
    late_payment: Annotated[float | None, Field(ge=0, le=1_000)] = None
    touchpoint_grade: Annotated[float | None, Field(ge=1, le=5)] = None
    nps: Annotated[float | None, Field(ge=0, le=10)] = None
    ces: Annotated[float | None, Field(ge=1, le=7)] = None


class SignalsOut(BaseModel):
    """Every signal of one week, those read off the support episodes too."""

    week: date
    signals: dict[Signal, float]


class ContactIn(Said):
    """A person at an account. Fields left out stay as they are."""

    name: Text | None = None
    email: Annotated[str | None, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")] = None


class ContactOut(BaseModel):
    """A person at an account as they are kept."""

    external_id: str
    account: str
    name: str | None
    email: str | None


class PartOut(BaseModel):
    """One term of a score."""

    of: str
    points: int
    said: str


class HealthOut(BaseModel):
    """How well an account is, and why."""

    score: int
    band: str
    version: int
    week: date
    sentence: str
    parts: list[PartOut]
