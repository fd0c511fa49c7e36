"""Sending an FAQ back to review: it stays published, is due today, and its page says why."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from api.access import Editor
from api.database import Transaction
from api.errors import Conflict, Invalid
from api.faqs.forms import day_of
from api.faqs.publishing import FaqRetired
from api.faqs.standing import today
from api.faqs.store import locked_faq
from api.house import house_of
from api.inquiries.redaction import mask

router = APIRouter(prefix="/staff/faqs", include_in_schema=False)
LONGEST = 1000


class NoReason(Invalid):
    """Say in up to 1,000 characters why the FAQ is to be reviewed."""


class NotInReview(Conflict):
    """This FAQ has not been sent back to review, or somebody has looked at it already."""


@router.post("/{faq_id:int}/review-request")
def send_back(
    request: Request, session: Transaction, staff: Editor, faq_id: int, reason: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Send an FAQ back to review. Its page then offers to undo that."""
    said = mask(reason.strip())
    if not said or len(said) > LONGEST:
        raise NoReason
    faq = locked_faq(session, faq_id)
    if faq.retired_at is not None:
        raise FaqRetired
    kept = {"sent_back": 1, "was_review": faq.review_on or ""}
    faq.review_on = today(session)
    faq.review_reason, faq.review_asked_by = said, staff.staff.id
    faq.review_asked_at = house_of(request).clock()
    return RedirectResponse(f"/staff/faqs/{faq_id}?{urlencode(kept)}", 303)


@router.post("/{faq_id:int}/review-request/{how}")
def end_review(
    session: Transaction,
    staff: Editor,
    faq_id: int,
    how: str,
    was_review: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Take the request back (`undo`), or say that it was looked at (`done`)."""
    faq = locked_faq(session, faq_id)
    if faq.review_reason is None or how not in {"undo", "done"}:
        raise NotInReview
    faq.review_reason = faq.review_asked_by = faq.review_asked_at = None
    faq.review_on = day_of(was_review)
    return RedirectResponse(f"/staff/faqs/{faq_id}", 303)
