"""Changes somebody made to an account by hand: kept with what was there before, and taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.columns import as_columns, as_kept
from api.accounts.models import Account, AccountEdit, AccountSignal
from api.accounts.signals import Signal, monday_of
from api.accounts.store import account_for, contacts_of
from api.accounts.writing import add_account, change_account, put_signals
from api.errors import Conflict, NotFound

FOLLOWS = ("tier", "stage_since", "outcome_measured_on")
"""Columns that may change with the others."""


class NoSuchEdit(NotFound):
    """There is no such change, or it has been taken back."""


class ChangedSince(Conflict):
    """The account was changed again since. It stays as it is."""


def add_by_hand(
    session: Session, values: Mapping[str, Any], *, by: int, now: datetime, zone: ZoneInfo
) -> AccountEdit:
    """Add an account, and keep that it was added."""
    account = add_account(session, values, now=now, zone=zone)
    return _keep(session, account, None, values, by=by, now=now)


def edit_account(
    session: Session, account: Account, values: Mapping[str, Any], *, by: int, now: datetime, zone: ZoneInfo
) -> AccountEdit | None:
    """Write what differs, and keep what was there before; None if nothing differs."""
    changes = {name: value for name, value in values.items() if getattr(account, name) != value}
    if not changes:
        return None
    names = dict.fromkeys((*changes, *FOLLOWS))
    before = {name: as_kept(getattr(account, name)) for name in names}
    week = monday_of(now.astimezone(zone).date())
    measured = _outcome(session, account.id, week)
    change_account(session, account, changes, now=now, zone=zone)
    if _outcome(session, account.id, week) != measured:
        before |= {"outcome_week": week.isoformat(), "outcome_signal": measured}
    return _keep(session, account, before, dict.fromkeys(names), by=by, now=now)


def take_edit_back(session: Session, account_id: int, edit_id: int, *, now: datetime, zone: ZoneInfo) -> bool:
    """Let the account say again what it said; one that was only added goes. Whether it is still there.

    Raises `NoSuchEdit`, or `ChangedSince`.
    """
    account = account_for(session, account_id, lock=True)
    edit = session.scalar(
        select(AccountEdit).where(
            AccountEdit.id == edit_id, AccountEdit.account_id == account_id, AccountEdit.undone_at.is_(None)
        )
    )
    if edit is None:
        raise NoSuchEdit
    if any(as_kept(getattr(account, name)) != value for name, value in edit.after.items()):
        raise ChangedSince
    if edit.before is None:
        if account.changed_at != edit.made_at or contacts_of(session, account_id):
            raise ChangedSince
        session.delete(account)
        session.flush()
        return False
    before = dict(edit.before)
    week, signal = before.pop("outcome_week", None), before.pop("outcome_signal", None)
    change_account(session, account, as_columns(before), now=now, zone=zone)
    if week is not None:
        put_signals(session, account_id, date.fromisoformat(week), {Signal.OUTCOME: signal})
    edit.undone_at = now
    session.flush()
    return True


def _outcome(session: Session, account_id: int, week: date) -> float | None:
    return session.scalar(
        select(AccountSignal.value).where(
            AccountSignal.account_id == account_id,
            AccountSignal.week == week,
            AccountSignal.kind == Signal.OUTCOME.value,
        )
    )


def _keep(
    session: Session,
    account: Account,
    before: dict[str, Any] | None,
    names: Mapping[str, Any],
    *,
    by: int,
    now: datetime,
) -> AccountEdit:
    edit = AccountEdit(
        account_id=account.id,
        before=before,
        after={name: as_kept(getattr(account, name)) for name in names},
        made_by=by,
        made_at=now,
    )
    session.add(edit)
    session.flush()
    return edit
