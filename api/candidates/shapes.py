"""What the candidate routes take and give, in JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.candidates.desk import Desk
from api.candidates.models import RejectKind
from api.candidates.store import Entry, Row
from api.faqs.shapes import FaqDraft, PhrasingShape
from api.inquiries.models import Inquiry

Revision = Annotated[
    int, Field(description="The revision you saw. 409 when it has grown since.", examples=[0])
]


class CandidateShape(BaseModel):
    """A topic that customers ask about, and what was decided of it."""

    id: int
    state: Literal["open", "approved", "linked", "rejected", "merged"]
    question: Annotated[str, Field(examples=["パスワードを忘れてログインできません"])]
    language: Literal["ja", "en"]
    keywords: list[str]
    hours_a_month: Annotated[float, Field(description="Staff time spent on it", examples=[6.4])]
    size: int
    weekly: Annotated[list[int], Field(description="Inquiries in the last eight weeks, oldest first")]
    trend: Annotated[
        float, Field(description="Last two weeks against the two before; 0.5 is half as many again")
    ]
    tightness: float
    faq_id: int | None
    reason: str | None
    reason_kind: RejectKind | None
    merged_into: Annotated[int | None, Field(description="The candidate that has its inquiries")]
    snoozed_until: datetime | None
    snoozed_until_size: Annotated[int | None, Field(description="It wakes when it has so many inquiries")]
    decided_by: str | None
    decided_at: datetime | None
    revision: int


class InquiryShape(BaseModel):
    """A member of the cluster, masked."""

    id: int
    text: str
    reply: str | None
    channel: str
    received_at: datetime


class SimilarShape(BaseModel):
    """A published FAQ near the candidate."""

    faq_id: int
    question: str
    similarity: float


class DecisionShape(BaseModel):
    """One line of the history."""

    kind: str
    by: str | None
    at: datetime
    undone_at: datetime | None
    payload: dict[str, Any]


class CandidateDetail(CandidateShape):
    """A candidate with the evidence and a first wording."""

    typical: list[InquiryShape]
    newest: list[InquiryShape]
    replies: list[InquiryShape]
    similar_faqs: list[SimilarShape]
    suggestion: FaqDraft
    history: list[DecisionShape]


class Approval(FaqDraft):
    """The FAQ that a candidate becomes."""

    revision: Revision


class Link(BaseModel):
    """The FAQ that answers a candidate already, and the phrasings it gets."""

    revision: Revision
    faq_id: int
    phrasings: Annotated[list[PhrasingShape] | None, Field(description="Empty: the suggested ones.")] = None


class Rejection(BaseModel):
    """Why a candidate should not become an FAQ."""

    revision: Revision
    kind: RejectKind = RejectKind.OTHER
    reason: Annotated[
        str, Field(description="Needed for `other`", examples=["個別の確認が必要"], max_length=300)
    ] = ""
    tell: Annotated[
        str, Field(description="Who is to know of a product bug, and needed for one", max_length=120)
    ] = ""


def shape(row: Row) -> dict[str, Any]:
    """Return the fields of a `CandidateShape`."""
    candidate, cluster = row.candidate, row.cluster
    return {
        "id": candidate.id,
        "state": candidate.state,
        "question": cluster.representative,
        "language": cluster.language,
        "keywords": cluster.keywords,
        "hours_a_month": candidate.impact,
        "size": cluster.size,
        "weekly": cluster.weekly,
        "trend": candidate.trend,
        "tightness": cluster.tightness,
        "faq_id": candidate.faq_id,
        "reason": candidate.reason,
        "reason_kind": candidate.reason_kind,
        "merged_into": candidate.merged_into_id,
        "snoozed_until": candidate.snoozed_until,
        "snoozed_until_size": candidate.snoozed_until_size,
        "decided_by": row.decided_by,
        "decided_at": candidate.decided_at,
        "revision": candidate.revision,
    }


def detail(row: Row, desk: Desk, history: list[Entry]) -> CandidateDetail:
    """Return everything about one candidate."""
    return CandidateDetail(
        **shape(row),
        typical=[_inquiry(member) for member in desk.evidence.typical],
        newest=[_inquiry(member) for member in desk.evidence.newest],
        replies=[_inquiry(member) for member in desk.evidence.replies],
        similar_faqs=[
            SimilarShape(faq_id=near.faq_id, question=near.question, similarity=round(near.similarity, 3))
            for near in desk.faqs[:5]
        ],
        suggestion=FaqDraft.model_validate(desk.draft, from_attributes=True),
        history=[
            DecisionShape(
                kind=entry.decision.kind,
                by=entry.who,
                at=entry.decision.at,
                undone_at=entry.decision.undone_at,
                payload=entry.decision.payload,
            )
            for entry in history
        ],
    )


def _inquiry(member: Inquiry) -> InquiryShape:
    return InquiryShape.model_validate(member, from_attributes=True)
