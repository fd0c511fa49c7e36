"""The look-up that a conversation is in the middle of, as its messages tell it.

They are the only record of it: it outlives Rasa, and a turn that is repeated finds the same.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.models import Message

LOOKED_AT = 8
"""Messages back: a look-up interrupted by more than these is over."""
INTERRUPTIONS = frozenset(
    {"answer", "clarification", "small_talk", "say", "nothing_found", "bot_unavailable"}
)


def open_lookup(
    session: Session, message: Message, offer: Message | None, *, interrupted: bool
) -> Mapping[str, Any] | None:
    """Return the state of the look-up that `message` may go on with; `offer` is what the bot said last.

    It is that; or, while Rasa's form is open (`interrupted`), what was said before questions that were
    answered in between.
    """
    said = offer.content if offer else {}
    if not (interrupted or "lookup" in said or said.get("act") == "bot_unavailable"):
        return None
    rows = session.execute(
        select(Message.author, Message.content)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.episode_id == message.episode_id,
            Message.seq < message.seq,
            Message.author != "customer",
        )
        .order_by(Message.seq.desc())
        .limit(LOOKED_AT)
    )
    for author, content in rows:
        if "lookup" in content:
            state: Mapping[str, Any] = content["lookup"]
            return state if state["state"] in {"asking", "not_found"} else None
        act = content.get("act")
        if author == "agent" or act not in INTERRUPTIONS or not (interrupted or act == "bot_unavailable"):
            return None
    return None
