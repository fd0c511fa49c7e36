"""The list of accounts."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Manager
from api.accounts.signals import Signal, week_of, weeks_up_to
from api.accounts.sparkline import WEEKS, sparkline
from api.accounts.store import accounts, weekly
from api.database import Transaction
from api.house import house_of
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)
STAGES = ("onboarding", "adoption", "retention", "renewal")


@router.get("")
def list_accounts(request: Request, session: Transaction, staff: Manager, q: str = "") -> HTMLResponse:
    """List the accounts, the next renewal first."""
    house = house_of(request)
    query = q.replace("\x00", "").strip()
    found = accounts(session, query)
    since = weeks_up_to(week_of(house.clock(), house.settings.zone), WEEKS + 1)[0]
    logins = weekly(session, Signal.LOGINS, [account.id for account in found], since=since)
    language = language_of_page(request)

    def stage_name(stage: str) -> str:
        return translate(language, f"accounts.stage_{stage}") if stage in STAGES else stage

    return page(
        request,
        "accounts/list.html",
        q=query,
        stage_name=stage_name,
        rows=[(account, sparkline(logins.get(account.id, ()))) for account in found],
        today=house.clock().astimezone(house.settings.zone).date(),
        samples=any(account.sample for account in found),
    )
