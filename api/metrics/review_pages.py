"""Behind the review hours: who reviewed what, and how long, week by week."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.database import Transaction
from api.metrics.asking import AskedPeriod
from api.metrics.periods import Period
from api.reviewing.store import Reviewed, reviewed_between
from api.web.render import page

router = APIRouter(prefix="/dashboard/review-time")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What one person spent on one candidate or FAQ."""

    who: str
    about: str
    about_id: int | None
    seconds: int
    last: datetime


@router.get("")
def review_time(request: Request, session: Transaction, staff: Agent, period: AskedPeriod) -> HTMLResponse:
    """Show exactly the time that the freed hours subtract."""
    beats = reviewed_between(session, period.start, period.end)
    return page(
        request,
        "metrics/review_time.html",
        period=period,
        seconds=sum(beat.seconds for beat in beats),
        weeks=by_week(beats, period),
        spent=by_subject(beats),
        minutes=lambda seconds: f"{seconds / 60:,.1f}",
        query=urlencode({"from": period.first, "to": period.last}),
    )


def by_week(beats: Sequence[Reviewed], period: Period) -> list[tuple[Period, list[tuple[str, int]], int]]:
    """Return each week with the seconds of each person, the busiest first, and of all."""
    weeks = []
    for week in period.weeks():
        people: Counter[str] = Counter()
        for beat in beats:
            if week.start <= beat.at < week.end:
                people[beat.who] += beat.seconds
        weeks.append((week, people.most_common(), people.total()))
    return weeks


def by_subject(beats: Sequence[Reviewed]) -> list[Spent]:
    """Return what each person spent on each candidate or FAQ, the longest first; `beats` newest first."""
    found: dict[tuple[str, str, int | None], list[Reviewed]] = defaultdict(list)
    for beat in beats:
        found[beat.who, beat.about, beat.about_id].append(beat)
    spent = [
        Spent(
            who=who,
            about=about,
            about_id=about_id,
            seconds=sum(beat.seconds for beat in of_it),
            last=of_it[0].at,
        )
        for (who, about, about_id), of_it in found.items()
    ]
    return sorted(spent, key=lambda one: -one.seconds)
