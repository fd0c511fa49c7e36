"""Hand-offs to a person: asked for, open, taken back."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.language import Language, language_or
from api.chat.messages import append_message, tell
from api.chat.models import Conversation, HandOff
from api.chat.store import locked_conversation, newest_offer
from api.clock import aware
from api.database import notify
from api.episodes.ledger import Kind, Reason, current_episode, record
from api.episodes.models import Episode
from api.errors import Conflict
from api.policy.in_force import in_force
from api.web.texts import translate


class PersonIsHere(Conflict):
    """A person has taken your conversation already."""


def open_hand_off(session: Session, conversation_id: str) -> HandOff | None:
    """Return the conversation's hand-off that is not closed."""
    return session.scalar(
        select(HandOff).where(HandOff.conversation_id == conversation_id, HandOff.closed_at.is_(None))
    )


def request_hand_off(
    session: Session, conversation: Conversation, episode: Episode, reason: Reason, now: datetime, key: str
) -> HandOff:
    """Ask for a person. While a hand-off is open a repetition returns that one. Locks the conversation."""
    locked_conversation(session, conversation.id)
    found = open_hand_off(session, conversation.id)
    if found is not None:
        return found
    hand_off = HandOff(
        conversation_id=conversation.id, episode_id=episode.id, reason=reason.value, requested_at=aware(now)
    )
    session.add(hand_off)
    session.flush()
    record(session, episode.id, Kind.HANDOFF_REQUESTED, at=now, key=key, reason=reason.value)
    tell(session, conversation.id)
    notify(session, "inbox")
    return hand_off


def hand_over(
    session: Session,
    conversation: Conversation,
    *,
    now: datetime,
    quiet: timedelta,
    reason: Reason | None = None,
) -> bool:
    """Hand the conversation to a person, with or without the bot. Return whether that is new.

    `reason` None: at the customer's wish, because of what the bot offered a person for last.
    """
    locked_conversation(session, conversation.id)
    if open_hand_off(session, conversation.id) is not None:
        return False
    episode = current_episode(
        session,
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        now=now,
        quiet=quiet,
    )
    offered = newest_offer(session, conversation.id)
    content = offered.content if offered else {}
    language = language_or(content.get("language", ""), language_or(conversation.language))
    message = append_message(
        session,
        conversation,
        author="system",
        text=handing_over_words(session, language, now=now),
        content={"act": "hand_off", "language": language},
        episode_id=episode.id,
        now=now,
    )
    why = reason or Reason(content.get("offer", Reason.CUSTOMER_REQUEST))
    request_hand_off(session, conversation, episode, why, now, str(message.id))
    return True


def handing_over_words(session: Session, language: Language, *, now: datetime | None = None) -> str:
    """Return what a customer hears who is handed to a person: that one comes, or when we open again.

    `now` None: the time at which the session's house reads its clock. Who writes in a language that our
    people don't answer in is told so.
    """
    there = in_force(session)
    words = there.closed_words(language, now) or translate(language, "chat.handed_over")
    spoken = there.policy.languages
    if language in spoken:
        return words
    named = " / ".join(translate(language, f"policy.speaks_{one}") for one in spoken)
    return f"{words}\n{translate(language, 'policy.other_language', spoken=named)}"


def cancel_hand_off(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """Take the request back while nobody has claimed it; raises `PersonIsHere` afterwards.

    The episode stays escalated: it asked for a person. The bot answers again.
    """
    locked_conversation(session, conversation.id)
    hand_off = open_hand_off(session, conversation.id)
    if hand_off is None:
        return
    if hand_off.claimed_at is not None:
        raise PersonIsHere
    hand_off.closed_at = now
    record(
        session, hand_off.episode_id, Kind.AGENT_RELEASED, at=now, key=f"cancel:{hand_off.id}", staff_id=None
    )
    language = language_or(conversation.language)
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "chat.hand_off_cancelled"),
        content={"act": "hand_off_cancelled", "language": language},
        episode_id=hand_off.episode_id,
        now=now,
    )
    # Messages that still wait for the bot may go on.
    notify(session, "turns")
    notify(session, "inbox")
