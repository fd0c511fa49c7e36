"""The capacity bank's page: every term, what a manager set, and what if."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Manager
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import columns_for
from api.metrics.columns import by_topic, numerator
from api.metrics.deflection import Unanswered
from api.metrics.intervals import ENOUGH
from api.metrics.people import EscalationRate
from api.metrics.periods import Period
from api.metrics.store import topic_names
from api.metrics.wording import figure
from api.success.bank.balance import Bank, bank_of, count_weeks, monday_of
from api.success.bank.drawing import draw
from api.success.bank.forms import read_supposed, read_terms
from api.success.bank.ledger import Entry, Terms
from api.success.bank.store import NotClosed, close_week, closed_weeks, set_terms, terms_rows, undo_terms
from api.success.bank.what_if import WEEKS, Missed, Supposed, gained, missed
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/success/bank")
HERE = "/staff/success/bank"
USUAL_SOLVED = 0.5
"""Supposed share solved while the bot's own is not known."""


@router.get("")
def show_bank(
    request: Request,
    session: Transaction,
    staff: Manager,
    topic: Annotated[list[str] | None, Query()] = None,
    solved: str = "",
    share: str = "",
    done: str = "",
) -> HTMLResponse:
    """Show the account, week by week, and what it would gain."""
    bank = bank_of(request, session)
    missing, now = what_is_missed(request, session, bank)
    supposed = read_supposed(topic or [], solved, share, before=now)
    topics = {one.topic for one in missing} | {
        term.topic for entry in bank.entries for term in entry.week.counted.terms if term.topic
    }
    return page(
        request,
        "success/bank/bank.html",
        bank=bank,
        charts=[draw(bank.entries[-n:], width=w, height=220) for n, w in ((26, 700), (8, 340))],
        names=topic_names(session, topics, language_of_page(request)),
        topics=ledgers_minutes(bank.entries[-13:]),
        versions=terms_rows(session)[::-1],
        missing=missing,
        supposed=supposed,
        standing=now,
        gain=gained(missing, supposed),
        weeks_of_volume=WEEKS,
        done=done if done in ("set", "undone", "counted") else "",
        one=signed,
        episodes_link=episodes_link,
        until=timedelta(days=6),
    )


@router.post("/terms")
async def set_bank_terms(request: Request, session: Transaction, staff: Manager) -> RedirectResponse:
    """Set the terms from a week on; past weeks change only when the manager says so."""
    house = house_of(request)
    sent = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    bank = bank_of(request, session)
    terms = read_terms(
        sent,
        bank.now.terms,
        earliest=bank.entries[0].monday,
        this=monday_of(house.clock(), house.settings.zone),
    )
    set_terms(session, terms, by=staff.staff.id, now=house.clock())
    return RedirectResponse(f"{HERE}?done=set", 303)


@router.post("/terms/undone")
def undo_bank_terms(request: Request, session: Transaction, staff: Manager) -> RedirectResponse:
    """Take the newest change of the terms back."""
    undo_terms(session, now=house_of(request).clock())
    return RedirectResponse(f"{HERE}?done=undone", 303)


@router.post("/weeks/{week}/recount")
def count_anew(request: Request, session: Transaction, staff: Manager, week: date) -> RedirectResponse:
    """Count a closed week anew. Raises `NotClosed`."""
    if week not in closed_weeks(session):
        raise NotClosed
    (found,) = count_weeks(request, session, [week])
    close_week(session, week, found.counted, now=house_of(request).clock(), anew=True)
    return RedirectResponse(f"{HERE}?done=counted#weeks", 303)


def what_is_missed(request: Request, session: Transaction, bank: Bank) -> tuple[list[Missed], Supposed]:
    """Return the topics the bot misses now, and how often it solves what it answers."""
    house = house_of(request)
    today = house.clock().astimezone(house.settings.zone).date()
    span = Period(
        first=today - timedelta(weeks=WEEKS) + timedelta(days=1), last=today, zone=house.settings.zone
    )
    columns = columns_for(house, session, span)
    terms, counted = bank.now.terms, bank.now.week.counted
    minutes = {
        topic: ledgers if set_to is None else set_to
        for topic, (ledgers, set_to, _) in ledgers_minutes(bank.entries[-13:]).items()
    }
    answered = columns.matured & columns.eligible & columns.answered
    good = answered & columns.claimed & ~columns.false_deflection
    solved = float(good.sum() / answered.sum()) if answered.sum() >= ENOUGH else USUAL_SOLVED
    handed = numerator(EscalationRate(), columns)
    counts = by_topic(session, columns, [handed | numerator(Unanswered(), columns), handed])
    return missed(counts, minutes, terms.overall(counted.minutes)), Supposed(
        topics=frozenset(), solved=round(solved, 2), share=terms.share
    )


def ledgers_minutes(entries: tuple[Entry, ...]) -> dict[str, tuple[float, float | None, int]]:
    """Return the topics of these weeks: the ledger's minutes, what was set, episodes; most hours first."""
    found: dict[str, tuple[float, float | None, int]] = {}
    now: Terms = entries[-1].terms
    for entry in entries:
        for term in entry.week.counted.terms:
            if term.topic:
                before = found.get(term.topic, (0.0, None, 0))[2]
                found[term.topic] = (term.minutes, now.minutes.get(term.topic), before + term.episodes)
    return dict(sorted(found.items(), key=lambda item: -item[1][2] * item[1][0]))


def episodes_link(monday: date, metric: str, **more: Any) -> str:
    """Return the address of exactly the episodes a week's term counted."""
    span: Mapping[str, Any] = {"metric": metric, "from": monday, "to": monday + timedelta(days=6)}
    return "/staff/dashboard/episodes?" + urlencode({**span, **more})


def signed(hours: float) -> str:
    """−1.2, 0.0, 3.4: the sign is a minus, not a hyphen."""
    rounded = round(hours, 1) + 0.0
    return ("−" if rounded < 0 else "") + figure(abs(rounded))
