"""Ask the answer index and see why it decided as it did."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Agent
from api.answers.content import answer_in
from api.answers.serving import answers_of
from api.database import Transaction
from api.faqs.store import version_by_id
from faq_clustering.text import language_of

router = APIRouter(prefix="/api/answers", tags=["answers"])


class Question(BaseModel):
    """A customer's words."""

    text: Annotated[str, Field(min_length=1, max_length=4000, examples=["パスワードを忘れました"])]
    language: Annotated[Literal["ja", "en"] | None, Field(description="Empty: told from the text.")] = None


class Meant(BaseModel):
    """An FAQ that may be meant."""

    faq_id: int
    version_id: int
    question: str
    answer: str
    matched_phrasing: str
    confidence: Annotated[
        float, Field(description="Chance that this FAQ answers the question", examples=[0.97])
    ]


class Decided(BaseModel):
    """What the bot would do: `answer` outright, `ask` which of the candidates is meant, or `none`."""

    kind: Literal["answer", "ask", "none"]
    language: Literal["ja", "en"]
    confidence: float
    threshold: Annotated[float, Field(description="From this confidence on it answers outright")]
    ask_threshold: Annotated[float, Field(description="From this confidence on it asks which is meant")]
    candidates: list[Meant]
    index_version: str


@router.post("/question")
def ask(request: Request, session: Transaction, staff: Agent, body: Question) -> Decided:
    """Decide on a question without asking it in a conversation. Nothing is recorded."""
    language = body.language or language_of(body.text)
    decision = answers_of(request.app).decide(body.text, language)
    candidates = []
    for choice in decision.choices:
        question, answer, _ = answer_in(version_by_id(session, choice.version_id), language)
        candidates.append(
            Meant(
                faq_id=choice.faq_id,
                version_id=choice.version_id,
                question=question,
                answer=answer,
                matched_phrasing=choice.phrasing,
                confidence=choice.confidence,
            )
        )
    return Decided(
        kind=decision.kind,
        language=language,
        confidence=decision.confidence,
        threshold=decision.threshold,
        ask_threshold=decision.ask_threshold,
        candidates=candidates,
        index_version=decision.index_version,
    )
