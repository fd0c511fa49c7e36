"""What the metrics API gives, in JSON."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.metrics.dashboard import Dashboard
from api.metrics.followed.asking import Corrected
from api.metrics.followed.shapes import CorrectedShape, corrected_shape
from api.metrics.metric import Figure
from api.web.texts import translate


class FigureShape(BaseModel):
    """One metric. Rates are shares from 0 to 1 with a 95 % Wilson interval; durations are seconds."""

    slug: Annotated[str, Field(examples=["verified_deflection"])]
    label_ja: Annotated[str, Field(examples=["自己解決率(確定)"])]
    label_en: Annotated[str, Field(examples=["Verified deflection"])]
    definition: Annotated[str, Field(examples=["(confirmed + assumed) with no re-contact ÷ eligible."])]
    unit: Annotated[str, Field(examples=["episodes"])]
    numerator: Annotated[int, Field(examples=[412])]
    denominator: Annotated[int, Field(examples=[803])]
    value: Annotated[float | None, Field(description="Null when nothing was counted", examples=[0.513])]
    low: Annotated[float | None, Field(examples=[0.479])]
    high: Annotated[float | None, Field(examples=[0.547])]
    p50: float | None
    p90: float | None
    mean: float | None
    enough: Annotated[bool, Field(description="Whether at least 30 were counted", examples=[True])]


class ReasonShape(BaseModel):
    """Episodes escalated for one reason."""

    reason: Annotated[str, Field(examples=["not_solved"])]
    episodes: Annotated[int, Field(examples=[38])]


class TopicShape(BaseModel):
    """Episodes about one topic that got no answer."""

    topic: Annotated[str, Field(examples=["cluster:12"])]
    episodes: Annotated[int, Field(examples=[9])]


class TermShape(BaseModel):
    """One topic's part of the gross hours: episodes × minutes."""

    topic: str | None
    episodes: int
    minutes: float
    source: Annotated[str, Field(description="Where the minutes come from: topic, overall or setting")]
    hours: float


class FreedShape(BaseModel):
    """gross = Σ terms; net = gross − review − false deflections × minutes."""

    terms: list[TermShape]
    minutes: float
    hand_offs: int
    false_deflections: int
    review_hours: Annotated[float, Field(description="Logged in the review desk: a lower bound")]
    gross: float
    net: float


class MetricsShape(BaseModel):
    """Every metric of a period."""

    first: Annotated[date, Field(serialization_alias="from", examples=["2026-10-01"])]
    last: Annotated[date, Field(serialization_alias="to", examples=["2026-10-31"])]
    time_zone: Annotated[str, Field(examples=["Asia/Tokyo"])]
    episodes: int
    samples: Annotated[int, Field(description="How many of the episodes are sample data")]
    metrics: list[FigureShape]
    corrected: CorrectedShape
    reasons: list[ReasonShape]
    unanswered: list[TopicShape]
    freed: FreedShape


def figure_shape(figure: Figure) -> FigureShape:
    """Return one metric as JSON."""
    return FigureShape(
        slug=figure.slug,
        label_ja=translate("ja", f"metrics.{figure.slug}"),
        label_en=translate("en", f"metrics.{figure.slug}"),
        definition=figure.definition,
        unit=figure.unit,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        p50=figure.p50,
        p90=figure.p90,
        mean=figure.mean,
        enough=figure.enough,
    )


def metrics_shape(found: Dashboard, corrected: Corrected) -> MetricsShape:
    """Return a dashboard as JSON."""
    return MetricsShape(
        first=found.period.first,
        last=found.period.last,
        time_zone=found.period.zone.key,
        episodes=found.episodes,
        samples=found.samples,
        metrics=[figure_shape(figure) for figure in found.figures.values()],
        corrected=corrected_shape(corrected.found, corrected.share),
        reasons=[ReasonShape(reason=reason, episodes=n) for reason, n in found.reasons],
        unanswered=[TopicShape(topic=topic, episodes=n) for topic, n in found.unanswered],
        freed=FreedShape(
            terms=[
                TermShape(
                    topic=term.topic,
                    episodes=term.episodes,
                    minutes=term.minutes,
                    source=term.source,
                    hours=term.hours,
                )
                for term in found.freed.terms
            ],
            minutes=found.freed.minutes,
            hand_offs=found.freed.hand_offs,
            false_deflections=found.freed.false_deflections,
            review_hours=found.freed.review_hours,
            gross=found.freed.gross,
            net=found.freed.net,
        ),
    )
