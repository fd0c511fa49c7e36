"""The hold-out in the chat: who is held out goes straight to a person, with a friendly word."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.chat.applying import keep_inquiry
from api.chat.handoffs import request_hand_off
from api.chat.language import language_or
from api.chat.messages import append_message
from api.chat.models import Contact, Conversation, Message
from api.chat.together import whole_text
from api.episodes.ledger import Reason
from api.episodes.models import Episode
from api.holdout.arms import Arm
from api.holdout.assigning import assign
from api.web.texts import translate
from faq_clustering.text import asks_something


def held_out(
    session: Session, conversation: Conversation, episode: Episode, message: Message, *, now: datetime
) -> bool:
    """Draw the arm if this message is eligible; return whether a person takes it instead of the bot.

    A greeting is no demand: it gets its reply, and the draw waits for what comes next.
    """
    if not asks_something(whole_text(message)):
        return False
    contact = session.get_one(Contact, conversation.contact_id)
    arm = assign(
        session,
        episode_id=episode.id,
        contact_id=contact.id,
        external_id=contact.external_id,
        message_id=message.id,
        now=now,
    )
    if arm is not Arm.HOLDOUT:
        return False
    language = language_or(message.content.get("language", ""), language_or(conversation.language))
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "chat.held_out"),
        content={"act": "hand_off", "language": language},
        episode_id=episode.id,
        in_reply_to=message.id,
        now=now,
    )
    # What it is about is told by what was asked, in both arms alike.
    keep_inquiry(session, message, now)
    request_hand_off(session, conversation, episode, Reason.HOLDOUT, now, str(message.id))
    return True
