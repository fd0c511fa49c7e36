"""The week's queue: whom to call, in which order, and whom to leave alone."""

from datetime import date, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Manager
from api.accounts.sparkline import sparkline
from api.chat.notices.store import post_notice
from api.database import Transaction
from api.house import house_of
from api.metrics.wording import figure
from api.success.bank.balance import monday_of
from api.success.queue.drafts import eml, mailto
from api.success.queue.filling import LeftOut
from api.success.queue.forms import REASONS, read_day, read_minutes, read_reason, read_text
from api.success.queue.making import fill_week
from api.success.queue.standing import State, minutes_of
from api.success.queue.store import act_on, card_for, cards_of, take_back, week_row, weeks_filled
from api.success.queue.wording import formula, health_said, skipped_why, why, yen
from api.success.store import any_account
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/success")
HERE = "/staff/success"
Text = Annotated[str, Form()]
SLEEPS = 3
"""Days a snooze usually lasts."""


@router.get("")
def this_week(
    request: Request,
    session: Transaction,
    staff: Manager,
    week: date | None = None,
    done: str = "",
    card: int = 0,
    notice: int = 0,
) -> HTMLResponse:
    """Show whom to call this week; the first look of a week fills it."""
    house, language = house_of(request), language_of_page(request)
    now = house.clock()
    this, today = monday_of(now, house.settings.zone), now.astimezone(house.settings.zone).date()
    if not any_account(session):
        return page(request, "success/week.html", row=None)
    shown = week if week is not None and week < this and week_row(session, week) else this
    if shown == this and week_row(session, this) is None:
        fill_week(request, session, staff.staff)
    row = week_row(session, shown)
    assert row is not None
    cards = cards_of(session, shown, today=today)
    called = [one for one in cards if one.row.left_out is None]
    spent = sum(minutes_of(one.acts) for one in cards)
    return page(
        request,
        "success/week.html",
        row=row,
        this=this,
        today=today,
        called=called,
        still=sum(one.minutes for one in (c.row for c in called if c.state is State.OPEN)),
        spent=spent,
        left_out=[(reason, [c for c in cards if c.row.left_out == reason]) for reason in LeftOut],
        weeks=weeks_filled(session),
        reasons=REASONS,
        tomorrow=today + timedelta(days=1),
        usual_day=today + timedelta(days=SLEEPS),
        done=done if done in (*State, "undone", "filled", "noticed") else "",
        notice_id=notice,
        acted=next((one for one in cards if one.row.id == card), None),
        why=partial(why, language=language),
        health_said=partial(health_said, language=language),
        formula=partial(formula, language=language),
        skipped_why=partial(skipped_why, language=language),
        yen=partial(yen, language=language),
        mailto=mailto,
        sparkline=sparkline,
        hours=lambda minutes: figure(minutes / 60),
    )


@router.post("/filling")
def fill_anew(request: Request, session: Transaction, staff: Manager) -> RedirectResponse:
    """Fill this week anew with what is known now."""
    fill_week(request, session, staff.staff)
    return RedirectResponse(f"{HERE}?done=filled", 303)


@router.post("/cards/{card_id}/done")
def done_with(
    request: Request, session: Transaction, staff: Manager, card_id: int, minutes: Text = "", note: Text = ""
) -> RedirectResponse:
    """Log what a card took; its minutes are spent at once."""
    took = read_minutes(minutes)
    return _act(request, session, staff, card_id, State.DONE, minutes=took, note=note.strip()[:1000])


@router.post("/cards/{card_id}/skipped")
def skip(
    request: Request, session: Transaction, staff: Manager, card_id: int, reason: Text = "", words: Text = ""
) -> RedirectResponse:
    """Skip a card, and say why."""
    return _act(request, session, staff, card_id, State.SKIPPED, note=read_reason(reason, words))


@router.post("/cards/{card_id}/snoozed")
def snooze(
    request: Request, session: Transaction, staff: Manager, card_id: int, until: Text = ""
) -> RedirectResponse:
    """Let a card sleep until a day."""
    day = read_day(until, _today(request))
    return _act(request, session, staff, card_id, State.SNOOZED, until=day)


@router.post("/cards/{card_id}/undone")
def undo(request: Request, session: Transaction, staff: Manager, card_id: int) -> RedirectResponse:
    """Take back what was done last with a card."""
    take_back(session, card_for(session, card_id, today=_today(request)), now=house_of(request).clock())
    return RedirectResponse(f"{HERE}?done=undone&card={card_id}#card-{card_id}", 303)


@router.post("/cards/{card_id}/draft")
def save_draft(
    request: Request, session: Transaction, staff: Manager, card_id: int, subject: Text = "", body: Text = ""
) -> Response:
    """Give the mail, as edited, as a draft for the reader's mail program."""
    card = card_for(session, card_id, today=_today(request))
    mail = eml(to=card.frozen["account"]["email"], subject=subject[:200], body=read_text(body))
    headers = {"content-disposition": f'attachment; filename="draft-{card_id}.eml"'}
    return Response(mail, media_type="message/rfc822", headers=headers)


@router.post("/cards/{card_id}/notice")
def notify_people(
    request: Request,
    session: Transaction,
    staff: Manager,
    card_id: int,
    text_ja: Text = "",
    text_en: Text = "",
) -> RedirectResponse:
    """Show a message to the account's people in the widget."""
    card = card_for(session, card_id, today=_today(request))
    notice_id = post_notice(
        session,
        card.row.account_id,
        text_ja=read_text(text_ja),
        text_en=read_text(text_en),
        by=staff.staff.id,
        now=house_of(request).clock(),
    )
    return RedirectResponse(f"{HERE}?done=noticed&card={card_id}&notice={notice_id}#card-{card_id}", 303)


def _act(
    request: Request,
    session: Transaction,
    staff: Manager,
    card_id: int,
    kind: State,
    *,
    minutes: int = 0,
    note: str = "",
    until: date | None = None,
) -> RedirectResponse:
    now = house_of(request).clock()
    card = card_for(session, card_id, today=_today(request))
    act_on(session, card, kind, by=staff.staff.id, now=now, minutes=minutes, note=note, until=until)
    return RedirectResponse(f"{HERE}?done={kind}&card={card_id}", 303)


def _today(request: Request) -> date:
    house = house_of(request)
    return house.clock().astimezone(house.settings.zone).date()
