"""What the bot does in reply to a message: frozen values, sent through Rasa as `custom` JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from api.chat.language import Language
from api.episodes.ledger import Reason

Words: TypeAlias = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class SmallTalk:
    """A courtesy: a greeting, thanks, a goodbye."""

    text: Words
    language: Language
    intent: str
    act: Literal["small_talk"] = "small_talk"


@dataclass(frozen=True, kw_only=True, slots=True)
class Say:
    """Plain words that neither answer nor fail: "please choose", or a response a Rasa developer wrote."""

    text: Words
    language: Language
    act: Literal["say"] = "say"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An FAQ's answer, with the version it came from and how sure the index was."""

    text: Words
    language: Language
    question: str
    faq_id: int
    version_id: int
    confidence: float
    threshold: float | None
    """None when the customer chose the FAQ: then no threshold was asked."""
    index_version: str
    matched: str | None = None
    act: Literal["answer"] = "answer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An FAQ the customer may have meant, by its question."""

    faq_id: int
    version_id: int
    text: Words
    confidence: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Clarification:
    """A few FAQs to choose from, and "none of these"."""

    text: Words
    language: Language
    choices: tuple[Choice, ...] = Field(min_length=1)
    act: Literal["clarification"] = "clarification"


@dataclass(frozen=True, kw_only=True, slots=True)
class NothingFound:
    """No answer. A person is offered."""

    text: Words
    language: Language
    reason: Reason = Reason.NO_ANSWER
    rephrase: bool = False
    """Whether other words are asked for first; a person is a button away, but "yes" is no wish for one."""
    act: Literal["nothing_found"] = "nothing_found"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """A look-up in a company's system: what it still asks for, or what came of it."""

    text: Words
    language: Language
    name: str
    state: Literal["asking", "answered", "not_found", "failed", "cancelled"]
    values: dict[str, str]
    """What the customer gave, by field."""
    field: str | None = None
    """What is asked for."""
    attempts: int = 0
    """How often in a row what came was no such thing."""
    status: int | None = None
    """The HTTP status of the system's answer."""
    ms: int | None = None
    """Milliseconds the system took."""
    act: Literal["lookup"] = "lookup"


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOffAct:
    """The customer wants a person: hand the conversation over."""

    text: Words
    language: Language
    reason: Reason
    act: Literal["hand_off"] = "hand_off"


@dataclass(frozen=True, kw_only=True, slots=True)
class Solved:
    """The customer says it is solved. `faq_id` names the answer that did it, if one did."""

    text: Words
    language: Language
    faq_id: int | None = None
    version_id: int | None = None
    act: Literal["solved"] = "solved"


@dataclass(frozen=True, kw_only=True, slots=True)
class NotSolved:
    """The customer says it is not solved. `offer`: with a person's button."""

    text: Words
    language: Language
    offer: bool
    faq_id: int | None = None
    version_id: int | None = None
    act: Literal["not_solved"] = "not_solved"


@dataclass(frozen=True, kw_only=True, slots=True)
class NotReady:
    """The answer index is still loading: ask again in a moment."""

    act: Literal["not_ready"] = "not_ready"


Spoken: TypeAlias = (
    SmallTalk | Say | Answer | Clarification | NothingFound | Lookup | HandOffAct | Solved | NotSolved
)
Act: TypeAlias = Spoken | NotReady

_reader: TypeAdapter[Act] = TypeAdapter(Annotated[Act, Field(discriminator="act")])


class NoAct(ValueError):
    """This is no act."""


def act_to_json(act: Act) -> dict[str, Any]:
    """Return the act as the `custom` JSON of a Rasa response."""
    return asdict(act)


def act_from_json(custom: Mapping[str, Any]) -> Act:
    """Read an act back; raises `NoAct`."""
    try:
        return _reader.validate_python(custom)
    except ValidationError as error:
        raise NoAct(str(error)) from error
