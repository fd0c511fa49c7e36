"""The SQL of the stage weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.errors import Conflict, NotFound
from api.staff.models import Staff
from api.success.weights.models import StageWeights

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('stage weights'))")


class NoSuchWeights(NotFound):
    """The stage weights have no such version."""


class WeightsChangedMeanwhile(Conflict):
    """Somebody else saved other weights meanwhile. Look at them first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """One version: who made it, when and why."""

    number: int
    weights: Mapping[str, float]
    why: str
    made_by: str | None
    made_at: datetime


def weights_versions(session: Session) -> list[Weights]:
    """Return every version, the newest first: it is in force."""
    rows = session.execute(
        select(StageWeights, Staff.name)
        .outerjoin(Staff, Staff.id == StageWeights.made_by)
        .order_by(StageWeights.number.desc())
    )
    return [
        Weights(number=row.number, weights=row.weights, why=row.why, made_by=name, made_at=row.made_at)
        for row, name in rows
    ]


def weights_in_force(session: Session) -> Mapping[str, float]:
    """Return the weights of the newest version, by stage."""
    newest = select(StageWeights.weights).order_by(StageWeights.number.desc()).limit(1)
    found: Mapping[str, float] = session.scalars(newest).one()
    return found


def weights_for(session: Session, number: int) -> Mapping[str, float]:
    """Return the weights of one version. Raises `NoSuchWeights`."""
    row = session.get(StageWeights, number)
    if row is None:
        raise NoSuchWeights
    return row.weights


def add_weights(
    session: Session, weights: Mapping[str, float], *, why: str, by: int, now: datetime, based_on: int
) -> None:
    """Keep a new version. Raises `WeightsChangedMeanwhile`."""
    session.execute(_ONE_AT_A_TIME)
    newest = weights_versions(session)[0].number
    if newest != based_on:
        raise WeightsChangedMeanwhile
    session.add(StageWeights(number=newest + 1, weights=dict(weights), why=why, made_by=by, made_at=now))
    session.flush()
