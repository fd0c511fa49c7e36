"""Episodes of a period with all the metrics need."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.episodes.summary import EpisodeSummary, summarise
from api.metrics.periods import Period
from api.outcomes.models import Outcome
from api.outcomes.reading import episodes_with
from api.settings import Settings


def load_episodes(
    session: Session, period: Period, *, now: datetime, settings: Settings, model_id: str
) -> list[EpisodeSummary]:
    """Return the summaries of the episodes opened in `period`, oldest first."""
    rows = session.scalars(
        select(Outcome)
        .where(
            Outcome.definition == CURRENT, Outcome.opened_at >= period.start, Outcome.opened_at < period.end
        )
        .order_by(Outcome.opened_at, Outcome.episode_id)
    ).all()
    facts = {one.id: one for one in episodes_with(session, [row.episode_id for row in rows])}
    return [
        replace(
            summarise(
                id=row.episode_id,
                conversation_id=row.conversation_id,
                contact_id=row.contact_id,
                opened_at=row.opened_at,
                sample=row.sample,
                facts=facts[row.episode_id].facts,
                now=now,
                quiet=timedelta(hours=settings.quiet_hours),
            ),
            topic=row.topic,
            matured=row.matures_at <= now,
            recontacted=row.recontacted_by is not None,
            false_deflection=row.recontacted_by is not None or row.reached_human,
        )
        for row in rows
    ]
