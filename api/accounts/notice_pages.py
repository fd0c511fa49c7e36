"""Withdrawing a message to an account's people, and taking that back."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from api.access import Manager
from api.accounts.store import account_for
from api.chat.notices.store import show_again, withdraw
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/staff/accounts/{account_id:int}/notices/{notice_id:int}", include_in_schema=False)


@router.post("/withdrawal")
def withdraw_notice(
    request: Request, session: Transaction, staff: Manager, account_id: int, notice_id: int
) -> RedirectResponse:
    """Let the widget show it no more."""
    account = account_for(session, account_id)
    withdraw(session, account.id, notice_id, by=staff.staff.id, now=house_of(request).clock())
    return RedirectResponse(f"/staff/accounts/{account.id}?withdrawn=1&notice={notice_id}", 303)


@router.post("/withdrawal/undone")
def show_notice_again(
    request: Request, session: Transaction, staff: Manager, account_id: int, notice_id: int
) -> RedirectResponse:
    """Let the widget show it again, for what is left of its days."""
    account = account_for(session, account_id)
    show_again(session, account.id, notice_id)
    return RedirectResponse(f"/staff/accounts/{account.id}?shown_again=1#notices", 303)
