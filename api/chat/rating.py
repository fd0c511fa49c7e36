"""The rating a customer gives, of the bot or of the agent who helped, and the words they add to it."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.chat.language import language_or
from api.chat.messages import append_message
from api.chat.models import Conversation
from api.chat.store import locked_conversation
from api.episodes.ledger import Kind, facts_of, latest_episode, record
from api.errors import Conflict, Invalid
from api.web.texts import translate

COMMENT = "csat_comment"
"""The act of the message that holds the words. The ledger cannot be erased, so they stay out of it."""


class NothingToRate(Conflict):
    """There is nothing to rate yet."""


class NothingRated(Conflict):
    """Give a rating first; then you can add a comment."""


class EmptyComment(Invalid):
    """Please write a comment."""


def rate(session: Session, conversation: Conversation, rating: int, *, now: datetime) -> None:
    """Write the rating (1-5) of the newest episode. The first rating of an episode stands."""
    episode = latest_episode(session, conversation.id)
    if episode is None:
        raise NothingToRate
    helped = {fact.kind for fact in facts_of(session, episode.id)} & {Kind.AGENT_CLAIMED, Kind.AGENT_REPLIED}
    record(
        session,
        episode.id,
        Kind.CSAT_GIVEN,
        at=now,
        key=str(episode.id),
        rating=rating,
        about="agent" if helped else "bot",
    )


def comment(session: Session, conversation: Conversation, text: str, *, now: datetime) -> None:
    """Keep what the customer adds to the rating of the newest episode, in the conversation, once.

    Raises `NothingRated` without a rating and `EmptyComment` without words.
    """
    words = text.strip()
    if not words:
        raise EmptyComment
    locked_conversation(session, conversation.id)
    episode = latest_episode(session, conversation.id)
    if episode is None or all(fact.kind != Kind.CSAT_GIVEN for fact in facts_of(session, episode.id)):
        raise NothingRated
    if not record(session, episode.id, Kind.CSAT_COMMENTED, at=now, key=str(episode.id)):
        return
    language = language_or(conversation.language)
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "chat.csat_comment", comment=words),
        content={"act": COMMENT, "language": language},
        episode_id=episode.id,
        now=now,
    )
