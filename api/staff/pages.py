"""Sign-in, sign-out and the language of the pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Agent, same_origin
from api.database import Transaction, notify
from api.house import house_of
from api.staff.sessions import COOKIE, close_session, open_session
from api.staff.store import staff_by_password
from api.web.render import page, safe_path

router = APIRouter(prefix="/staff", include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(request: Request, to: str = "/staff/candidates") -> HTMLResponse:
    """Show the sign-in form."""
    return page(request, "staff/sign_in.html", to=safe_path(to), email="", wrong=False)


@router.post("/sign-in", dependencies=[Depends(same_origin)])
def sign_in(
    request: Request,
    session: Transaction,
    email: Annotated[str, Form()],
    password: Annotated[str, Form()],
    to: Annotated[str, Form()] = "/staff/candidates",
) -> Response:
    """Sign in, or show the form again with what was wrong."""
    house = house_of(request)
    staff = staff_by_password(session, email, password)
    if staff is None:
        return page(request, "staff/sign_in.html", status=422, to=safe_path(to), email=email, wrong=True)
    token = open_session(session, staff, now=house.clock(), days=house.settings.session_days)
    response = RedirectResponse(safe_path(to), 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=house.settings.session_days * 86400,
        httponly=True,
        samesite="lax",
        secure=house.settings.url.startswith("https://"),
    )
    return response


@router.post("/sign-out")
def sign_out(request: Request, session: Transaction, staff: Agent) -> RedirectResponse:
    """Sign out."""
    close_session(session, request.cookies[COOKIE])
    # Open streams look again, and end.
    notify(session, "inbox")
    response = RedirectResponse("/staff/sign-in", 303)
    response.delete_cookie(COOKIE)
    return response


@router.post("/language")
def choose_language(
    session: Transaction, staff: Agent, language: Annotated[str, Form()], to: Annotated[str, Form()]
) -> RedirectResponse:
    """Switch the pages between Japanese and English."""
    staff.staff.language = "en" if language == "en" else "ja"
    return RedirectResponse(safe_path(to), 303)


@router.get("")
def home() -> RedirectResponse:
    """Lead to the first page of the console."""
    return RedirectResponse("/staff/candidates", 303)
