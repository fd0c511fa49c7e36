"""The hold-out's result in JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.metrics.holdout.asking import Asked
from api.metrics.holdout.estimate import Estimate, Rate


class RateShape(BaseModel):
    """Human contact in one arm."""

    human: Annotated[int, Field(description="Contacts in whose matters a person took part", examples=[84])]
    contacts: Annotated[int, Field(examples=[96])]
    value: Annotated[float | None, Field(examples=[0.875])]
    low: Annotated[float | None, Field(examples=[0.794])]
    high: Annotated[float | None, Field(examples=[0.927])]


class EstimateShape(BaseModel):
    """holdout - bot, with a 95 % interval (Newcombe 1998, method 10)."""

    topic: Annotated[str | None, Field(description="Null: all of them", examples=["faq:7"])]
    holdout: RateShape
    bot: RateShape
    value: Annotated[float | None, Field(description="Incremental deflection", examples=[0.412])]
    low: Annotated[float | None, Field(examples=[0.323])]
    high: Annotated[float | None, Field(examples=[0.481])]
    enough: Annotated[bool, Field(description="Whether both arms have at least 30 contacts")]
    weeks: Annotated[
        float | None, Field(description="Weeks until it is known to within 10 points", examples=[3.4])
    ]


class HoldoutShape(BaseModel):
    """An experiment: what runs now, and what it showed."""

    experiment: int | None
    share: float
    running: Annotated[bool, Field(description="Whether a hold-out runs now")]
    running_since: datetime | None
    waiting: Annotated[int, Field(description="Contacts whose window has not passed")]
    samples: int
    overall: EstimateShape
    known: Annotated[
        EstimateShape, Field(description="Of those known when assigned: only their calls can be seen")
    ]
    topics: list[EstimateShape]
    experiments: list[int]


def holdout_shape(asked: Asked) -> HoldoutShape:
    """Return an experiment as JSON."""
    found = asked.result
    return HoldoutShape(
        experiment=asked.number,
        share=asked.share,
        running=asked.on,
        running_since=asked.setting.starts_at if asked.setting is not None and asked.on else None,
        waiting=found.waiting,
        samples=found.samples,
        overall=_estimate(found.overall),
        known=_estimate(found.known),
        topics=[_estimate(one) for one in found.topics],
        experiments=[one.number for one in asked.every],
    )


def _estimate(one: Estimate) -> EstimateShape:
    low, high = one.interval or (None, None)
    return EstimateShape(
        topic=one.topic,
        holdout=_rate(one.holdout),
        bot=_rate(one.bot),
        value=one.value,
        low=low,
        high=high,
        enough=one.enough,
        weeks=one.weeks,
    )


def _rate(one: Rate) -> RateShape:
    low, high = one.interval or (None, None)
    return RateShape(human=one.human, contacts=one.contacts, value=one.value, low=low, high=high)
