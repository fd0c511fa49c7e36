"""What was said in an episode, masked, with its facts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from api.chat.models import Message
from api.chat.rating import COMMENT
from api.episodes.models import Episode
from api.errors import NotFound
from api.inquiries.redaction import mask
from api.staff.models import Staff


class NoSuchEpisode(NotFound):
    """There is no such episode."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One message: who, when, and the masked text."""

    author: str
    name: str | None
    at: datetime
    text: str


def episode_for(session: Session, episode_id: int) -> Episode:
    """Return an episode; any member of staff may read any, masked. Raises `NoSuchEpisode`."""
    # An id beyond the column's range is as unknown as any other.
    episode = session.get(Episode, episode_id) if 0 < episode_id < 2**31 else None
    if episode is None:
        raise NoSuchEpisode
    return episode


def transcript(session: Session, episode_id: int) -> list[Line]:
    """Return the messages of an episode in their order."""
    rows = session.execute(
        select(Message.author, Staff.name, Message.created_at, Message.text)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .where(Message.episode_id == episode_id)
        .order_by(Message.seq)
    )
    return [Line(author=author, name=name, at=at, text=mask(text)) for author, name, at, text in rows]


def comments(session: Session, episode_ids: Collection[int]) -> dict[int, str]:
    """Return what customers added to their rating of an episode, masked."""
    rows = session.execute(
        select(Message.episode_id, Message.text).where(
            Message.episode_id.in_(episode_ids), Message.content["act"].as_string() == COMMENT
        )
    )
    return {id: mask(text) for id, text in rows if id is not None}


def first_questions(session: Session, episode_ids: Collection[int]) -> dict[int, str]:
    """Return the first thing each contact said, masked."""
    rows = session.execute(
        select(Message.episode_id, Message.text)
        .ext(distinct_on(Message.episode_id))
        .where(Message.episode_id.in_(episode_ids), Message.author == "customer")
        .order_by(Message.episode_id, Message.seq)
    )
    return {id: mask(text) for id, text in rows if id is not None}
