"""Where the pages for reviewing send their beats."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, Field

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.reviewing.models import LONGEST
from api.reviewing.store import log_beat

router = APIRouter(prefix="/staff/review-time", include_in_schema=False)


class Beat(BaseModel):
    """Seconds spent on a candidate or an FAQ. `id` is the page's: sent again it changes nothing."""

    id: Annotated[str, Field(min_length=16, max_length=64, pattern=r"^[0-9a-zA-Z-]+$")]
    about: Literal["candidate", "faq"]
    about_id: Annotated[int | None, Field(gt=0, lt=2**31)] = None
    seconds: Annotated[int, Field(ge=1, le=LONGEST)]


@router.post("", status_code=204)
def log_time(request: Request, session: Transaction, staff: Agent, beat: Annotated[Beat, Form()]) -> None:
    """Log one beat of the signed-in member of staff."""
    log_beat(
        session,
        beat_id=beat.id,
        staff_id=staff.staff_id,
        about=beat.about,
        about_id=beat.about_id,
        seconds=beat.seconds,
        now=house_of(request).clock(),
    )
