"""A question and the bot's decision on it, in JSON."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.answers.asking import LONGEST, Asked


class Question(BaseModel):
    """A customer's words."""

    text: Annotated[
        str,
        Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST}, examples=["パスワードを忘れました"]),
    ]
    language: Annotated[
        str | None,
        Field(json_schema_extra={"enum": ["ja", "en", "", None]}, description="Empty: told from the text."),
    ] = None


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


class Match(BaseModel):
    """A phrasing beside the question."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    language: Literal["ja", "en"]
    cosine: Annotated[float, Field(description="1: the same; unrelated texts are near 0")]


class Considered(BaseModel):
    """An FAQ that was looked at, and what spoke for it."""

    faq_id: int
    version_id: int
    question: str
    confidence: Annotated[float | None, Field(description="Null: too unlikely ever to be offered")]
    score: Annotated[float, Field(description="What the candidates are ranked by")]
    matches: Annotated[list[Match], Field(description="Its nearest phrasings, at most three")]
    nearest: Annotated[float, Field(description="Cosine of its nearest phrasing")]
    lead: Annotated[float, Field(description="How much nearer that is than the best other FAQ's")]
    known_words: Annotated[float, Field(description="Share of the question's words that the FAQ says")]
    vote: Annotated[float, Field(description="Its share among the ten nearest texts")]


class Decided(BaseModel):
    """What the bot would do: `answer` outright, `ask` which of the candidates is meant, or `none`."""

    kind: Literal["answer", "ask", "none"]
    reason: Annotated[
        str, Field(description="Why, as a code", examples=["confident", "unsure", "no_promise"])
    ]
    language: Literal["ja", "en"]
    confidence: float
    threshold: Annotated[
        float, Field(description="From this confidence on it answers outright; above 1 it only suggests")
    ]
    ask_threshold: Annotated[
        float, Field(description="It asks which is meant when the right one is a choice with this chance")
    ]
    only_suggests: Annotated[bool, Field(description="No threshold keeps the target precision")]
    labelled: Annotated[int, Field(description="Examples in this language that the threshold rests on")]
    labels_needed: int
    background_vote: Annotated[
        float, Field(description="Share of texts that no FAQ answers among the ten nearest")
    ]
    candidates: Annotated[list[Meant], Field(description="What the customer would be offered")]
    considered: Annotated[list[Considered], Field(description="The likeliest FAQs, whatever was decided")]
    index_version: str


def decided_shape(asked: Asked) -> Decided:
    """Return the decision as it goes over the wire."""
    found, decision = asked.explanation, asked.explanation.decision
    return Decided(
        kind=decision.kind,
        reason=found.reason,
        language=asked.language,
        confidence=decision.confidence,
        threshold=decision.threshold,
        ask_threshold=decision.ask_threshold,
        only_suggests=found.only_suggests,
        labelled=found.labelled,
        labels_needed=found.labels_needed,
        background_vote=found.background_vote,
        candidates=[
            Meant(
                faq_id=choice.faq_id,
                version_id=choice.version_id,
                question=asked.contents[choice.version_id].question,
                answer=asked.contents[choice.version_id].answer,
                matched_phrasing=choice.phrasing,
                confidence=choice.confidence,
            )
            for choice in decision.choices
        ],
        considered=[
            Considered(
                faq_id=one.faq_id,
                version_id=one.version_id,
                question=asked.contents[one.version_id].question,
                confidence=one.confidence,
                score=one.score,
                matches=[Match.model_validate(match) for match in one.matches],
                nearest=one.nearest,
                lead=one.lead,
                known_words=one.known_words,
                vote=one.vote,
            )
            for one in found.candidates
        ],
        index_version=decision.index_version,
    )
