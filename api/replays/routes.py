"""Replays in JSON."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Editor
from api.database import Transaction
from api.faqs.forms import form_of
from api.faqs.shapes import FaqDraft
from api.house import house_of
from api.replays.comparing import Share
from api.replays.drafting import ReplayForm, given
from api.replays.recording import at_once
from api.replays.replaying import replays_of
from api.second_look.looking import draft_key

router = APIRouter(prefix="/api/replays", tags=["replays"])


class Rehearsal(FaqDraft):
    """A draft: of a candidate, a new version of an FAQ, or (neither) a new FAQ."""

    candidate_id: int | None = None
    faq_id: int | None = None


class ShareShape(BaseModel):
    """So many of so many."""

    hits: int
    of: int

    @classmethod
    def of_share(cls, share: Share) -> "ShareShape":
        """Return a share as JSON."""
        return cls(hits=share.hits, of=share.of)


class ReplayShape(BaseModel):
    """What the draft would have done to the newest inquiries. Nothing was changed by looking."""

    id: int
    draft_key: Annotated[
        str, Field(description="Publish with ?again=<this> to confirm a draft with troubles")
    ]
    troubles: Annotated[list[str], Field(description="How it would break the target: overall, own")]
    target: float
    inquiries: int
    without_vector: Annotated[int, Field(description="Left out: not embedded yet")]
    answered_before: int
    answered_after: int
    right_before: Annotated[ShareShape, Field(description="Right among answers of known labels")]
    right_after: ShareShape
    own: Annotated[ShareShape, Field(description="The same of the draft's own answers")]
    newly: int
    typed: Annotated[int, Field(description="Of the newly answered, those that repeat a phrasing")]
    taken: dict[int, int]
    given: int
    lost: int
    wrong: int
    examples: Annotated[dict[str, list[int]], Field(description="Inquiries of each group")]
    seconds: float


@router.post("", status_code=201)
def replay(request: Request, session: Transaction, staff: Editor, body: Rehearsal) -> ReplayShape:
    """Replay a draft over the newest inquiries: a matter of seconds."""
    house = house_of(request)
    draft = given(session, body.draft(), candidate=body.candidate_id, faq=body.faq_id)
    form = ReplayForm(**form_of(body.draft(), based_on=body.based_on).model_dump())
    replay_id, result = at_once(house, replays_of(request.app), draft, form, by=staff.staff_id)
    target = house.settings.target_precision
    counts = result.counts
    return ReplayShape(
        id=replay_id,
        draft_key=draft_key(draft.typed, draft.faq_id),
        troubles=result.troubles(target),
        target=target,
        inquiries=result.inquiries,
        without_vector=result.without_vector,
        answered_before=result.answered_before,
        answered_after=result.answered_after,
        right_before=ShareShape.of_share(result.right_before),
        right_after=ShareShape.of_share(result.right_after),
        own=ShareShape.of_share(result.own),
        newly=counts["newly"],
        typed=result.typed,
        taken=dict(result.taken_from),
        given=counts["given"],
        lost=counts["lost"],
        wrong=counts["wrong"],
        examples=result.examples,
        seconds=result.seconds,
    )
