"""What became of the accounts that were contacted."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Manager
from api.database import Transaction
from api.success.bank.pages import signed
from api.success.results.comparing import ENOUGH, compared
from api.success.results.store import FOLLOWED, followed
from api.web.render import page

router = APIRouter(prefix="/staff/success/results")
MEASURES = ("health", "logins")


@router.get("")
def show_results(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Show contacted accounts beside comparable ones, and say what that can't prove."""
    cases, renewals = followed(session)
    return page(
        request,
        "success/results.html",
        contacted=len({case.account for case in cases if case.contacted}),
        others=len({case.account for case in cases if not case.contacted}),
        measures=[(what, compared(cases, what)) for what in MEASURES],
        renewals=renewals,
        weeks=FOLLOWED.days // 7,
        enough=ENOUGH,
        one=signed,
    )
