"""The figures in SQL: one statement for each table they are counted of. Read only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Session

from api.metrics.deflection import FalseDeflection, Unanswered, VerifiedDeflection
from api.metrics.metric import Duration, EpisodeRate, Figure, Metric, Rate
from api.metrics.people import EscalationRate, HandleTime
from api.metrics.periods import Period
from api.metrics.sight import SIGHT
from api.outcomes.models import Outcome, OutcomeHandOff

Tally = tuple[int, int]
"""Numerator and denominator."""
Where = ColumnElement[bool]


def figures(session: Session, where: Where, metrics: Iterable[Metric], now: datetime) -> dict[str, Figure]:
    """Return the figures of the episodes that fulfil `where`, in the order of `metrics`."""
    wanted = list(metrics)
    found: dict[str, Figure] = {}
    for table in dict.fromkeys(metric.table for metric in wanted):
        of_table = [metric for metric in wanted if metric.table is table]
        columns: dict[str, ColumnElement[Any]] = {}
        for metric in of_table:
            columns |= _columns(metric)
        asked = units_of(select(*(column.label(name) for name, column in columns.items())), table).where(
            where
        )
        row = session.execute(asked, {"now": now}).one()._mapping
        for metric in of_table:
            found[metric.slug] = _figure(metric, row)
    return {metric.slug: found[metric.slug] for metric in wanted}


def by_week(
    session: Session, where: Where, weeks: Sequence[Period], metrics: Sequence[EpisodeRate], now: datetime
) -> list[dict[str, Figure]]:
    """Return these rates for each of `weeks`."""
    starts = literal([week.start for week in weeks], ARRAY(TIMESTAMP(timezone=True)))
    week = func.width_bucket(Outcome.opened_at, cast(starts, ARRAY(TIMESTAMP(timezone=True))))
    columns: dict[str, ColumnElement[Any]] = {}
    for metric in metrics:
        columns |= _columns(metric)
    asked = select(week.label("week"), *(column.label(name) for name, column in columns.items()))
    rows = session.execute(asked.where(where).group_by(week), {"now": now})
    found = {row.week: row._mapping for row in rows}
    return [
        {
            metric.slug: _figure(metric, found[number]) if number in found else metric.of(0, 0)
            for metric in metrics
        }
        for number in range(1, len(weeks) + 1)
    ]


def of_matured(
    session: Session, where: Where, metrics: Sequence[EpisodeRate], now: datetime
) -> dict[str, Tally]:
    """Return numerator and denominator of these over matured episodes; under "" samples and episodes."""
    columns = {"": func.count(), "samples": func.count().filter(Outcome.sample)}
    for metric in metrics:
        over = and_(SIGHT.matured, metric.counted)
        columns[f"{metric.slug}_n"] = func.count().filter(over)
        columns[f"{metric.slug}_hits"] = func.count().filter(and_(over, metric.held))
    asked = select(*(column.label(name or "episodes") for name, column in columns.items())).where(where)
    row = session.execute(asked, {"now": now}).one()._mapping
    found = {metric.slug: (row[f"{metric.slug}_hits"], row[f"{metric.slug}_n"]) for metric in metrics}
    return found | {"": (row["samples"], row["episodes"])}


def by_reason(session: Session, where: Where, now: datetime) -> Mapping[str | None, int]:
    """Return how many were escalated for each reason; None: a person stepped in unasked."""
    metric = EscalationRate()
    asked = select(Outcome.reason, func.count()).where(where, metric.counted, metric.held)
    rows = session.execute(asked.group_by(Outcome.reason), {"now": now})
    return {row[0]: row[1] for row in rows}


def by_topic(session: Session, where: Where, now: datetime) -> dict[str | None, tuple[int, int, int]]:
    """Return of each topic, the largest first, how many got no answer, were verified, were false."""
    numerators = (Unanswered(), VerifiedDeflection(), FalseDeflection())
    counts = [func.count().filter(and_(one.counted, one.held)) for one in numerators]
    asked = select(Outcome.topic, *counts).where(where, Outcome.eligible).group_by(Outcome.topic)
    rows = session.execute(asked.order_by(func.count().desc(), Outcome.topic), {"now": now})
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def handled(session: Session, where: Where, now: datetime) -> dict[str | None, tuple[int, float]]:
    """Return of each topic how many hand-offs were measured and their seconds of work."""
    asked = units_of(
        select(Outcome.topic, func.count(), func.sum(OutcomeHandOff.handle_seconds)), OutcomeHandOff
    ).where(where, HandleTime().counted)
    rows = session.execute(asked.group_by(Outcome.topic), {"now": now})
    return {topic: (n, seconds) for topic, n, seconds in rows}


def told_apart(session: Session, where: Where) -> tuple[list[str], list[str]]:
    """Return the channels and the languages there are."""
    rows = session.execute(
        select(Outcome.channel, Outcome.language).where(where).group_by(Outcome.channel, Outcome.language)
    ).all()
    return sorted({channel for channel, _ in rows}), sorted({language for _, language in rows})


def _columns(metric: Metric) -> dict[str, ColumnElement[Any]]:
    """Return the aggregates that a metric needs, by name."""
    name, over = metric.slug, metric.counted
    if isinstance(metric, Duration):
        # What is not measured is no value of the percentile either.
        value = case((over, metric.value))
        return {
            f"{name}_n": func.count().filter(over),
            f"{name}_at": func.percentile_cont(literal([0.5, 0.9])).within_group(value),
            f"{name}_mean": func.avg(value),
        }
    return {
        f"{name}_n": func.count().filter(over),
        f"{name}_hits": func.count().filter(and_(over, metric.held)),
    }


def _figure(metric: Metric, row: RowMapping) -> Figure:
    n = row[f"{metric.slug}_n"]
    if isinstance(metric, Duration):
        p50, p90 = row[f"{metric.slug}_at"] or (None, None)
        return metric.of(n, p50, p90, row[f"{metric.slug}_mean"])
    assert isinstance(metric, Rate)
    return metric.of(row[f"{metric.slug}_hits"], n)


def units_of(asked: Any, table: Any) -> Any:
    """Join a table of units to the outcomes they belong to."""
    if table is Outcome:
        return asked.select_from(Outcome)
    same = and_(table.definition == Outcome.definition, table.episode_id == Outcome.episode_id)
    return asked.select_from(table).join(Outcome, same)
