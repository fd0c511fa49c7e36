"""Calibrations in JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.answers.calibration_compare import only_suggests_for
from api.answers.calibration_share import Share
from api.answers.calibration_store import Kept
from api.answers.models import Why


class LanguageShape(BaseModel):
    """What is promised in one language, and on how many labelled examples."""

    threshold: Annotated[
        float | None, Field(description="Confidence from which the bot answers; none: it only suggests.")
    ]
    precision: float
    lower: Annotated[float, Field(description="Lower bound of the precision, with 95 % confidence")]
    answered: Annotated[float, Field(description="Share of the questions with an FAQ that get an answer")]
    false_answers: Annotated[float, Field(description="Share of the others that get one")]
    labelled: int
    only_suggests: Annotated[str | None, Field(description="`few_labels` or `out_of_reach`")]


class BinShape(BaseModel):
    """Examples of like confidence."""

    confidence: float
    right: float
    weight: float


class CalibrationShape(BaseModel):
    """One calibration with its evidence."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    made_at: datetime
    index_version: str
    why: Why
    target: float
    share: Annotated[float, Field(description="Expected share of questions that no FAQ answers")]
    share_missing: int
    share_questions: int
    languages: dict[str, LanguageShape]
    outcomes: int
    reliability: list[BinShape]
    error: Annotated[float, Field(description="Expected calibration error")]
    right_weights: list[float]
    among_weights: list[float]
    active: bool
    pinned_at: datetime | None
    pinned_by: Annotated[str | None, Field(examples=["森 千尋"])]


class ShareShape(BaseModel):
    """The share of questions that no FAQ answers, over the last 28 days."""

    value: float
    missing: int
    questions: int
    measured: Annotated[bool, Field(description="False: too few questions, what is usual is used.")]


class CalibrationsShape(BaseModel):
    """Calibrations, the newest first, and the share as it is now."""

    share: ShareShape
    calibrations: list[CalibrationShape]


def calibration_shape(kept: Kept) -> CalibrationShape:
    """Return a calibration with the name of who pinned it."""
    row = kept.row
    names = CalibrationShape.model_fields.keys() - {"languages", "pinned_by"}
    return CalibrationShape(
        **{name: getattr(row, name) for name in names},
        languages={
            code: LanguageShape(**told, only_suggests=only_suggests_for(told))
            for code, told in row.languages.items()
        },
        pinned_by=kept.pinned_by,
    )


def share_shape(share: Share) -> ShareShape:
    """Return the share with its counts."""
    return ShareShape(
        value=share.value, missing=share.missing, questions=share.questions, measured=share.measured
    )
