"""What the weekly mail says: its figures, drawn from the same metrics as the pages."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.house import House
from api.metrics.asking import dashboard_for
from api.metrics.comparison.comparing import Compared, Measured, compare
from api.metrics.dashboard import Dashboard
from api.metrics.followed.asking import corrected_for
from api.metrics.league.asking import league_for
from api.metrics.league.table import worst
from api.metrics.periods import Period
from api.metrics.store import topic_names
from api.metrics.topics.store import candidates_of
from api.metrics.weekly.due import before, matured_week
from api.metrics.wording import figure, points
from api.web.formats import percent
from api.web.render import environment
from api.web.texts import translate

LEAGUE_DAYS = 28
TOPICS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One mail."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """An unanswered topic."""

    name: str
    episodes: int
    address: str


def letter_for(house: House, session: Session, week: Period, language: str) -> Letter:
    """Write the mail about `week` as the figures are now."""
    settled = matured_week(week, house.clock(), timedelta(days=house.settings.recontact_days))
    months = Period(first=week.last - timedelta(days=LEAGUE_DAYS - 1), last=week.last, zone=week.zone)
    this, past = dashboard_for(house, session, week), dashboard_for(house, session, before(week))
    sure = this if settled == week else dashboard_for(house, session, settled)
    sure_past = dashboard_for(house, session, before(settled))
    claimed = _compared(this, past, "claimed_deflection")
    verified = _compared(sure, sure_past, "verified_deflection")
    bad = worst(league_for(house, session, months))
    names = topic_names(
        session,
        {topic for topic, _ in this.unanswered[:TOPICS]} | ({f"faq:{bad.faq_id}"} if bad else set()),
        language,
    )
    say = partial(translate, language)
    values = {
        "t": say,
        "language": language,
        "week": week,
        "settled": settled,
        "months": months,
        "claimed": claimed,
        "verified": verified,
        "corrected": corrected_for(house, session, settled).found,
        "said": partial(_said, language),
        "found": this,
        "sure": sure,
        "bad": bad,
        "bad_name": names.get(f"faq:{bad.faq_id}") if bad else None,
        "topics": _topics(session, house, this, names, week),
        "base": house.settings.url,
        "span": _span,
        "one": figure,
        "percent": percent,
    }
    return Letter(
        subject=_subject(language, week, verified, sure),
        text=environment.get_template("metrics/weekly.txt").render(values).strip() + "\n",
        html=environment.get_template("metrics/weekly_mail.html").render(values),
    )


def _compared(this: Dashboard, past: Dashboard, slug: str) -> Compared:
    def side(one: Dashboard) -> Measured:
        return Measured(period=one.period, figures={slug: one.figures[slug]}, seconds={})

    return compare(side(past), side(this)).rows[0]


def _subject(language: str, week: Period, verified: Compared, sure: Dashboard) -> str:
    rate = verified.after
    said = percent(rate.value) if rate.enough else translate(language, "metrics.not_enough")
    return translate(
        language, "weekly.subject", first=week.first, last=week.last, rate=said, hours=figure(sure.freed.net)
    )


def _said(language: str, row: Compared) -> str:
    """Return the sentence of a change, as the comparison page says it."""
    label = translate(language, f"metrics.{row.slug}")
    one = row.difference
    if one is None:
        counts = {"before_n": row.before.denominator, "after_n": row.after.denominator}
        return translate(language, "comparison.said_few", label=label, **counts)
    return translate(
        language,
        f"comparison.said_{row.verdict}",
        label=label,
        before=percent(row.before.value),
        after=percent(row.after.value),
        value=points(one.value),
        low=points(one.low),
        high=points(one.high),
    )


def _topics(
    session: Session, house: House, found: Dashboard, names: dict[str, str], week: Period
) -> list[Topic]:
    candidates = candidates_of(session, (topic for topic, _ in found.unanswered[:TOPICS]))
    listing = {"metric": "unanswered", "part": "numerator", "from": week.first, "to": week.last}
    return [
        Topic(
            name=names.get(topic, topic),
            episodes=n,
            address=house.settings.url
            + (
                f"/staff/candidates/{candidates[topic]}"
                if topic in candidates
                else f"/staff/dashboard/episodes?{urlencode(listing | {'topic': topic})}"
            ),
        )
        for topic, n in found.unanswered[:TOPICS]
    ]


def _span(period: Period) -> str:
    return urlencode({"from": period.first, "to": period.last})
