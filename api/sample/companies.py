"""The sample's accounts and what they did week by week."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountSignal
from api.accounts.outcome import progress
from api.accounts.signals import Signal, monday_of, week_of, weeks_up_to
from api.accounts.store import staff_by_email, tier_amounts
from api.sample.written import read_table

NOT_TOLD = "-"
SPAN = 3
FALLEN = 0.88
"""Logins of the last weeks against those before: less than that is a fall."""
FEW = 5
"""Logins a week of an account that has not begun."""


def write_accounts(session: Session, *, now: datetime, zone: ZoneInfo) -> dict[str, Account]:
    """Write the accounts with their signals and return them by their id in the files."""
    found = {row["external_id"]: _account(session, row, now, zone) for row in read_table("accounts")}
    session.add_all(found.values())
    session.flush()
    # The present week has begun only: what is told ends with the last whole one.
    last = monday_of(week_of(now, zone) - timedelta(days=1))
    rows: list[dict[str, Any]] = []
    for row in read_table("signals"):
        told = row["weeks"].split()
        rows += [
            {
                "account_id": found[row["account"]].id,
                "week": week,
                "kind": row["kind"],
                "value": float(value),
            }
            for week, value in zip(weeks_up_to(last, len(told)), told, strict=True)
            if value != NOT_TOLD
        ]
    for account in found.values():
        reached = progress(account.outcome_start, account.outcome_target, account.outcome_measured)
        if reached is not None:
            rows.append(
                {"account_id": account.id, "week": last, "kind": Signal.OUTCOME.value, "value": reached}
            )
    session.execute(insert(AccountSignal), rows)
    return found


def troubled_accounts() -> list[str]:
    """Return the accounts whose logins fall, or never began, by their id in the files."""
    found = []
    for row in read_table("signals"):
        told = row["weeks"].split() if row["kind"] == Signal.LOGINS else []
        logins = [float(value) for value in told if value != NOT_TOLD]
        now, before = sum(logins[-SPAN:]), sum(logins[-2 * SPAN : -SPAN])
        if logins and (now < FALLEN * before or now < FEW * SPAN):
            found.append(row["account"])
    return found


def _account(session: Session, row: dict[str, str], now: datetime, zone: ZoneInfo) -> Account:
    today = now.astimezone(zone).date()
    yen = int(row["contract_yen"])
    return Account(
        external_id=f"sample:{row['external_id']}",
        name=row["name"],
        contract_yen=yen,
        stage=row["stage"],
        stage_since=today - timedelta(days=int(row["stage_days"])),
        tier=tier_amounts(session).tier(yen).value,
        renewal_on=today + timedelta(days=int(row["renewal_in_days"])),
        owner_id=staff_by_email(session, f"{row['owner']}@hinata.example") if row["owner"] else None,
        outcome_text=row["outcome"],
        outcome_unit=row["unit"],
        outcome_start=float(row["start"]),
        outcome_target=float(row["target"]),
        outcome_measured=float(row["measured"]) if row["measured"] else None,
        outcome_measured_on=today - timedelta(days=7) if row["measured"] else None,
        sample=True,
        created_at=now - timedelta(days=400),
        changed_at=now,
    )
