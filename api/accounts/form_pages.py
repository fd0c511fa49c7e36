"""The form of an account: adding one, changing one, and taking either back."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Manager
from api.accounts import store
from api.accounts.account_pages import account_page, fields_said
from api.accounts.edits import add_by_hand, edit_account, take_edit_back
from api.accounts.forms import FIELDS, AccountFieldsWrong, account_values, written_of
from api.accounts.tiers import Stage, Tier
from api.database import Transaction
from api.errors import Invalid
from api.house import house_of
from api.web.render import page

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)
LONGEST_CODE = 200
YEAR = timedelta(days=365)


class CodeTaken(Invalid):
    """Another account has this code, or this name without a code."""


class CodeTooLong(Invalid):
    """A code can have 200 characters."""


async def written_in(request: Request) -> dict[str, str]:
    """Return the form's fields."""
    return written_of(await request.form())


Written = Annotated[dict[str, str], Depends(written_in)]


@router.get("/new")
def new(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Show the form to add an account: a contract for a year, that begins today."""
    house = house_of(request)
    today = house.clock().astimezone(house.settings.zone).date()
    begun = {"stage": Stage.ONBOARDING.value, "renewal_on": (today + YEAR).isoformat()}
    return _new(request, session, dict.fromkeys(FIELDS, "") | begun)


@router.post("")
def add(request: Request, session: Transaction, staff: Manager, written: Written) -> Response:
    """Add an account, or say beside each field what is wrong with it."""
    house = house_of(request)
    # Without a code the name tells accounts apart, as it does in a file.
    code = written["external_id"] or written["name"]
    wrong: dict[str, Invalid] = {}
    if len(code) > LONGEST_CODE:
        wrong["external_id"] = CodeTooLong()
    elif code and store.account_by(session, code, lock=True) is not None:
        wrong["external_id"] = CodeTaken()
    try:
        values = account_values(written, zone=house.settings.zone, owners=store.owners(session))
    except AccountFieldsWrong as problem:
        return _new(request, session, written, wrong=AccountFieldsWrong({**problem.fields, **wrong}))
    if wrong:
        return _new(request, session, written, wrong=AccountFieldsWrong(wrong))
    edit = add_by_hand(
        session,
        values | {"external_id": code},
        by=staff.staff.id,
        now=house.clock(),
        zone=house.settings.zone,
    )
    return RedirectResponse(f"/staff/accounts/{edit.account_id}?added=1&edit={edit.id}", 303)


@router.post("/{account_id:int}")
def change(
    request: Request, session: Transaction, staff: Manager, account_id: int, written: Written
) -> Response:
    """Write the form's values, or say beside each field what is wrong with it."""
    account = store.account_for(session, account_id, lock=True)
    house = house_of(request)
    try:
        values = account_values(written, zone=house.settings.zone, owners=store.owners(session))
    except AccountFieldsWrong as problem:
        return account_page(request, session, account, written=written, wrong=problem)
    edit = edit_account(
        session, account, values, by=staff.staff.id, now=house.clock(), zone=house.settings.zone
    )
    kept = f"&edit={edit.id}" if edit else ""
    return RedirectResponse(f"/staff/accounts/{account.id}?saved=1{kept}", 303)


@router.post("/{account_id:int}/edits/{edit_id:int}/undone")
def undo(
    request: Request, session: Transaction, staff: Manager, account_id: int, edit_id: int
) -> RedirectResponse:
    """Let the account say again what it said before; one that was only added goes."""
    house = house_of(request)
    there = take_edit_back(session, account_id, edit_id, now=house.clock(), zone=house.settings.zone)
    return RedirectResponse(
        f"/staff/accounts/{account_id}?edit_undone=1" if there else "/staff/accounts", 303
    )


def _new(
    request: Request, session: Session, written: dict[str, str], *, wrong: AccountFieldsWrong | None = None
) -> HTMLResponse:
    return page(
        request,
        "accounts/new.html",
        status=wrong.status if wrong else 200,
        form=written,
        wrong=fields_said(request, wrong),
        owners=store.owners(session),
        stages=list(Stage),
        tiers=list(Tier),
    )
