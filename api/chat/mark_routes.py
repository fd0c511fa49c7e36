"""The widget's marks: the customer is writing, this arrived, this was read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api.chat.door import known_key
from api.chat.marks import note_customer_marks, note_customer_typing
from api.chat.routes import Own
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/widget/conversations", tags=["widget"], dependencies=[Depends(known_key)])
Seq = Annotated[int, Field(ge=0, lt=2**31)]


class Marks(BaseModel):
    """The numbers of the newest message that arrived and that was read. What was read has arrived."""

    delivered: Annotated[Seq, Field(examples=[4])] = 0
    read: Annotated[Seq, Field(examples=[3])] = 0


@router.post("/{conversation_id}/typing", status_code=204)
def type_(request: Request, session: Transaction, conversation: Own) -> None:
    """Say that the customer is writing; at most every three seconds is enough."""
    note_customer_typing(session, conversation.id, now=house_of(request).clock())


@router.post("/{conversation_id}/marks", status_code=204)
def mark(session: Transaction, conversation: Own, marks: Marks) -> None:
    """Say what arrived and what was read."""
    note_customer_marks(session, conversation.id, delivered=marks.delivered, read=marks.read)
