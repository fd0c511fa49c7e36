"""The sample's accounts and what they did week by week."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountSignal
from api.accounts.signals import monday_of, week_of, weeks_up_to
from api.accounts.store import tier_amounts
from api.sample.written import read_table


def write_accounts(session: Session, *, now: datetime, zone: ZoneInfo) -> dict[str, Account]:
    """Write the accounts with their signals and return them by their id in the files."""
    amounts = tier_amounts(session)
    today = now.astimezone(zone).date()
    rows = read_table("accounts")
    found: dict[str, Account] = {}
    for row in rows:
        found[row["external_id"]] = Account(
            external_id=f"sample:{row['external_id']}",
            name=row["name"],
            contract_yen=int(row["contract_yen"]),
            stage=row["stage"],
            tier=amounts.tier(int(row["contract_yen"])),
            renewal_on=today + timedelta(days=int(row["renewal_in_days"])),
            sample=True,
            created_at=now - timedelta(days=400),
            changed_at=now,
        )
    session.add_all(found.values())
    session.flush()
    # The present week has begun only: what is told ends with the last whole one.
    last = monday_of(week_of(now, zone) - timedelta(days=1))
    for row in rows:
        for kind in ("logins", "active_users"):
            _weeks(session, found[row["external_id"]].id, kind, row[kind].split(), last)
    return found


def _weeks(session: Session, account_id: int, kind: str, values: Iterable[str], last: date) -> None:
    told = list(values)
    session.execute(
        insert(AccountSignal),
        [
            {"account_id": account_id, "week": week, "kind": kind, "value": float(value)}
            for week, value in zip(weeks_up_to(last, len(told)), told, strict=True)
        ],
    )
