"""What programs send to the inbox, and what they read."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class ShownHandOff(BaseModel):
    """A customer who asked for a person, and who has them."""

    model_config = ConfigDict(from_attributes=True)

    id: Annotated[int, Field(examples=[12])]
    conversation_id: Annotated[str, Field(examples=["mB1yT0n3Qk2cVw7Zx9aL4g"])]
    state: Literal["waiting", "claimed", "resolved", "cancelled"]
    reason: Annotated[str, Field(examples=["not_solved"])]
    language: Annotated[str, Field(examples=["ja"])]
    customer: Annotated[str | None, Field(examples=["Hanako"])]
    agent: Annotated[str | None, Field(examples=["Sato"])]
    agent_types: Annotated[str | None, Field(description="The agent who is writing a reply now.")]
    customer_types: bool
    last_text: Annotated[str | None, Field(examples=["請求書が届きません"])]
    unanswered: bool
    snoozed: bool
    snoozed_until: datetime | None
    topic: Annotated[str | None, Field(examples=["請求書の再発行"])]
    wrap_up: str | None
    callback: Annotated[dict[str, Any] | None, Field(examples=[{"email": "hanako@example.com"}])]
    customer_read_seq: int
    agent_read_seq: int
    requested_at: datetime
    claimed_at: datetime | None
    first_replied_at: datetime | None
    closed_at: datetime | None


class Writing(BaseModel):
    """What the agent writes. `client_id` is the sender's own id; a retry repeats it."""

    client_id: Annotated[str, Field(pattern=r"^[\w.:-]{1,64}$", examples=["8d6c1f3e"])]
    text: Annotated[str, Field(examples=["お待たせしました。請求書を再送しました。"])]
    version_id: Annotated[
        int | None, Field(description="The FAQ's version that the words were taken from.", examples=[31])
    ] = None
    files: Annotated[list[str], Field(description="Ids of uploaded files; the text may then be empty.")] = []


class ShownReply(BaseModel):
    """A reply as the customer has it."""

    seq: Annotated[int, Field(examples=[7])]
    text: str
    created_at: datetime


class ShownFaq(BaseModel):
    """An FAQ that may answer the customer; send `version_id` with the reply that uses it."""

    model_config = ConfigDict(from_attributes=True)

    faq_id: int
    version_id: Annotated[int, Field(examples=[31])]
    question: Annotated[str, Field(examples=["請求書はどこで見られますか?"])]
    answer: str
    language: Literal["ja", "en"]
    confidence: Annotated[float | None, Field(description="The index's, 0 to 1.", examples=[0.82])]


class Noting(BaseModel):
    """What colleagues should know. The customer never sees it."""

    text: Annotated[str, Field(examples=["お電話を希望。17時以降。"])]


class ShownNote(BaseModel):
    """An internal note."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    agent: str | None
    text: str
    created_at: datetime


class Transfer(BaseModel):
    """The colleague who takes over, and what they should know."""

    staff_id: Annotated[int, Field(examples=[3])]
    note: str = ""


class Snooze(BaseModel):
    """Until when it rests, with a time zone; `seen` is the newest message the agent has seen."""

    until: Annotated[AwareDatetime, Field(examples=["2026-11-24T09:00:00+09:00"])]
    seen: int | None = None


class Resolution(BaseModel):
    """What it was about, and what was done. Both may be empty."""

    topic: Annotated[str, Field(examples=["請求書の再発行"])] = ""
    wrap_up: Annotated[str, Field(examples=["再送で解決。"])] = ""


class Marks(BaseModel):
    """The newest message that was read."""

    read: Annotated[int, Field(ge=0, examples=[7])]


class ShownColleague(BaseModel):
    """Who could take a conversation, and how many they have."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    open: int
