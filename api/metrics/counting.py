"""The figures, counted by the database in few statements. Read only."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, literal_column, select, text
from sqlalchemy.orm import Session

from api.metrics.columns import Columns, columns_of, spans, tally
from api.metrics.metric import Duration, Figure, Metric, Rate
from api.metrics.people import HandleTime
from api.outcomes.models import Outcome, OutcomeHandOff

Where = ColumnElement[bool]
Handled = dict[str | None, tuple[int, float]]
"""Of each topic: measured hand-offs, and their seconds of work."""


def figures(session: Session, where: Where, metrics: Iterable[Metric], now: datetime) -> dict[str, Figure]:
    """Return the figures of the episodes that fulfil `where`, in the order of `metrics`."""
    found, _ = figures_and_work(session, where, columns_of(session, where, now), metrics, now)
    return found


def figures_and_work(
    session: Session, where: Where, columns: Columns, metrics: Iterable[Metric], now: datetime
) -> tuple[dict[str, Figure], Handled]:
    """Return the figures of the episodes that fulfil `where`, read as `columns`, and the work by topic."""
    wanted = list(metrics)
    found, handled = _hand_offs(
        session, where, [metric for metric in wanted if metric.table is OutcomeHandOff], now
    )
    for metric in wanted:
        if metric.slug in found:
            continue
        if isinstance(metric, Duration):
            found[metric.slug] = metric.measured(spans(metric, columns))
        else:
            assert isinstance(metric, Rate)
            found[metric.slug] = metric.of(*tally(metric, columns))
    return {metric.slug: found[metric.slug] for metric in wanted}, handled


def told_apart(session: Session) -> tuple[list[str], list[str]]:
    """Return the channels and the languages there are."""
    rows = session.execute(_TOLD_APART).all()
    return sorted({channel for channel, _ in rows}), sorted({language for _, language in rows})


def units_of(asked: Any, table: Any) -> Any:
    """Join a table of units to the outcomes they belong to."""
    if table is Outcome:
        return asked.select_from(Outcome)
    same = and_(table.definition == Outcome.definition, table.episode_id == Outcome.episode_id)
    if table is OutcomeHandOff:
        # Whoever asked for a person is escalated, by every definition. Said aloud, a small index is enough.
        same = and_(same, Outcome.label == literal_column("'escalated'"))
    return asked.select_from(table).join(Outcome, same)


def _hand_offs(
    session: Session, where: Where, metrics: Sequence[Metric], now: datetime
) -> tuple[dict[str, Figure], Handled]:
    """Count all together and by topic in one statement."""
    measured = HandleTime().counted
    asked = units_of(
        select(
            func.grouping(Outcome.topic).label("all"),
            Outcome.topic.label("topic"),
            func.count().filter(measured).label("measured"),
            func.sum(OutcomeHandOff.handle_seconds).label("seconds"),
            *(column for metric in metrics for column in _columns(metric)),
        ),
        OutcomeHandOff,
    ).where(where)
    # The topic first: an empty grouping set alone would give a row even when there is nothing.
    rows = session.execute(
        asked.group_by(func.grouping_sets(text("(outcomes.topic)"), text("()"))), {"now": now}
    ).all()
    every = next(row for row in rows if row.all)._mapping
    return (
        {metric.slug: _figure(metric, every) for metric in metrics},
        {row.topic: (row.measured, row.seconds) for row in rows if not row.all and row.measured},
    )


def _columns(metric: Metric) -> list[ColumnElement[Any]]:
    """Return the aggregates that a metric needs."""
    name, over = metric.slug, metric.counted
    if isinstance(metric, Duration):
        # What is not measured is no value of the percentile either.
        value = case((over, metric.value))
        return [
            func.count().filter(over).label(f"{name}_n"),
            func.percentile_cont(literal([0.5, 0.9])).within_group(value).label(f"{name}_at"),
            func.avg(value).label(f"{name}_mean"),
        ]
    return [
        func.count().filter(over).label(f"{name}_n"),
        func.count().filter(and_(over, metric.held)).label(f"{name}_hits"),
    ]


def _figure(metric: Metric, row: Any) -> Figure:
    n = row[f"{metric.slug}_n"]
    if isinstance(metric, Duration):
        p50, p90 = row[f"{metric.slug}_at"] or (None, None)
        return metric.of(n, p50, p90, row[f"{metric.slug}_mean"])
    assert isinstance(metric, Rate)
    return metric.of(row[f"{metric.slug}_hits"], n)


# From one value of the index to the next: a dozen looks instead of a scan.
_TOLD_APART = text(
    """
    WITH RECURSIVE found AS (
        (SELECT definition, channel, language FROM outcomes ORDER BY definition, channel, language LIMIT 1)
        UNION ALL
        SELECT next.* FROM found, LATERAL (
            SELECT definition, channel, language FROM outcomes o
            WHERE (o.definition, o.channel, o.language) > (found.definition, found.channel, found.language)
            ORDER BY definition, channel, language LIMIT 1
        ) next
    )
    SELECT channel, language FROM found
    """
)
