"""What the API gives of the corrected rate, in JSON."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.metrics.followed.estimate import Followed


class FollowedShape(BaseModel):
    """The share of the widget's matured eligible episodes that the bot solved, by those asked later."""

    eligible: int
    confirmed: int
    assumed: Annotated[int, Field(description="Left in silence after an answer, and did not come back")]
    asked: Annotated[int, Field(description="Of these: asked later, drawn at random")]
    yes: int
    no: int
    enough: bool
    value: Annotated[float | None, Field(description="Null under 10 answers", examples=[0.462])]
    low: float | None
    high: float | None


class CorrectedShape(FollowedShape):
    """The same beside the other metrics; all 0 where nobody was asked since the period began."""

    share: Annotated[float, Field(description="Of the silent, asked later now; 0: nobody", examples=[0.5])]


def followed_shape(found: Followed) -> FollowedShape:
    """Return the rate as JSON."""
    return FollowedShape(**_fields(found))


def corrected_shape(found: Followed, share: float) -> CorrectedShape:
    """Return the rate and the share as JSON."""
    return CorrectedShape(**_fields(found), share=share)


def _fields(found: Followed) -> dict[str, float | int | bool | None]:
    low, high = found.interval or (None, None)
    names = ("eligible", "confirmed", "assumed", "asked", "yes", "no", "enough", "value")
    return {name: getattr(found, name) for name in names} | {"low": low, "high": high}
