"""The week's queue."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Manager
from api.web.render import page

router = APIRouter(prefix="/staff/success")


@router.get("")
def this_week(request: Request, staff: Manager) -> HTMLResponse:
    """Show whom to call this week."""
    return page(request, "success/week.html")
