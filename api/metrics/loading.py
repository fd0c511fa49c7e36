"""Episodes at hand: whole summaries from what is kept, for who counts what columns cannot say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from api.episodes.labels import Label, Why
from api.episodes.summary import Answer, EpisodeSummary, HandOffTimes, Rating
from api.outcomes.models import Outcome, OutcomeAnswer, OutcomeHandOff, OutcomeRating


def load_episodes(session: Session, where: ColumnElement[bool], *, now: datetime) -> list[EpisodeSummary]:
    """Return the episodes that fulfil `where` (a `scope`), oldest first, in four statements."""
    outcomes = select(Outcome).where(where).order_by(Outcome.opened_at, Outcome.episode_id)
    answers = _of(session, OutcomeAnswer, where)
    hand_offs = _of(session, OutcomeHandOff, where)
    ratings = _of(session, OutcomeRating, where)
    return [
        EpisodeSummary(
            id=row.episode_id,
            conversation_id=row.conversation_id,
            contact_id=row.contact_id,
            opened_at=row.opened_at,
            sample=row.sample,
            label=Label(row.label),
            why=Why(row.why),
            answers=tuple(
                Answer(at=one.at, faq_id=one.faq_id, version_id=one.version_id, reaction=one.reaction)
                for one in answers[row.episode_id]
            ),
            hand_offs=tuple(
                HandOffTimes(
                    requested_at=one.requested_at,
                    reason=one.reason,
                    claimed_at=one.claimed_at,
                    replied_at=one.replied_at,
                    closed_at=one.closed_at,
                    handle_seconds=one.handle_seconds,
                    waited_seconds=one.waited_seconds,
                )
                for one in hand_offs[row.episode_id]
            ),
            ratings=tuple(
                Rating(at=one.at, rating=one.rating, about=one.about) for one in ratings[row.episode_id]
            ),
            first_response_seconds=row.first_response_seconds,
            resolution_seconds=row.resolution_seconds,
            due_at=row.due_at,
            topic=row.topic,
            holdout=row.holdout,
            matured=row.matures_at <= now,
            recontacted=row.recontacted_by is not None,
            recontacted_by=row.recontacted_by,
            before_bot=Label(row.label).eligible and not row.eligible,
            false_deflection=row.recontacted_by is not None or row.reached_human,
        )
        for row in session.scalars(outcomes, execution_options={"populate_existing": True})
    ]


def _of(session: Session, table: Any, where: ColumnElement[bool]) -> Mapping[int, Sequence[Any]]:
    same = and_(table.definition == Outcome.definition, table.episode_id == Outcome.episode_id)
    found: dict[int, list[Any]] = defaultdict(list)
    rows = session.execute(
        select(table.__table__).join(Outcome, same).where(where).order_by(table.episode_id, table.number)
    )
    for row in rows:
        found[row.episode_id].append(row)
    return found
