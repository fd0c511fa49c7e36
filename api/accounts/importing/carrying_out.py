"""Writing what a plan says, all rows or the rows that are right; and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.accounts.columns import as_columns, as_kept
from api.accounts.importing.fields import Kind
from api.accounts.importing.plan import Action, Step
from api.accounts.models import Account, AccountSignal
from api.accounts.writing import add_account, change_account, mark_changed, put_contact, put_signals
from api.chat.models import Contact
from api.errors import Invalid


class AccountRowsAreWrong(Invalid):
    """Some rows are wrong, so nothing was imported. Mend them, or import the rows that are right."""


def carry_out(
    session: Session, kind: Kind, steps: Sequence[Step], *, only_right: bool, now: datetime, zone: ZoneInfo
) -> list[dict[str, Any]]:
    """Write what the steps say and return what became of each row, as it is kept.

    Raises `AccountRowsAreWrong` unless all are right or `only_right` is asked for.
    """
    if not only_right and any(step.action is Action.WRONG for step in steps):
        raise AccountRowsAreWrong
    return [_outcome(session, kind, step, now, zone) for step in steps]


def _outcome(session: Session, kind: Kind, step: Step, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    row: dict[str, Any] = {"line": step.line, "action": step.action, "about": step.about}
    if step.action is Action.WRONG:
        return row | {"wrong": step.wrong, "wrong_in": step.wrong_in}
    row["id"] = step.id
    if step.action is Action.SAME:
        return row
    after = {name: as_kept(value) for name, value in step.changes.items()}
    before: dict[str, Any] | None = None
    if kind is Kind.SIGNALS:
        assert step.id is not None
        assert step.week is not None
        before = {name: _signal(session, step.id, step.week, name) for name in step.changes}
        put_signals(session, step.id, step.week, step.changes)
        mark_changed(session, [step.id], now=now)
        row["week"] = step.week.isoformat()
    elif kind is Kind.ACCOUNTS:
        account = session.get(Account, step.id) if step.id else None
        if account is None:
            row["id"] = add_account(session, step.changes, now=now, zone=zone).id
        else:
            before = {name: as_kept(getattr(account, name)) for name in step.changes}
            change_account(session, account, step.changes, now=now, zone=zone)
    else:
        contact = session.get(Contact, step.id) if step.id else None
        before = {name: getattr(contact, name) for name in step.changes} if contact else None
        row["id"] = put_contact(session, contact, step.changes, now=now).id
    return row | {"before": before, "after": after}


def _signal(session: Session, account_id: int, week: date, kind: str) -> float | None:
    found = session.get(AccountSignal, (account_id, week, kind))
    return found.value if found else None


def take_back(
    session: Session,
    kind: Kind,
    rows: Sequence[Mapping[str, Any]],
    *,
    done_at: datetime,
    now: datetime,
    zone: ZoneInfo,
) -> list[int]:
    """Undo an import: new rows go, changed ones say again what they said.

    Returns the lines of those that were changed since: they stay as they are.
    """
    session.expire_all()
    undo = {Kind.ACCOUNTS: _account_back, Kind.SIGNALS: _signals_back, Kind.CONTACTS: _contact_back}[kind]
    return [
        int(row["line"])
        for row in rows
        if "after" in row and not undo(session, row, done_at=done_at, now=now, zone=zone)
    ]


def _account_back(
    session: Session, row: Mapping[str, Any], *, done_at: datetime, now: datetime, zone: ZoneInfo
) -> bool:
    account = session.get(Account, row["id"])
    if account is None:
        return True
    if row["before"] is None:
        if account.changed_at != done_at:
            return False
        session.delete(account)
        session.flush()
        return True
    if any(as_kept(getattr(account, name)) != value for name, value in row["after"].items()):
        return False
    change_account(session, account, as_columns(row["before"]), now=now, zone=zone)
    return True


def _signals_back(
    session: Session, row: Mapping[str, Any], *, done_at: datetime, now: datetime, zone: ZoneInfo
) -> bool:
    week = date.fromisoformat(row["week"])
    if any(_signal(session, row["id"], week, name) != value for name, value in row["after"].items()):
        return False
    put_signals(session, row["id"], week, row["before"])
    mark_changed(session, [row["id"]], now=now)
    session.expire_all()
    return True


def _contact_back(
    session: Session, row: Mapping[str, Any], *, done_at: datetime, now: datetime, zone: ZoneInfo
) -> bool:
    contact = session.get(Contact, row["id"])
    if contact is None:
        return True
    if any(getattr(contact, name) != value for name, value in row["after"].items()):
        return False
    # A new contact may have written to us since: it stays, and only leaves its account.
    put_contact(session, contact, row["before"] or {"account_id": None}, now=now)
    return True
