"""Files that an agent sends: kept before the reply that carries them."""

from fastapi import Request, UploadFile
from sqlalchemy.orm import Session

from api.access import Agent
from api.chat.attachments.content import MOST_BYTES
from api.chat.attachments.keeping import folder_of, keep_file
from api.chat.models import Attachment
from api.house import house_of
from api.inbox.desk import HandOffClosed, NotYours, locked


def upload(
    request: Request, session: Session, staff: Agent, hand_off_id: int, file: UploadFile
) -> Attachment:
    """Keep a file for a reply of the agent who has the conversation.

    Raises `NotYours`, `HandOffClosed`, `FileTooLarge`, `FileNotAllowed`.
    """
    hand_off, conversation = locked(session, hand_off_id)
    if hand_off.claimed_by != staff.staff_id:
        raise NotYours
    if hand_off.closed_at is not None:
        raise HandOffClosed
    house = house_of(request)
    return keep_file(
        session,
        folder_of(house),
        conversation,
        name=file.filename or "",
        # No more than shows that it is too large.
        data=file.file.read(MOST_BYTES + 1),
        staff_id=staff.staff_id,
        now=house.clock(),
    )
