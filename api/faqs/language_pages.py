"""The buttons of one language of an FAQ: approve its draft, or end its publication."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from api.access import Editor
from api.database import Transaction
from api.faqs.languages import approved, withdraw
from api.faqs.publishing import publish
from api.faqs.waiting import public_part
from api.house import house_of
from api.second_look.looking import look_twice
from api.web.render import language_of_page
from api.web.texts import translate

router = APIRouter(prefix="/staff/faqs/{faq_id:int}/languages/{language}", include_in_schema=False)
Language = Literal["ja", "en"]
Seen = Annotated[int, Form()]
"""The version that the button stood beside."""


@router.post("/approval")
def approve(
    request: Request, session: Transaction, staff: Editor, faq_id: int, language: Language, based_on: Seen
) -> RedirectResponse:
    """Publish the draft in this language."""
    draft = approved(session, faq_id, language)
    look_twice(request, session, public_part(draft), faq_id)
    version = publish(
        session,
        faq_id,
        draft,
        author_id=staff.staff_id,
        now=house_of(request).clock(),
        note=_note(request, "approved", language),
        based_on=based_on,
    )
    return RedirectResponse(f"/staff/faqs/{faq_id}?saved={version.number}", 303)


@router.post("/withdrawal")
def end(
    request: Request, session: Transaction, staff: Editor, faq_id: int, language: Language, based_on: Seen
) -> RedirectResponse:
    """Take this language out of the answers; it stays as a draft."""
    version = withdraw(
        session,
        faq_id,
        language,
        author_id=staff.staff_id,
        now=house_of(request).clock(),
        note=_note(request, "withdrawn", language),
        based_on=based_on,
    )
    return RedirectResponse(f"/staff/faqs/{faq_id}?saved={version.number}", 303)


def _note(request: Request, deed: str, language: str) -> str:
    spoken = language_of_page(request)
    return translate(spoken, f"languages.note_{deed}", language=translate(spoken, f"faqs.{language}"))
