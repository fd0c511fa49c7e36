"""The list of accounts, and the rule that gives them their tier."""

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.access import Manager
from api.accounts import store
from api.accounts.importing.values import Unreadable, amount
from api.accounts.models import Account
from api.accounts.score.health import Health
from api.accounts.score.rules import BANDS
from api.accounts.score.saying import sentence, signed
from api.accounts.score.store import history
from api.accounts.signals import week_of, weeks_up_to
from api.accounts.sparkline import WEEKS, Sparkline, sparkline
from api.accounts.tiers import Stage, Tier, TierAmounts
from api.accounts.up_to_date import healths
from api.accounts.writing import retier
from api.database import Transaction
from api.errors import Invalid
from api.house import house_of
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)
SORTS = ("renewal", "health", "change", "contract", "name")
PAGE = 100
NO_HEALTH = 101
"""Accounts of which nothing is known come after those with a score."""


class AmountUnreadable(Invalid):
    """Write an amount in yen, such as 2,000,000 or 200万."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the list."""

    account: Account
    health: Health | None
    line: Sparkline | None
    """Its score over the last weeks."""
    change: int
    """Of the score in four weeks."""


@router.get("")
def list_accounts(
    request: Request,
    session: Transaction,
    staff: Manager,
    q: str = "",
    stage: Literal["", "onboarding", "adoption", "retention", "renewal"] = "",
    tier: Literal["", "high", "low", "tech"] = "",
    band: Literal["", "red", "yellow", "green", "none"] = "",
    owner: str = "",
    sort: Literal["renewal", "health", "change", "contract", "name"] = "health",
    number: int = 1,
) -> HTMLResponse:
    """List the accounts, who is worst off first unless asked otherwise."""
    house = house_of(request)
    language = language_of_page(request)
    query = q.replace("\x00", "").strip()
    wanted = store.Wanted(
        q=query, stage=stage, tier=tier, owner=int(owner) if owner.isdecimal() and len(owner) < 10 else None
    )
    rows = [row for row in _rows(session, request, wanted) if not band or _band(row) == band]
    rows.sort(key=lambda row: _key(row, sort))
    number = min(max(1, number), max(1, -(-len(rows) // PAGE)))
    asked = {"q": query, "stage": stage, "tier": tier, "band": band, "owner": owner, "sort": sort}
    return page(
        request,
        "accounts/list.html",
        asked=asked,
        narrowed=bool(query or stage or tier or band or owner),
        rows=rows[(number - 1) * PAGE : number * PAGE],
        count=len(rows),
        number=number,
        last=max(1, -(-len(rows) // PAGE)),
        link=lambda **other: (
            "/staff/accounts?" + urlencode({name: value for name, value in (asked | other).items() if value})
        ),
        stages=list(Stage),
        tiers=list(Tier),
        bands=(*BANDS, "none"),
        sorts=SORTS,
        owners=store.owners(session),
        amounts=store.tier_amounts(session),
        sentence=lambda health: sentence(health, language, most=3),
        signed=signed,
        today=house.clock().astimezone(house.settings.zone).date(),
        samples=any(row.account.sample for row in rows),
    )


@router.post("/tiers")
def change_tiers(
    request: Request,
    session: Transaction,
    staff: Manager,
    high_from: Annotated[str, Form()],
    low_from: Annotated[str, Form()],
) -> RedirectResponse:
    """Change the amounts from which accounts are high and low touch. Tiers that somebody chose stay."""
    try:
        amounts = TierAmounts(high_from=amount(high_from), low_from=amount(low_from))
    except Unreadable:
        raise AmountUnreadable from None
    now = house_of(request).clock()
    if amounts != store.tier_amounts(session):
        store.add_tier_rule(session, amounts, made_by=staff.staff.id, now=now)
        retier(session, amounts, now=now)
    return RedirectResponse("/staff/accounts#tiers", 303)


def _rows(session: Session, request: Request, wanted: store.Wanted) -> list[Row]:
    house = house_of(request)
    version, found = healths(session, house)
    listed = store.accounts(session, wanted)
    weeks = weeks_up_to(week_of(house.clock(), house.settings.zone), WEEKS)
    past = history(session, [one.id for one in listed], definition=version.number, since=weeks[0])
    return [
        Row(
            account=account,
            health=found.get(account.id),
            line=sparkline(list(past.get(account.id, {}).values()), top=100),
            change=found[account.id].score - past.get(account.id, {}).get(weeks[-5], found[account.id].score)
            if account.id in found
            else 0,
        )
        for account in listed
    ]


def _band(row: Row) -> str:
    return row.health.band if row.health else "none"


def _key(row: Row, sort: str) -> tuple[object, ...]:
    account, score = row.account, row.health.score if row.health else NO_HEALTH
    first: object = {
        "renewal": account.renewal_on,
        "health": score,
        "change": row.change,
        "contract": -account.contract_yen,
        "name": account.name,
    }[sort]
    return first, account.renewal_on, account.name
