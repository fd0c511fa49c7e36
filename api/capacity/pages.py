"""The list of accounts."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Manager
from api.capacity.sparkline import sparkline
from api.capacity.store import accounts
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
    language = language_of_page(request)

    def stage_name(stage: str) -> str:
        return translate(language, f"capacity.stage_{stage}") if stage in STAGES else stage

    return page(
        request,
        "capacity/accounts.html",
        q=query,
        stage_name=stage_name,
        rows=[(account, sparkline(account.weeks)) for account in found],
        today=house.clock().astimezone(house.settings.zone).date(),
        samples=any(account.sample for account in found),
    )
