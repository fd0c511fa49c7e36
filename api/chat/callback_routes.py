"""The widget's API of being called back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api.chat.callback import callback_of, leave
from api.chat.door import known_key
from api.chat.routes import Own
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/widget/conversations", tags=["widget"], dependencies=[Depends(known_key)])


class CallbackShape(BaseModel):
    """How to reach the customer: an e-mail address, a telephone number, or both."""

    email: Annotated[str | None, Field(max_length=300, examples=["hanako@example.com"])] = None
    phone: Annotated[str | None, Field(max_length=60, examples=["03-1234-5678"])] = None
    note: Annotated[str | None, Field(max_length=1000, examples=["午前中にお願いします"])] = None


@router.post("/{conversation_id}/callback", status_code=201)
def leave_callback(
    request: Request, session: Transaction, conversation: Own, left: CallbackShape
) -> CallbackShape:
    """Leave how to be reached, outside business hours with a person asked for. Returned as understood."""
    callback = callback_of(email=left.email, phone=left.phone, note=left.note, language=conversation.language)
    leave(session, conversation, callback, now=house_of(request).clock())
    kept: dict[str, Any] = callback.to_json()
    return CallbackShape(**kept)
