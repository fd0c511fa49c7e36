"""The editor of the health score: its numbers, who would move, its versions."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Manager
from api.accounts.models import Account
from api.accounts.score import store
from api.accounts.score.forms import NothingChanged, WhyMissing, fields_of, rules_from, scale
from api.accounts.score.keeping import HISTORY, keep_healths
from api.accounts.score.moving import Difference, Moves, differences, moves
from api.accounts.score.past import past_of, this_week
from api.accounts.score.rules import HOW, How, Rules
from api.accounts.score.saying import signed
from api.accounts.signals import Signal, week_of, weeks_up_to
from api.accounts.up_to_date import bring_up_to_date
from api.database import Transaction
from api.errors import Invalid
from api.house import House, house_of
from api.web.problems import sentence
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/success/score", include_in_schema=False)
LONGEST = 500


async def written_in(request: Request) -> dict[str, str]:
    """Return the form's fields: there is one for each number of each signal."""
    return {name: str(value).strip() for name, value in (await request.form()).items()}


Written = Annotated[dict[str, str], Depends(written_in)]


@router.get("")
def editor(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Show the definition in force as a form, and the versions before it."""
    bring_up_to_date(session, house_of(request))
    return _editor(request, session, fields_of(store.in_force(session).rules))


@router.post("/preview")
def preview(request: Request, session: Transaction, staff: Manager, written: Written) -> HTMLResponse:
    """Show who would move; nothing is kept."""
    current = store.in_force(session)
    try:
        found = _moves(session, house_of(request), current.rules, rules_from(written))
    except Invalid as problem:
        if request.headers.get("hx-request"):
            return page(
                request, "accounts/_moves.html", moves=None, wrong=_said(request, problem), signed=signed
            )
        return _editor(request, session, written, wrong=problem)
    if request.headers.get("hx-request"):
        return page(request, "accounts/_moves.html", moves=found, wrong="", signed=signed)
    return _editor(request, session, written, found=found)


@router.post("")
def save(request: Request, session: Transaction, staff: Manager, written: Written) -> Response:
    """Keep a new version and compute this week by it; the worker does the weeks before it."""
    current = store.in_force(session)
    try:
        rules = rules_from(written)
        why = written.get("why", "").replace("\x00", "")[:LONGEST]
        if not why:
            raise WhyMissing
        if rules == current.rules:
            raise NothingChanged
    except Invalid as problem:
        return _editor(request, session, written, wrong=problem)
    based_on = written.get("based_on", "")
    _keep(
        session,
        house_of(request),
        rules,
        why=why,
        made_by=staff.staff.id,
        based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 10 else 0,
    )
    return RedirectResponse("/staff/success/score?saved=1", 303)


@router.post("/versions/{number:int}/restoration")
def restore(request: Request, session: Transaction, staff: Manager, number: int) -> RedirectResponse:
    """Go back to an old version: it becomes the newest once more."""
    current, old = store.in_force(session), store.version_for(session, number)
    if old.rules != current.rules:
        why = translate(language_of_page(request), "accounts.version_back", n=number)
        _keep(
            session,
            house_of(request),
            old.rules,
            why=why,
            made_by=staff.staff.id,
            based_on=current.number,
        )
    return RedirectResponse("/staff/success/score?saved=1", 303)


@router.get("/past")
def how_far(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Say how far the weeks before this one are computed."""
    found = past_of(session, this=this_week(house_of(request)))
    return page(request, "accounts/_past.html", past=found, asked_again=True)


@router.get("/comparison")
def compare(request: Request, session: Transaction, staff: Manager, a: int, b: int) -> HTMLResponse:
    """Show in what two versions differ, and where each puts the accounts as they are now."""
    one, other = store.version_for(session, a), store.version_for(session, b)
    return page(
        request,
        "accounts/score_compared.html",
        one=one,
        other=other,
        differences=differences(one.rules, other.rules),
        moves=_moves(session, house_of(request), one.rules, other.rules),
        number=_number,
        named=partial(_named, language_of_page(request)),
        versions=store.versions(session),
        signed=signed,
        wrong="",
    )


def _keep(session: Session, house: House, rules: Rules, *, why: str, made_by: int, based_on: int) -> None:
    now = house.clock()
    store.add_version(session, rules, why=why, made_by=made_by, now=now, based_on=based_on)
    keep_healths(session, now=now, zone=house.settings.zone, weeks=1)


def _moves(session: Session, house: House, old: Rules, new: Rules) -> Moves:
    this = week_of(house.clock(), house.settings.zone)
    signals = store.signals_since(session, weeks_up_to(this, HISTORY)[0])
    names = [(id_, name) for id_, name in session.execute(select(Account.id, Account.name))]
    return moves(names, signals, old, new, this)


def _editor(
    request: Request,
    session: Session,
    fields: dict[str, str],
    *,
    found: Moves | None = None,
    wrong: Invalid | None = None,
) -> HTMLResponse:
    versions = store.versions(session)
    return page(
        request,
        "accounts/score.html",
        status=wrong.status if wrong else 200,
        fields=fields,
        versions=versions,
        current=versions[0],
        signals=[(signal, HOW[signal], "%" if scale(signal) == 100 else "") for signal in Signal],
        moves=found,
        wrong=_said(request, wrong) if wrong else "",
        signed=signed,
        saved="saved" in request.query_params,
        changes=How.CHANGE,
        past=past_of(session, this=this_week(house_of(request))),
    )


def _said(request: Request, problem: Invalid) -> str:
    """The problem, and the signal it is about."""
    said, signal = sentence(request, problem), problem.extra.get("signal")
    if signal is None:
        return said
    return f"{translate(language_of_page(request), f'accounts.signal_{signal}')}: {said}"


def _named(language: str, one: Difference) -> str:
    kind = "setting" if not one.side else "signal"
    name = translate(language, f"accounts.{kind}_{one.of}")
    return f"{name} · {translate(language, f'accounts.side_{one.side}')}" if one.side else name


def _number(one: Difference, value: float) -> str:
    if one.side == "counts":
        return "○" if value else "×"
    percent = one.side in ("low", "high") and scale(Signal(one.of)) == 100
    return f"{value * 100:g}%" if percent else f"{value:g}"
