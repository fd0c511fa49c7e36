"""The rating a customer gives: of the bot, or of the agent who helped."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.chat.models import Conversation
from api.episodes.ledger import Kind, facts_of, latest_episode, record
from api.errors import Conflict


class NothingToRate(Conflict):
    """There is nothing to rate yet."""


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
