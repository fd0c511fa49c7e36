"""Writing accounts, signals and contacts: one way for forms, files and the API."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountSignal
from api.accounts.outcome import progress
from api.accounts.signals import Signal, monday_of
from api.accounts.store import tier_amounts
from api.accounts.tiers import TierAmounts
from api.chat.models import Contact


def add_account(session: Session, values: Mapping[str, Any], *, now: datetime, zone: ZoneInfo) -> Account:
    """Add an account; `values` by column."""
    account = Account(**{"stage_since": now.astimezone(zone).date()} | dict(values), created_at=now)
    session.add(account)
    _settle(session, account, values, now=now, zone=zone)
    return account


def change_account(
    session: Session, account: Account, values: Mapping[str, Any], *, now: datetime, zone: ZoneInfo
) -> None:
    """Write what is new of an account; `values` by column."""
    moved = "stage" in values and values["stage"] != account.stage and "stage_since" not in values
    for name, value in values.items():
        setattr(account, name, value)
    if moved:
        account.stage_since = now.astimezone(zone).date()
    _settle(session, account, values, now=now, zone=zone)


def _settle(
    session: Session, account: Account, values: Mapping[str, Any], *, now: datetime, zone: ZoneInfo
) -> None:
    """Write what follows: the tier by the amount, the outcome as a signal, and that the health is stale."""
    today = now.astimezone(zone).date()
    if not account.tier_chosen:
        account.tier = tier_amounts(session).tier(account.contract_yen)
    if "outcome_measured" in values and "outcome_measured_on" not in values:
        account.outcome_measured_on = today
    account.changed_at = now
    session.flush()
    reached = progress(account.outcome_start, account.outcome_target, account.outcome_measured)
    if reached is not None:
        week = monday_of(account.outcome_measured_on or today)
        put_signals(session, account.id, week, {Signal.OUTCOME: reached})


def put_signals(session: Session, account_id: int, week: date, values: Mapping[str, float | None]) -> None:
    """Write signals of one week; None takes one out. The caller says that the account changed."""
    gone = [str(kind) for kind, value in values.items() if value is None]
    if gone:
        session.execute(
            delete(AccountSignal).where(
                AccountSignal.account_id == account_id,
                AccountSignal.week == week,
                AccountSignal.kind.in_(gone),
            )
        )
    rows = [
        {"account_id": account_id, "week": week, "kind": str(kind), "value": value}
        for kind, value in values.items()
        if value is not None
    ]
    if rows:
        put = insert(AccountSignal)
        session.execute(
            put.on_conflict_do_update(
                index_elements=["account_id", "week", "kind"], set_={"value": put.excluded.value}
            ),
            rows,
        )


def mark_changed(session: Session, account_ids: Collection[int], *, now: datetime) -> None:
    """Say that something of these accounts changed: their health is stale."""
    session.execute(update(Account).where(Account.id.in_(account_ids)).values(changed_at=now))


def put_contact(
    session: Session, contact: Contact | None, values: Mapping[str, Any], *, now: datetime
) -> Contact:
    """Write a contact: a new one, or what is new of one. The accounts it leaves and joins are stale."""
    left = contact.account_id if contact else None
    if contact is None:
        contact = Contact(**values, created_at=now)
        session.add(contact)
    else:
        for name, value in values.items():
            setattr(contact, name, value)
    session.flush()
    mark_changed(session, {one for one in (left, contact.account_id) if one is not None}, now=now)
    return contact


def retier(session: Session, amounts: TierAmounts, *, now: datetime) -> int:
    """Put every account that nobody chose a tier for where the rule says; return how many moved."""
    moved = 0
    for account in session.scalars(select(Account).where(~Account.tier_chosen)):
        tier = amounts.tier(account.contract_yen)
        if account.tier != tier:
            account.tier, account.changed_at, moved = tier.value, now, moved + 1
    session.flush()
    return moved
