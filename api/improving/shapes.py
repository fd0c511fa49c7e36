"""What there is to improve, in JSON."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.answers.questions import Miss, Source
from api.improving.models import State
from api.improving.store import Decided


class ProposalShape(BaseModel):
    """A customer's question that may become a phrasing of an FAQ."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    faq_id: int
    language: Literal["ja", "en"]
    text: Annotated[str, Field(examples=["パスワードがわかりません"])]
    miss: Annotated[Miss | None, Field(description="How the bot failed; none when it asked back.")]
    source: Annotated[Source, Field(description="Who said that this FAQ answers it.")]
    conversation_id: str
    episode_id: int
    asked_at: datetime
    state: State
    decided_by: Annotated[str | None, Field(examples=["鈴木 健"])] = None
    decided_at: datetime | None
    version_id: Annotated[int | None, Field(description="The version that accepting it published.")]


class ExampleShape(BaseModel):
    """A customer's question, masked; `right` is the FAQ that answered it in the end."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    episode_id: int
    right: int | None


class MisleadingShape(BaseModel):
    """A phrasing by which the bot answered `wrong` questions wrongly and `right` ones rightly."""

    model_config = ConfigDict(from_attributes=True)

    faq_id: int
    language: Literal["ja", "en"]
    text: str
    removable: Annotated[bool, Field(description="False for an FAQ's own question: edit that.")]
    wrong: int
    right: int
    examples: list[ExampleShape]


class CompetingShape(BaseModel):
    """Two FAQs that are asked about in the same words."""

    model_config = ConfigDict(from_attributes=True)

    one: Annotated[int, Field(description="An FAQ's id")]
    other: int
    asked: Annotated[int, Field(description="How often customers were asked which of the two they meant")]
    confused: Annotated[int, Field(description="How often the one was shown and the other was right")]
    alike: tuple[str, str] | None
    cosine: float | None
    examples: list[ExampleShape]


class Removing(BaseModel):
    """Which phrasing of which FAQ is to go."""

    faq_id: int
    text: Annotated[str, Field(min_length=1, max_length=500, examples=["ログインできない"])]


class RemovalShape(BaseModel):
    """A phrasing that was removed; `undone_at` says when it was brought back."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    faq_id: int
    language: Literal["ja", "en"]
    text: str
    removed_at: datetime
    undone_at: datetime | None


def proposal_shape(decided: Decided) -> ProposalShape:
    """Return a proposal with the name of who decided on it."""
    proposal = decided.proposal
    values = {name: getattr(proposal, name) for name in ProposalShape.model_fields if name != "decided_by"}
    return ProposalShape(**values, decided_by=decided.decided_by)
