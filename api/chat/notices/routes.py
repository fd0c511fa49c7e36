"""The widget's notices: what to show, that it was shown, that it was put away."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api.chat.door import known_key
from api.chat.notices.store import notice_for, notices_for, was_dismissed, was_shown
from api.chat.visitors import Visitor
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/widget/notices", tags=["widget"], dependencies=[Depends(known_key)])


class ShownNotice(BaseModel):
    """A message from us to the visitor's company."""

    id: int
    text: Annotated[str, Field(examples=["初期設定があと少し残っています。"])]


@router.get("")
def list_notices(
    request: Request, session: Transaction, contact: Visitor, language: Literal["ja", "en"] = "ja"
) -> list[ShownNotice]:
    """Return the notices this visitor has not put away, the oldest first."""
    found = notices_for(session, contact, now=house_of(request).clock())
    return [ShownNotice(id=one.id, text=one.text_en if language == "en" else one.text_ja) for one in found]


@router.post("/{notice_id}/showing", status_code=204)
def show(request: Request, session: Transaction, contact: Visitor, notice_id: int) -> None:
    """Say that a notice is on the visitor's screen; it counts once."""
    was_shown(session, notice_for(session, contact, notice_id), contact, now=house_of(request).clock())


@router.post("/{notice_id}/dismissal", status_code=204)
def dismiss(request: Request, session: Transaction, contact: Visitor, notice_id: int) -> None:
    """Put a notice away for good."""
    was_dismissed(session, notice_for(session, contact, notice_id), contact, now=house_of(request).clock())
