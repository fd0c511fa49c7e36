"""The sample's staff, accounts, contacts and FAQs."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.chat.models import Contact
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.sample.companies import troubled_accounts, write_accounts
from api.sample.written import read_faqs, read_table
from api.staff.models import Role, Staff
from api.staff.store import add_staff

PASSWORD = "madoguchi"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """Who and what the conversations are played with."""

    staff: list[Staff]
    editor: Staff
    agents: list[Staff]
    accounts: list[Account]
    contacts: list[Contact]
    faqs: dict[str, FaqVersion]
    """By topic."""
    troubled: frozenset[int]
    """Accounts whose logins fall, or never began."""


def write_cast(session: Session, *, now: datetime, zone: ZoneInfo) -> Cast:
    """Write the rows. Somebody who has a sample address already keeps their own row."""
    staff = [_member(session, row) for row in read_table("staff")]
    accounts = write_accounts(session, now=now, zone=zone)
    contacts = [
        Contact(
            external_id=f"sample:{row['external_id']}",
            name=row["name"],
            account_id=accounts[row["account"]].id if row["account"] in accounts else None,
            sample=True,
            created_at=now - timedelta(days=95),
        )
        for row in read_table("contacts")
    ]
    session.add_all(contacts)
    session.flush()
    editor = next(one for one in staff if one.role == Role.EDITOR)
    return Cast(
        staff=staff,
        editor=editor,
        agents=[one for one in staff if one.role == Role.AGENT],
        accounts=list(accounts.values()),
        contacts=contacts,
        faqs=_faqs(session, editor, now, zone),
        troubled=frozenset(accounts[key].id for key in troubled_accounts()),
    )


def _member(session: Session, row: dict[str, str]) -> Staff:
    there = session.scalar(select(Staff).where(Staff.email == row["email"]))
    return there or add_staff(
        session,
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        password=PASSWORD,
        language=row["language"],
        sample=True,
    )


def _faqs(session: Session, editor: Staff, now: datetime, zone: ZoneInfo) -> dict[str, FaqVersion]:
    chance = random.Random("faqs")
    today = now.astimezone(zone).date()
    published: dict[str, FaqVersion] = {}
    for faq in read_faqs():
        clock = time(chance.randrange(9, 18), chance.randrange(60))
        at = datetime.combine(today - timedelta(days=chance.randint(91, 110)), clock, zone)
        published[faq.topic] = publish(
            session,
            None,
            faq.draft,
            author_id=editor.id,
            now=at.astimezone(UTC),
            topic=faq.topic,
            sample=True,
        )
    return published
