"""The SQL of accounts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountSignal, TierRule
from api.accounts.tiers import TierAmounts


def accounts(session: Session, query: str = "") -> Sequence[Account]:
    """Return the accounts whose name holds `query`, the next renewal first."""
    asked = select(Account).order_by(Account.renewal_on, Account.name)
    if query:
        asked = asked.where(Account.name.icontains(query, autoescape=True))
    return session.scalars(asked).all()


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


def tier_amounts(session: Session) -> TierAmounts:
    """Return the rule in force: the newest."""
    row = session.scalars(select(TierRule).order_by(TierRule.id.desc()).limit(1)).one()
    return TierAmounts(high_from=row.high_from, low_from=row.low_from)
