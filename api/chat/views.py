"""What a customer sees of their conversation, as the widget reads it."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.chat.attachments.links import FileLinks
from api.chat.buttons import public
from api.chat.models import Conversation
from api.chat.store import Line, Status, messages_after, status_of
from api.faqs.markdown import html_of


class ShownMessage(BaseModel):
    """One message. `content.buttons` are to be drawn for the newest bot message only."""

    seq: Annotated[int, Field(examples=[2])]
    author: Annotated[Literal["customer", "bot", "agent", "system"], Field(examples=["bot"])]
    text: Annotated[str, Field(examples=["右上のメニューから、請求書を選んでください。"])]
    content: Annotated[
        dict[str, Any],
        Field(
            examples=[
                {
                    "act": "answer",
                    "language": "ja",
                    "question": "請求書はどこで見られますか?",
                    "feedback": True,
                    "buttons": [{"label": "解決しました", "choice": {"kind": "solved"}}],
                }
            ]
        ),
    ]
    agent: str | None = None
    client_id: str | None = None
    created_at: datetime

    @classmethod
    def of(cls, line: Line, links: FileLinks) -> Self:
        """Show a line of the transcript; answers and agents' words also as safe HTML."""
        content = links.shown(public(line.content))
        if line.author == "agent" or content.get("act") == "answer":
            content["html"] = html_of(line.text)
        return cls(
            seq=line.seq,
            author=line.author,
            text=line.text,
            content=content,
            agent=line.agent,
            client_id=line.client_id,
            created_at=line.created_at,
        )


class ShownHours(BaseModel):
    """Whether people are there, and when they are next if not."""

    open: bool
    opens_at: datetime | None


class ShownStatus(BaseModel):
    """What is going on: is the bot writing, is a person asked for or here, is the bot there at all."""

    typing: bool
    hand_off: Literal["waiting", "claimed"] | None
    agent: str | None
    bot: Literal["ok", "starting"]
    agent_typing: bool
    read_by_agent: int
    """Number of the newest message that the agent has read."""
    hours: ShownHours

    @classmethod
    def of(cls, status: Status) -> Self:
        """Show a status."""
        return cls(
            typing=status.typing,
            hand_off=status.hand_off,
            agent=status.agent,
            bot=status.bot,
            agent_typing=status.agent_typing,
            read_by_agent=status.read_by_agent,
            hours=ShownHours(open=status.hours.open, opens_at=status.hours.opens_at),
        )


class ShownConversation(ShownStatus):
    """A conversation with all its messages."""

    conversation_id: str
    language: Literal["ja", "en"]
    messages: list[ShownMessage]


class OpenedConversation(ShownConversation):
    """A new conversation and the token its visitor shows from now on."""

    visitor_token: str
    visitor_token_expires_at: datetime


def shown(session: Session, conversation: Conversation, links: FileLinks) -> dict[str, Any]:
    """Return the fields of a `ShownConversation`."""
    return {
        "conversation_id": conversation.id,
        "language": conversation.language,
        "messages": [ShownMessage.of(line, links) for line in messages_after(session, conversation.id, 0)],
        **ShownStatus.of(status_of(session, conversation.id)).model_dump(),
    }
