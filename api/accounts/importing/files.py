"""The SQL of files that were handed in, and of what they are checked against."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from api.accounts.importing.fields import Kind
from api.accounts.importing.known import Known
from api.accounts.models import Account, AccountImport, AccountSignal
from api.chat.models import Contact
from api.errors import NotFound
from api.staff.models import Staff
from faq_clustering.text import normalise

KEPT = timedelta(days=1)
"""How long a file waits for a decision."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('account import'))")


class NoSuchAccountImport(NotFound):
    """There is no such file, or it waited longer than a day. Hand it in again."""


def known(session: Session, kind: Kind, *, to_write: bool = False) -> Known:
    """Return what rows of this kind are checked against. `to_write`: two imports wait for each other."""
    if to_write:
        session.execute(_ONE_AT_A_TIME)
    staff = {}
    for member in session.scalars(select(Staff)):
        staff[normalise(member.name).replace(" ", "")] = member.id
        staff[normalise(member.email)] = member.id
    return Known(
        accounts=session.scalars(select(Account)).all(),
        signals=_signals(session) if kind is Kind.SIGNALS else {},
        contacts=_contacts(session) if kind is Kind.CONTACTS else {},
        staff=staff,
    )


def _signals(session: Session) -> dict[tuple[int, date], dict[str, float]]:
    found: dict[tuple[int, date], dict[str, float]] = defaultdict(dict)
    rows = session.execute(
        select(AccountSignal.account_id, AccountSignal.week, AccountSignal.kind, AccountSignal.value)
    )
    for account_id, week, kind, value in rows:
        found[account_id, week][kind] = value
    return found


def _contacts(session: Session) -> dict[str, Contact]:
    asked = select(Contact).where(Contact.external_id.is_not(None))
    return {one.external_id: one for one in session.scalars(asked) if one.external_id is not None}


def keep_file(
    session: Session, name: str, kind: str, raw: bytes, *, staff_id: int, now: datetime
) -> AccountImport:
    """Keep a file until it is decided on; files that nobody decided on are let go of."""
    session.execute(
        delete(AccountImport).where(AccountImport.done_at.is_(None), AccountImport.created_at < now - KEPT)
    )
    kept = AccountImport(
        name=name[:200], kind=kind, content=raw, mapping={}, staff_id=staff_id, created_at=now
    )
    session.add(kept)
    session.flush()
    return kept


def import_for(session: Session, import_id: int, *, lock: bool = False) -> AccountImport:
    """Return a file that was handed in; raises `NoSuchAccountImport`."""
    found = session.get(AccountImport, import_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NoSuchAccountImport
    return found


def recent_imports(session: Session, most: int = 5) -> list[AccountImport]:
    """Return the files that were imported last."""
    done = select(AccountImport).where(AccountImport.done_at.is_not(None))
    return list(session.scalars(done.order_by(AccountImport.done_at.desc()).limit(most)))
