"""Behind a figure: the episodes it counted, and one episode with its facts and the why of its label."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import and_

from api.access import Agent
from api.database import Transaction
from api.episodes.definitions import CURRENT
from api.episodes.ledger import facts_of
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.catalogue import metric_for
from api.metrics.filters import AskedFilters, scope
from api.metrics.loading import load_episodes
from api.metrics.metric import Duration, Metric
from api.metrics.selection import Selection
from api.metrics.store import topic_names
from api.metrics.transcripts import comments, episode_for, first_questions, transcript
from api.metrics.wording import span
from api.outcomes.models import Outcome
from api.outcomes.refreshing import catch_up
from api.web.render import language_of_page, page
from api.web.texts import MissingText, translate

router = APIRouter(prefix="/dashboard/episodes")
PAGE = 200


@router.get("")
def list_counted(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    metric: str,
    part: Literal["numerator", "denominator"] = "numerator",
    reason: str | None = None,
    matured: bool = False,
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """List exactly what one part of a metric counted, newest first."""
    language, house, topic = language_of_page(request), house_of(request), filters.topic
    chosen = metric_for(house.settings, metric)
    catch_up(session, house)
    selection = Selection(
        metric=chosen, part=part, where=scope(period, filters), reason=reason, matured=matured
    )
    total = selection.count(session, now=house.clock())
    shown = selection.units(session, now=house.clock(), after=after, limit=PAGE)
    kept = {key: value for key, value in request.query_params.items() if key != "after"}

    def turned(to: int) -> str:
        return f"{request.url.path}?{urlencode(kept | {'after': to})}"

    # Only a topic that was really counted is looked up: the address may say anything.
    named = next((unit.episode.topic for unit in shown if topic and unit.episode.topic == topic), None)
    return page(
        request,
        "metrics/episodes.html",
        metric=chosen,
        part=part,
        period=period,
        reason=reason,
        reason_name=_reason(reason, language),
        topic=topic,
        topic_name=topic_names(session, [named], language).get(named) if named else None,
        matured=matured,
        total=total,
        units=shown,
        questions=first_questions(session, {unit.episode.id for unit in shown}),
        comments=comments(session, {unit.episode.id for unit in shown}) if chosen.unit == "ratings" else {},
        first=after + 1,
        last=after + len(shown),
        previous=turned(max(0, after - PAGE)) if after else None,
        next=turned(after + PAGE) if after + PAGE < total else None,
        measured=_measured(chosen, language),
        filters=filters,
        query=urlencode({"from": period.first, "to": period.last, **filters.query}),
    )


@router.get("/{episode_id}")
def show_episode(request: Request, session: Transaction, staff: Agent, episode_id: int) -> HTMLResponse:
    """Show one episode: what was said, its facts, its label and why."""
    house = house_of(request)
    episode = episode_for(session, episode_id)
    catch_up(session, house)
    own = and_(Outcome.definition == CURRENT, Outcome.episode_id == episode.id)
    [summary] = load_episodes(session, own, now=house.clock())
    return page(
        request,
        "metrics/episode.html",
        summary=summary,
        lines=transcript(session, episode.id),
        facts=facts_of(session, episode.id),
        definition=CURRENT,
        quiet_hours=house.settings.quiet_hours,
        clock_time=lambda moment: f"{moment.astimezone(house.settings.zone):%H:%M:%S}",
        matures_at=episode.opened_at + timedelta(days=house.settings.recontact_days),
    )


def _measured(metric: Metric, language: str) -> Callable[[float | None], str] | None:
    """Return how to write what the metric measured of a unit, when it measures anything."""
    if isinstance(metric, Duration) or metric.unit == "hand_offs":
        return partial(span, language=language)
    if metric.unit == "ratings":
        return lambda value: "—" if value is None else f"{value:.0f} / 5"
    if metric.unit == "answers":
        said = {1.0: "solved", 0.0: "not_solved"}
        return lambda value: "—" if value is None else translate(language, f"metrics.value_{said[value]}")
    return None


def _reason(reason: str | None, language: str) -> str | None:
    try:
        return translate(language, f"metrics.reason_{reason}") if reason else None
    except MissingText:
        return reason
