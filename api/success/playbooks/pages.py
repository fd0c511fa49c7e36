"""Playbooks: what sets each off, whom it fits now, editing, on and off, versions."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Manager
from api.database import Transaction
from api.house import house_of
from api.success.playbooks.defaults import defaults
from api.success.playbooks.forms import read_playbook
from api.success.playbooks.playbook import CHANNELS, NAMES, Content, Playbook
from api.success.playbooks.store import (
    NothingBefore,
    SavedMeanwhile,
    add_playbook,
    begun_playbooks,
    playbook_for,
    save_version,
    versions_of,
)
from api.success.playbooks.triggers import TRIGGERS, Evidence
from api.success.store import views
from api.success.view import AccountView
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/success/playbooks")
HERE = "/staff/success/playbooks"
DONE = ("added", "saved", "on", "off", "undone")
Number = Annotated[int, Form()]


@router.get("")
def list_playbooks(request: Request, session: Transaction, staff: Manager, done: str = "") -> HTMLResponse:
    """List the playbooks in the order they are tried, with whom each fits now."""
    found = begun_playbooks(session, now=house_of(request).clock())
    return page(
        request,
        "success/playbooks/list.html",
        playbooks=[(one, fits(request, session, one)) for one in found],
        done=done if done in DONE else "",
        **_words(request),
    )


@router.get("/new")
def new_playbook(request: Request, staff: Manager) -> HTMLResponse:
    """Show an empty form."""
    blank = replace(
        defaults()[0], name_ja="", name_en="", step_ja="", step_en="", text_ja="", text_en="", minutes=30
    )
    return page(
        request,
        "success/playbooks/edit.html",
        playbook=None,
        content=blank,
        versions=[],
        matching=[],
        done="",
        **_words(request),
    )


@router.get("/{playbook_id}")
def show_playbook(
    request: Request, session: Transaction, staff: Manager, playbook_id: int, done: str = ""
) -> HTMLResponse:
    """Show a playbook to be edited, whom it fits now, and its versions."""
    playbook = playbook_for(session, playbook_id)
    return page(
        request,
        "success/playbooks/edit.html",
        playbook=playbook,
        content=playbook.content,
        versions=versions_of(session, playbook_id),
        matching=fits(request, session, playbook),
        done=done if done in DONE else "",
        **_words(request),
    )


@router.post("")
async def add(request: Request, session: Transaction, staff: Manager) -> RedirectResponse:
    """Add a playbook."""
    content = read_playbook(await _sent(request))
    made = add_playbook(session, content, by=staff.staff.id, now=house_of(request).clock())
    return RedirectResponse(f"{HERE}/{made}?done=added", 303)


@router.post("/{playbook_id}")
async def save(request: Request, session: Transaction, staff: Manager, playbook_id: int) -> RedirectResponse:
    """Save the next version."""
    sent = await _sent(request)
    content = read_playbook(sent)
    before = playbook_for(session, playbook_id)
    if sent.get("number") != str(before.number):
        raise SavedMeanwhile
    _next(request, session, staff, before, content, active=before.active)
    return RedirectResponse(f"{HERE}/{playbook_id}?done=saved", 303)


@router.post("/{playbook_id}/standing")
def switch(
    request: Request, session: Transaction, staff: Manager, playbook_id: int, active: Annotated[bool, Form()]
) -> RedirectResponse:
    """Switch a playbook on or off."""
    before = playbook_for(session, playbook_id)
    _next(request, session, staff, before, before.content, active=active)
    return RedirectResponse(f"{HERE}?done={'on' if active else 'off'}", 303)


@router.post("/{playbook_id}/restored")
def restore(
    request: Request, session: Transaction, staff: Manager, playbook_id: int, number: Number
) -> RedirectResponse:
    """Go back to an earlier version, as a new one."""
    before = playbook_for(session, playbook_id)
    earlier = [one for one in versions_of(session, playbook_id) if one.number == number < before.number]
    if not earlier:
        raise NothingBefore
    _next(request, session, staff, before, earlier[0].content, active=earlier[0].active)
    return RedirectResponse(f"{HERE}/{playbook_id}?done=undone", 303)


def fits(request: Request, session: Transaction, playbook: Playbook) -> list[tuple[AccountView, Evidence]]:
    """Return the accounts that would set a playbook off now, and what shows at each."""
    house = house_of(request)
    now, zone = house.clock(), house.settings.zone
    found = getattr(request.state, "views", None)
    if found is None:
        found = request.state.views = views(session, house)
    today = now.astimezone(zone).date()
    looked = [(view, playbook.look(view, today)) for view in found]
    return [(view, evidence) for view, evidence in looked if evidence is not None]


def _next(
    request: Request,
    session: Transaction,
    staff: Manager,
    before: Playbook,
    content: Content,
    *,
    active: bool,
) -> None:
    save_version(
        session,
        before.id,
        before.number + 1,
        content,
        active=active,
        by=staff.staff.id,
        now=house_of(request).clock(),
    )


async def _sent(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _words(request: Request) -> dict[str, Any]:
    language = language_of_page(request)

    def shown(number: float) -> str:
        return f"{number:g}"

    def when(content: Content) -> str:
        numbers = {name: shown(value) for name, value in content.parameters.items()}
        return translate(language, f"success.when_{content.trigger}", **numbers)

    def why(evidence: Evidence) -> str:
        return translate(language, f"success.why_{evidence['kind']}", **evidence)

    return {
        "triggers": TRIGGERS.values(),
        "channels": CHANNELS,
        "slots": NAMES,
        "when": when,
        "why": why,
        "shown": shown,
    }
