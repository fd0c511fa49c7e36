"""Canned replies in JSON."""

from typing import Annotated, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.inbox import canned
from api.inbox.models import CannedReply

router = APIRouter(prefix="/api/canned-replies")


class CannedReplyBody(BaseModel):
    """A canned reply; at least one of the texts."""

    shortcut: Annotated[str, Field(examples=["hours"])]
    text_ja: Annotated[str | None, Field(examples=["営業時間は平日9時から18時です。"])] = None
    text_en: Annotated[str | None, Field(examples=["We are open on weekdays from 9 to 18."])] = None

    def wanted(self) -> canned.Wanted:
        """Return what it is to say."""
        return canned.Wanted(shortcut=self.shortcut, text_ja=self.text_ja or "", text_en=self.text_en or "")


class ShownCannedReply(CannedReplyBody):
    """A canned reply that is there."""

    id: int

    @classmethod
    def of(cls, reply: CannedReply) -> Self:
        """Show a row."""
        return cls(id=reply.id, shortcut=reply.shortcut, text_ja=reply.text_ja, text_en=reply.text_en)


@router.get("")
def read_canned_replies(session: Transaction, staff: Agent, q: str = "") -> list[ShownCannedReply]:
    """List the canned replies whose name or text holds `q`."""
    return [ShownCannedReply.of(reply) for reply in canned.canned_replies(session, q)]


@router.post("", status_code=201)
def add_canned_reply(
    request: Request, session: Transaction, staff: Agent, body: CannedReplyBody
) -> ShownCannedReply:
    """Add one. 409 when the name is taken."""
    now = house_of(request).clock()
    return ShownCannedReply.of(canned.add_canned_reply(session, body.wanted(), by=staff.staff_id, now=now))


@router.put("/{reply_id}")
def change_canned_reply(
    request: Request, session: Transaction, staff: Agent, reply_id: int, body: CannedReplyBody
) -> ShownCannedReply:
    """Change one."""
    canned.change_canned_reply(session, reply_id, body.wanted(), now=house_of(request).clock())
    return ShownCannedReply.of(canned.canned_reply_for(session, reply_id))


@router.delete("/{reply_id}", status_code=204)
def delete_canned_reply(session: Transaction, staff: Agent, reply_id: int) -> None:
    """Delete one. Adding it again takes it back."""
    canned.delete_canned_reply(session, reply_id)
