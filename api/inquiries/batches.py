"""A batch of inquiries as JSON, and what became of it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.inquiries.incoming import Reason

MOST = 1_000


class InquiryIn(BaseModel):
    """One inquiry. What is wrong with one refuses that one, not the batch."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(examples=["請求書の宛名を変更したいです。"])]
    received_at: Annotated[
        str | None,
        Field(
            None,
            examples=["2026-11-16T09:30:00+09:00"],
            description="Default: now. No zone: the pages' zone.",
        ),
    ] = None
    channel: Annotated[str, Field("other", max_length=100, examples=["mail"])] = "other"
    reply: Annotated[str | None, Field(None, description="What a person answered.")] = None
    id: Annotated[
        str | None,
        Field(None, max_length=200, examples=["T-1042"], description="Its id where it comes from."),
    ] = None
    handle_minutes: Annotated[float | None, Field(None, examples=[6.5])] = None
    replied_at: Annotated[
        str | None,
        Field(
            None,
            examples=["2026-11-16T09:41:00+09:00"],
            description="When a person first replied. A time that cannot be is left out.",
        ),
    ] = None
    closed_at: Annotated[str | None, Field(None, examples=["2026-11-16T10:05:00+09:00"])] = None
    handler: Annotated[
        str | None,
        Field(None, max_length=100, examples=["佐藤 美咲"], description="Who of the staff handled it."),
    ] = None
    customer_id: Annotated[
        str | None,
        Field(
            None,
            max_length=255,
            examples=["42"],
            description="Who asked: the `sub` of an identity. With `received_at` and `replied_at` or "
            "`closed_at` it becomes an episode of theirs.",
        ),
    ] = None
    account_id: Annotated[str | None, Field(None, description="The customer account's external id.")] = None


class Batch(BaseModel):
    """Up to 1,000 inquiries of one source."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field("api", min_length=1, max_length=100, examples=["zendesk"])] = "api"
    inquiries: Annotated[list[InquiryIn], Field(min_length=1, max_length=MOST)]


class RefusedOut(BaseModel):
    """An inquiry that was not kept; `index` counts from 0."""

    index: int
    reason: Reason
    detail: Annotated[str, Field(examples=["there is no text"])]


class BatchReport(BaseModel):
    """How many were kept, how many were there already, and which were refused."""

    kept: Annotated[int, Field(examples=[1])]
    duplicates: Annotated[int, Field(examples=[0])]
    refused: list[RefusedOut]
