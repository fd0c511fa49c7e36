"""The SQL of the corrected rate: outcomes, with what was said when asked later."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.episodes.summary import EpisodeSummary
from api.metrics.followed.estimate import Followed
from api.metrics.followed.parts import JOINED, Part, of, over
from api.metrics.loading import load_episodes
from api.outcomes.models import Outcome

COUNTED = (Part.ELIGIBLE, Part.CONFIRMED, Part.SILENT, Part.ASKED, Part.YES, Part.NO)


def somebody_asked(session: Session, since: datetime) -> bool:
    """Whether anybody was asked later from `since` on: a page without any counts nothing more."""
    asked = exists().where(Fact.kind == Kind.FOLLOW_UP_ASKED.value, Fact.at >= since)
    return bool(session.scalar(select(asked)))


def followed(session: Session, where: ColumnElement[bool], *, now: datetime) -> Followed:
    """Count the outcomes that fulfil `where` (a `scope`)."""
    counts = [func.count().filter(of(part)) for part in COUNTED]
    row = session.execute(_joined(select(*counts), where), {"now": now}).one()
    eligible, confirmed, silent, asked, yes, no = row
    return Followed(eligible=eligible, confirmed=confirmed, assumed=silent, asked=asked, yes=yes, no=no)


def count_of(session: Session, where: ColumnElement[bool], part: Part, *, now: datetime) -> int:
    """Return how many episodes a part has."""
    asked = _joined(select(func.count()), and_(where, of(part)))
    return session.scalar(asked, {"now": now}) or 0


def listed(
    session: Session, where: ColumnElement[bool], part: Part, *, now: datetime, after: int, limit: int
) -> list[EpisodeSummary]:
    """Return some episodes of a part, the newest first."""
    asked = (
        _joined(select(Outcome.definition, Outcome.episode_id), and_(where, of(part)))
        .order_by(Outcome.opened_at.desc(), Outcome.episode_id.desc())
        .offset(after)
        .limit(limit)
    )
    rows = session.execute(asked, {"now": now}).all()
    definitions, ids = {n for n, _ in rows}, [id for _, id in rows]
    within = and_(Outcome.definition.in_(definitions), Outcome.episode_id.in_(ids))
    found = {one.id: one for one in load_episodes(session, within, now=now)}
    return [found[id] for id in ids]


def _joined(asked: Any, where: ColumnElement[bool]) -> Any:
    asked = asked.select_from(Outcome)
    for fact, same in JOINED:
        asked = asked.outerjoin(fact, same)
    return asked.where(where, over())
