"""Subscribing to the weekly mail, looking at it beforehand, and sending one at once."""

import smtplib
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Manager
from api.database import Transaction
from api.errors import Invalid, Unavailable
from api.house import house_of
from api.metrics.weekly.due import HOUR, last_week
from api.metrics.weekly.letter import letter_for
from api.metrics.weekly.sending import send_now
from api.metrics.weekly.store import mails_of, subscribe, subscription_of
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/dashboard/weekly", include_in_schema=False)
HERE = "/staff/dashboard/weekly"


class NoSuchWeekday(Invalid):
    """Choose a day from Monday (0) to Sunday (6)."""


class MailNotSent(Unavailable):
    """The mail server did not take the mail. Try again later, or check MADOGUCHI_SMTP_URL."""


@router.get("")
def show_weekly(
    request: Request,
    session: Transaction,
    staff: Manager,
    did: str = "",
    was: str = "",
) -> HTMLResponse:
    """Show whether the member is subscribed, what the mail says, and what became of the last ones."""
    house = house_of(request)
    week = last_week(house.clock(), house.settings.zone)
    return page(
        request,
        "metrics/weekly.html",
        subscription=subscription_of(session, staff.staff.id),
        letter=letter_for(house, session, week, language_of_page(request)),
        week=week,
        mails=mails_of(session, staff.staff.id),
        hour=HOUR,
        can_send=bool(house.settings.smtp_url),
        did=did if did in {"subscribed", "stopped", "sent"} else "",
        was=was if was in {*"0123456"} else "",
        query="",
    )


@router.get("/preview")
def preview(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Show the mail as it would be sent now."""
    house = house_of(request)
    week = last_week(house.clock(), house.settings.zone)
    return HTMLResponse(letter_for(house, session, week, language_of_page(request)).html)


@router.post("")
def change(
    request: Request, session: Transaction, staff: Manager, weekday: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Subscribe for a weekday, or change the day."""
    if weekday not in {*"0123456"}:
        raise NoSuchWeekday
    subscribe(session, staff.staff.id, int(weekday), now=house_of(request).clock())
    return RedirectResponse(f"{HERE}?did=subscribed", 303)


@router.post("/stop")
def stop(session: Transaction, staff: Manager) -> RedirectResponse:
    """Unsubscribe. The page then offers to undo that."""
    there = subscription_of(session, staff.staff.id)
    if there is None:
        return RedirectResponse(HERE, 303)
    kept = {"did": "stopped", "was": there.weekday}
    session.delete(there)
    return RedirectResponse(f"{HERE}?{urlencode(kept)}", 303)


@router.post("/now")
def send_one(request: Request, session: Transaction, staff: Manager) -> RedirectResponse:
    """Send the last week's mail to the member at once."""
    try:
        send_now(house_of(request), session, staff.staff)
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent from error
    return RedirectResponse(f"{HERE}?did=sent", 303)
