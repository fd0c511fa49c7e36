"""Messages that follow each other closely are one question: asked of the bot together, answered once.

A message that looks unfinished is *held*: its turn is due a moment later. The next text takes that turn's
place and asks both, joined by a line break. The whole question is kept with the newest of its messages.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, update
from sqlalchemy.orm import Session

from api.chat.choices import Pressed, payload_of_choice, payload_of_text
from api.chat.models import Message, Turn
from api.chat.standing import Standing
from api.chat.unfinished import looks_unfinished, without_openings

KEY = "together"
"""Of a message's content: {"text": the whole question, "messages": the ids of those before it}."""


def whole_text(message: Message) -> str:
    """Return what a message asks: its text, after those that were read together with it."""
    together = message.content.get(KEY)
    return str(together["text"]) if together else message.text


def payload_of(message: Message) -> str:
    """Return what Rasa is told of a message.

    A greeting that came before the question is left out: it would be what Rasa understands.
    """
    choice = message.content.get("choice")
    if choice:
        return payload_of_choice(Pressed(**choice))
    whole = whole_text(message)
    return payload_of_text(without_openings(whole) if KEY in message.content else whole)


def ids_together(message: Message) -> list[int]:
    """Return the ids of the messages that were read together, this one last."""
    together = message.content.get(KEY)
    return [*together["messages"], message.id] if together else [message.id]


def can_continue(standing: Standing, text: str, longest: int) -> bool:
    """Whether `text` goes on where a held message stopped; both together have up to `longest` characters."""
    if standing.held is None or standing.with_person or not text:
        return False
    return len(whole_text(standing.held)) + 1 + len(text) <= longest


def joined(held: Message, text: str) -> dict[str, Any]:
    """Return the part of a content that says that `text` continues `held`."""
    return {KEY: {"text": f"{whole_text(held)}\n{text}", "messages": ids_together(held)}}


def release(session: Session, message_id: int, *, continued: bool) -> None:
    """Hold a message no longer: another asks for it, or it is asked at once."""
    turn = Turn.message_id == message_id
    session.execute(
        delete(Turn).where(turn) if continued else update(Turn).where(turn).values(next_at=func.now()),
        execution_options={"synchronize_session": False},
    )


def hold(text: str, seconds: float) -> timedelta:
    """Return how long a message waits for the next one."""
    return timedelta(seconds=seconds) if looks_unfinished(text) else timedelta(0)
