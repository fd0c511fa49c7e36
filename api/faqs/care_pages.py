"""Who looks after an FAQ, and when it is to be looked at again."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from api.access import Editor
from api.database import Transaction
from api.errors import Invalid
from api.faqs.forms import day_of
from api.faqs.list_store import possible_owners
from api.faqs.store import locked_faq

router = APIRouter(prefix="/staff/faqs", include_in_schema=False)


class UnknownOwner(Invalid):
    """There is no such member of staff."""


@router.post("/{faq_id:int}/care")
def take_care(
    request: Request,
    session: Transaction,
    staff: Editor,
    faq_id: int,
    owner: Annotated[str, Form()] = "",
    review_on: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Set the owner and the day of the next look. The page then offers to set both back."""
    faq = locked_faq(session, faq_id)
    was = {"was_owner": faq.owner_id or "", "was_review": faq.review_on or ""}
    number = int(owner) if owner.isdecimal() and len(owner) < 10 else None
    # Who left may stay the owner, but becomes none.
    possible = {member.id for member in possible_owners(session)} | {faq.owner_id}
    if owner and (number is None or number not in possible):
        raise UnknownOwner
    faq.owner_id, faq.review_on = number, day_of(review_on)
    return RedirectResponse(f"/staff/faqs/{faq_id}?{urlencode(was)}", 303)
