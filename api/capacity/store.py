"""The SQL of accounts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.capacity.models import Account


def accounts(session: Session, query: str = "") -> Sequence[Account]:
    """Return the accounts whose name holds `query`, the next renewal first."""
    asked = select(Account).order_by(Account.renewal_on, Account.name)
    if query:
        asked = asked.where(Account.name.icontains(query, autoescape=True))
    return session.scalars(asked).all()
