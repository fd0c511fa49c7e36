"""The SQL of the corrected rate: outcomes, with what was said when asked later."""

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from api.episodes.definitions import CURRENT
from api.episodes.labels import Label
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.metrics.followed.estimate import Followed
from api.outcomes.models import Outcome


def followed(session: Session, start: datetime, end: datetime, *, now: datetime) -> Followed:
    """Count the widget's matured eligible episodes opened from `start` until before `end`."""
    asked, given = aliased(Fact), aliased(Fact)
    kept = Outcome.claimed & Outcome.recontacted_by.is_(None)
    assumed = kept & (Outcome.label == Label.ASSUMED)
    said = given.payload["value"].as_string()
    row = session.execute(
        select(
            func.count(),
            func.count().filter(kept & (Outcome.label == Label.CONFIRMED)),
            func.count().filter(assumed),
            func.count().filter(assumed & asked.id.is_not(None)),
            func.count().filter(assumed & (said == "solved")),
            func.count().filter(assumed & (said == "not_solved")),
        )
        .select_from(Outcome)
        .outerjoin(asked, and_(asked.episode_id == Outcome.episode_id, asked.kind == Kind.FOLLOW_UP_ASKED))
        .outerjoin(given, and_(given.episode_id == Outcome.episode_id, given.kind == Kind.FOLLOW_UP_GIVEN))
        .where(
            Outcome.definition == CURRENT,
            Outcome.opened_at >= start,
            Outcome.opened_at < end,
            Outcome.eligible,
            Outcome.matures_at <= now,
            Outcome.channel == "widget",
        )
    ).one()
    eligible, confirmed, silent, were_asked, yes, no = row
    return Followed(eligible=eligible, confirmed=confirmed, assumed=silent, asked=were_asked, yes=yes, no=no)
