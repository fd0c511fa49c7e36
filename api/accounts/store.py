"""The SQL of accounts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountSignal, TierRule
from api.accounts.signals import Signal
from api.accounts.tiers import TierAmounts
from api.chat.models import Contact
from api.errors import NotFound
from api.staff.models import Staff

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('account ' || :id))")


class NoSuchAccount(NotFound):
    """There is no such account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a list of accounts is narrowed to; empty: not narrowed."""

    q: str = ""
    stage: str = ""
    tier: str = ""
    owner: int | None = None


def accounts(session: Session, wanted: Wanted) -> Sequence[Account]:
    """Return the accounts that are wanted, the next renewal first."""
    asked = select(Account).order_by(Account.renewal_on, Account.name)
    if wanted.q:
        asked = asked.where(
            Account.name.icontains(wanted.q, autoescape=True)
            | Account.external_id.icontains(wanted.q, autoescape=True)
        )
    if wanted.stage:
        asked = asked.where(Account.stage == wanted.stage)
    if wanted.tier:
        asked = asked.where(Account.tier == wanted.tier)
    if wanted.owner is not None:
        asked = asked.where(Account.owner_id == wanted.owner if wanted.owner else Account.owner_id.is_(None))
    return session.scalars(asked).all()


def account_for(session: Session, account_id: int, *, lock: bool = False) -> Account:
    """Return one account; raises `NoSuchAccount`."""
    found = session.get(Account, account_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NoSuchAccount
    return found


def account_by(session: Session, external_id: str, *, lock: bool = False) -> Account | None:
    """Return the account that other systems call so. `lock`: two who write it wait for each other."""
    if lock:
        session.execute(_ONE_AT_A_TIME, {"id": external_id})
    return session.scalar(select(Account).where(Account.external_id == external_id))


def contacts_of(session: Session, account_id: int) -> Sequence[Contact]:
    """Return the people of an account."""
    asked = select(Contact).where(Contact.account_id == account_id)
    return session.scalars(asked.order_by(Contact.name, Contact.id)).all()


def contact_by(session: Session, external_id: str) -> Contact | None:
    """Return the contact that other systems call so."""
    return session.scalar(select(Contact).where(Contact.external_id == external_id))


def owners(session: Session) -> dict[int, str]:
    """Return the members of staff by id."""
    return {member.id: member.name for member in session.scalars(select(Staff).order_by(Staff.name))}


def email_of(session: Session, staff_id: int | None) -> str | None:
    """Return a member's address."""
    return session.scalar(select(Staff.email).where(Staff.id == staff_id)) if staff_id else None


def staff_by_email(session: Session, email: str) -> int | None:
    """Return the member of staff with this address."""
    return session.scalar(select(Staff.id).where(func.lower(Staff.email) == email.strip().lower()))


def weekly(
    session: Session, kind: str, account_ids: Collection[int], *, since: date
) -> dict[int, list[float]]:
    """Return one signal of each account from the week `since` on, the oldest first."""
    rows = session.execute(
        select(AccountSignal.account_id, AccountSignal.value)
        .where(
            AccountSignal.kind == kind,
            AccountSignal.account_id.in_(account_ids),
            AccountSignal.week >= since,
        )
        .order_by(AccountSignal.week)
    )
    found: dict[int, list[float]] = defaultdict(list)
    for account_id, value in rows:
        found[account_id].append(value)
    return found


def signals_in(session: Session, account_id: int, week: date) -> dict[Signal, float]:
    """Return every signal of an account in one week."""
    rows = session.execute(
        select(AccountSignal.kind, AccountSignal.value).where(
            AccountSignal.account_id == account_id, AccountSignal.week == week
        )
    )
    return {Signal(kind): value for kind, value in rows}


def tier_amounts(session: Session) -> TierAmounts:
    """Return the rule in force: the newest."""
    row = session.scalars(select(TierRule).order_by(TierRule.id.desc()).limit(1)).one()
    return TierAmounts(high_from=row.high_from, low_from=row.low_from)


def add_tier_rule(session: Session, amounts: TierAmounts, *, made_by: int, now: datetime) -> None:
    """Keep a new rule; those before stay."""
    session.add(
        TierRule(high_from=amounts.high_from, low_from=amounts.low_from, made_by=made_by, made_at=now)
    )
    session.flush()
