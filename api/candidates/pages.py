"""To be written."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.web.render import page

router = APIRouter(prefix="/staff", include_in_schema=False)


@router.get("/candidates")
def candidates(request: Request, staff: Agent) -> HTMLResponse:
    return page(request, "base.html")
