"""Episodes that other systems tell of: `POST /api/contacts/{external_id}/episodes`."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.answers.serving import Serving, answers_of
from api.chat.elsewhere import Told, bot_began, tell
from api.chat.language import reply_language
from api.database import Transaction
from api.house import house_of
from api.inquiries.callers import Caller
from api.inquiries.vectors import Embedding

router = APIRouter(prefix="/api/contacts", tags=["contacts"])


class EpisodeIn(BaseModel):
    """What a contact asked by telephone, by mail or at a counter."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[
        str, Field(min_length=1, max_length=200, examples=["CALL-1042"], description="Its id there")
    ]
    channel: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,29}$", examples=["phone"])] = "phone"
    opened_at: Annotated[AwareDatetime, Field(examples=["2026-11-16T09:30:00+09:00"])]
    text: Annotated[
        str, Field(description="What it was about; without it no re-contact can be told by topic")
    ] = ""
    replied_at: Annotated[
        AwareDatetime | None, Field(description="When a person replied. Null: nobody did")
    ] = None
    closed_at: AwareDatetime | None = None


class EpisodeOut(BaseModel):
    """The episode it became."""

    episode_id: int
    conversation_id: str
    opened_at: datetime


@router.post(
    "/{external_id}/episodes",
    status_code=201,
    responses={200: {"model": EpisodeOut, "description": "This episode was here already."}},
)
def tell_of_episode(
    request: Request,
    response: Response,
    session: Transaction,
    caller: Caller,
    external_id: Annotated[str, Path(min_length=1, max_length=255, description="The `sub` of an identity")],
    told: EpisodeIn,
) -> EpisodeOut:
    """Write an episode of another channel. It counts as a re-contact and as human contact like any other."""
    house, serving = house_of(request), answers_of(request.app)
    text = told.text.strip()
    episode, new = tell(
        session,
        external_id,
        Told(
            id=told.id,
            channel=told.channel,
            opened_at=told.opened_at,
            text=text,
            replied_at=told.replied_at,
            closed_at=told.closed_at,
        ),
        near=_near(serving, text),
        began=bot_began(session),
        now=house.clock(),
        embedding=Embedding(embedder=house.embedder, vector=serving.vector) if text else None,
    )
    if not new:
        response.status_code = 200
    return EpisodeOut(
        episode_id=episode.id, conversation_id=episode.conversation_id, opened_at=episode.opened_at
    )


def _near(serving: Serving, text: str) -> list[int]:
    """Return the FAQs the bot would choose between; none while the answers are loading."""
    if not text or not serving.ready:
        return []
    return [choice.faq_id for choice in serving.decide(text, reply_language(text, "ja")).choices]
